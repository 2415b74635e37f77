"""Error rates and dates that the slides quote: held to the papers' own tables."""

from cnnteach.lectures.claim import Claim

_ALEXNET = "Krizhevsky, Sutskever & Hinton, 2012, tables 1 and 2"
_PRELU = "He et al., 2015, arXiv:1502.01852, table 7"
_VGG = "Simonyan & Zisserman, 2015, arXiv:1409.1556, table 3"
_INCEPTION = "Szegedy et al., 2015, arXiv:1512.00567, tables 3 and 5"
_RESNET = "He et al., 2015, arXiv:1512.03385, tables 4 and 5"


def _paper(value):
    return lambda: value


CLAIMS = (
    *(
        Claim(
            *("001", "Delving Deep into Rectifiers, table 7", f"{team}\t{error}"),
            *(error, _paper(error)),
            "Top-5 errors in per cent on the test set, of several networks together.",
            source=_PRELU,
        )
        for team, error in (
            ("MSRA, SPP-nets [11]", 8.06),
            ("VGG [25]", 7.32),
            ("GoogLeNet [29]", 6.66),
            ("Baidu [32]", 5.98),
            ("MSRA, PReLU-nets", 4.94),
        )
    ),
    Claim(
        *("002", "Inside CNNs", "Simonyan et al, 2015"),
        *("2015", _paper("2014")),
        "“Deep Inside Convolutional Networks” is of December 2013; ICLR workshops, 2014.",
        source="Simonyan, Vedaldi & Zisserman, arXiv:1312.6034",
        fault="misprint",
    ),
    Claim(
        *("004", "Learning magic in Alexnet", "18.2% with a single net"),
        *(18.2, _paper(18.2)),
        "On the validation set.",
        source=_ALEXNET,
    ),
    Claim(
        *("004", "Learning magic in Alexnet", "15.4% using an ensemble of 7 networks"),
        *(15.4, _paper(15.4)),
        "On the validation set, too; on the test set it won with 15.3 %.",
        source=_ALEXNET,
    ),
    Claim(
        *("004", "Learning magic in Alexnet", "Lowest prior error using conventional classifiers"),
        *(None, _paper("25.7 % in 2010, and 26.2 % for the next best of 2012")),
        "“> 25%” is so for both.",
        source=_ALEXNET,
    ),
    Claim(
        *("004", "VGG (2015)", "ImageNet top 5 error: 8.0% (single model)"),
        *(8.0, _paper(8.0)),
        "Images of one size. Lecture 001 has 7.32 % for several networks together, and 6.8 % in "
        "the paper's last version: not the same measurement.",
        source=_VGG,
    ),
    Claim(
        *("004", "Inception V3 (2015)", "5.6% (single model), 3.6% (ensemble)"),
        *((5.6, 3.6), _paper((5.6, 3.6))),
        "One crop, one network; four networks together 3.58 %.",
        source=_INCEPTION,
    ),
    Claim(
        *("004", "ResNet (2015)", "4.5% (single model), 3.5% (ensemble)"),
        *((4.5, 3.5), _paper((4.5, 3.6))),
        "4.49 % and 3.57 %: the second should be rounded up.",
        source=_RESNET,
        fault="misprint",
    ),
)
