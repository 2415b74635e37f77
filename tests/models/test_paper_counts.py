"""Every network at full size has the parameters of its paper, or of the source named here."""

import pytest

# name, options, parameters that learn, fixed ones; and where the numbers are from
COUNTS = [
    pytest.param("lenet5_1998", {}, 60_000, 840, id="lenet5_1998-paper-II.B"),
    pytest.param("lenet5", {}, 61_706, 0, id="lenet5-by-hand"),
    pytest.param("mlp", {}, 785 * 300 + 301 * 100 + 101 * 10, 0, id="mlp-by-hand"),
    pytest.param("convnetjs_mnist", {}, 208 + 3_216 + 2_570, 0, id="convnetjs_mnist-by-hand"),
    pytest.param("convnetjs_cifar", {}, 22_466, 0, id="convnetjs_cifar-by-hand"),
    pytest.param("cs231n", {}, 280 + 5 * 910 + 1_610, 0, id="cs231n-by-hand"),
    pytest.param("neocognitron", {}, 0, 24 * 26 + 2 * (600 * 24 + 24), id="neocognitron-by-hand"),
    pytest.param("alexnet", {}, 60_965_224, 0, id="alexnet-two-groups-by-hand"),
    pytest.param("alexnet", {"groups": 1}, 62_378_344, 0, id="alexnet-one-tower-by-hand"),
    pytest.param("zfnet", {}, 62_378_344 - 20_736, 0, id="zfnet-by-hand"),
    pytest.param("vgg11", {}, 132_863_336, 0, id="vgg11-torchvision"),
    pytest.param("vgg13", {}, 133_047_848, 0, id="vgg13-torchvision"),
    pytest.param("vgg16", {}, 138_357_544, 0, id="vgg16-keras"),
    pytest.param("vgg19", {}, 143_667_240, 0, id="vgg19-keras"),
    pytest.param("network_in_network", {}, 966_986, 0, id="network_in_network-caffe-model-zoo"),
    pytest.param("googlenet", {}, 6_998_552, 0, id="googlenet-caffe-model-zoo"),
    pytest.param("googlenet", {"auxiliary": True}, 13_378_280, 0, id="googlenet-auxiliary-caffe"),
    pytest.param("inception_v3", {}, 23_817_352, 34_432, id="inception_v3-keras"),
    pytest.param("resnet18", {}, 11_689_512, 9_600, id="resnet18-torchvision"),
    pytest.param("resnet34", {}, 21_797_672, 17_024, id="resnet34-torchvision"),
    pytest.param("resnet50", {}, 25_557_032, 53_120, id="resnet50-torchvision"),
    pytest.param("resnet101", {}, 44_549_160, 105_344, id="resnet101-torchvision"),
    pytest.param("resnet152", {}, 60_192_808, 151_424, id="resnet152-torchvision"),
    pytest.param("prelu_net", {}, 178_032_072, 0, id="prelu_net-by-hand"),
    pytest.param("text_cnn", {}, 5_629_800 + 360_300 + 602, 0, id="text_cnn-by-hand"),
    pytest.param("fcn", {"stride": 32}, 134_260_544 + 86_037, 1_806_336, id="fcn-32s-caffe"),
    pytest.param("locally_connected", {}, 118_923_774, 0, id="locally_connected-by-hand"),
]


@pytest.mark.parametrize(("name", "options", "learned", "fixed"), COUNTS)
def test_full_size_has_the_parameters_of_the_paper(full_size, name, options, learned, fixed):
    network = full_size(name, **options)
    assert (network.learned, network.total) == (learned, learned + fixed)
    totals = network.table.totals
    assert (totals.parameters, totals.fixed) == (learned, fixed)


@pytest.mark.parametrize(
    ("name", "theirs", "idle_biases"),
    [
        pytest.param("vgg16", "VGG16", 0),
        pytest.param("vgg19", "VGG19", 0),
        pytest.param("inception_v3", "InceptionV3", 0),
        pytest.param("resnet50", "ResNet50", 26_560),
        pytest.param("resnet152", "ResNet152", 75_712),
    ],
)
def test_keras_applications_have_as_many(full_size, undrawn, name, theirs, idle_biases):
    """The ResNets of Keras have a bias before each normalisation, which takes it away again."""
    import keras

    reference = getattr(keras.applications, theirs)(weights=None)
    assert full_size(name).total + idle_biases == reference.count_params()


# Multiply-adds as the papers print them, in billions; they leave biases out, and round.
@pytest.mark.parametrize(
    ("name", "options", "billions"),
    [
        pytest.param("resnet18", {}, 1.8, id="resnet18-table-1"),
        pytest.param("resnet34", {"shortcut": "padding"}, 3.6, id="resnet34-table-1"),
        pytest.param("resnet152", {}, 11.3, id="resnet152-table-1"),
        pytest.param("vgg19", {}, 19.6, id="vgg19-resnet-paper-figure-3"),
        pytest.param("prelu_net", {}, 19.0, id="prelu_net-table-3"),
    ],
)
def test_connections_are_the_papers_multiply_adds(full_size, name, options, billions):
    connections = full_size(name, **options).table.totals.connections
    assert connections / 1e9 == pytest.approx(billions, rel=0.02)


def test_plain_resnet_has_no_additions(full_size):
    """Figure 3 of the paper: the plain net of 34 layers has the convolutions and no shortcut."""
    table = full_size("resnet34", residual=False).table
    assert not [row for row in table if row.kind == "Add"]
    projections = 64 * 128 + 128 * 256 + 256 * 512 + 2 * (128 + 256 + 512)
    assert table.totals.parameters == 21_797_672 - projections


def test_padded_shortcuts_have_no_parameters(full_size):
    plain = full_size("resnet34", residual=False).total
    assert full_size("resnet34", shortcut="padding").total == plain
