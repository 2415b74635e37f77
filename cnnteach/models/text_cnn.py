"""A convolutional network for sentences [1]_: filters that look at 3, 4 or 5 words at a time.

==========  ====================================  =======  ==========
layer       what it is                            shape    parameters
==========  ====================================  =======  ==========
words       numbers of words, 0 for none          L        0
vectors     a vector for each word                L x 300  5,629,800
conv3       100 filters over 3 words              L - 2    90,100
conv4       100 filters over 4 words              L - 3    120,100
conv5       100 filters over 5 words              L - 4    150,100
max3 - 5    the strongest answer over time        100      0
joined      side by side, dropout 0.5             300      0
scores      dense, then softmax                   2        602
==========  ====================================  =======  ==========

5,990,702 parameters, for the 18,765 words of the paper's movie reviews (table 1) and the padding;
360,902 without the word vectors. With ``k`` above 1 the k strongest answers of each filter are
kept, in their order [2]_.

Departures
----------
- Word vectors start at random, unless `vectors` are given; the paper's come from word2vec, of
  100 billion words, and stay fixed or learn on: `train_vectors`.
- The paper's two copies of the word vectors, one fixed and one learning ("multichannel"), are left
  out.

References
----------
.. [1] Kim, 2014, "Convolutional neural networks for sentence classification", EMNLP,
       arXiv:1408.5882: sections 2, 2.1 and 3.1.
.. [2] Kalchbrenner, Grefenstette & Blunsom, 2014, "A convolutional neural network for modelling
       sentences", arXiv:1404.2188, section 3.2.
"""

import keras
from keras import layers

from cnnteach.models.draws import Draws
from cnnteach.models.heads import classifier
from cnnteach.models.layers import KMaxPooling1D
from cnnteach.models.options import plan
from cnnteach.shapes import whole_number

PAPER = {"classes": 2, "vocabulary": 18_766, "dimensions": 300, "filters": 100}
TEACHING = {"classes": 2, "vocabulary": 1_000, "dimensions": 16, "filters": 8}


def text_cnn(
    *,
    size="full",
    classes=None,
    seed=None,
    vocabulary=None,
    length=None,
    widths=(3, 4, 5),
    k=1,
    vectors=None,
    train_vectors=True,
):
    """Build a network for sentences; see the module for its layers.

    Parameters
    ----------
    vocabulary : int, optional
        How many numbers there are for words, the padding's 0 among them.
    length : int, optional
        Words in a sentence, all filled up to the same length; open by default.
    widths : sequence of int
        How many words a filter looks at.
    k : int
        Answers of each filter that are kept; 1 is max pooling over time.
    vectors : ndarray, shape (vocabulary, dimensions), optional
        Word vectors to begin with.
    train_vectors : bool
        Whether they learn too.

    Returns
    -------
    keras.Model
        Words (N, length) as whole numbers to probabilities (N, 2).

    Examples
    --------
    >>> text_cnn(seed=0).count_params()
    5990702
    """
    net = plan(size, PAPER, TEACHING, classes=classes)
    net.vocabulary = whole_number("vocabulary", vocabulary or net.vocabulary, least=2)
    length, k, draws = _length(length, widths, k), whole_number("k", k), Draws(seed)
    words = keras.Input((length,), dtype="int32", name="words")
    x = _word_vectors(net, vectors, draws, trainable=train_vectors)(words)
    pooled = [_answers(x, width, net.filters, k, draws) for width in widths]
    x = layers.Concatenate(name="joined")(pooled) if len(pooled) > 1 else pooled[0]
    x = layers.Dropout(0.5, seed=draws.seed(), name="dropout")(x)
    norm = keras.constraints.MaxNorm(3, axis=0)  # of each class's weights, section 3.1
    return keras.Model(words, classifier(x, net.classes, draws.glorot(), kernel_constraint=norm))


def _length(length, widths, k):
    """Check that the widest filter has k places in a sentence, unless the length stays open."""
    if not widths:
        raise ValueError("widths is empty; give how many words each filter looks at: (3, 4, 5)")
    shortest = max(whole_number("a width", width) for width in widths) + k - 1
    if length is not None and whole_number("length", length) < shortest:
        raise ValueError(
            f"length is {length}, but filters over {max(widths)} words need at least {shortest} to "
            f"give {k} answer{'s' * (k > 1)}; fill the sentences up with 0, or make widths smaller"
        )
    return length


def _word_vectors(net, vectors, draws, trainable):
    """Return the layer that looks up each word's vector."""
    initialiser = draws.uniform(0.25)  # about the spread of word2vec's vectors, section 3.1
    if vectors is not None:
        shape = tuple(vectors.shape)
        if len(shape) != 2 or shape[0] != net.vocabulary:
            raise ValueError(
                f"vectors has the shape {shape}, but must have a row for each of the "
                f"{net.vocabulary} numbers of words; pass vocabulary={shape[0]} with them"
            )
        net.dimensions = shape[1]
        initialiser = keras.initializers.Constant(vectors)
    return layers.Embedding(
        net.vocabulary,
        net.dimensions,
        embeddings_initializer=initialiser,
        trainable=trainable,
        name="vectors",
    )


def _answers(x, width, filters, k, draws):
    """Slide filters over `width` words, and keep the k strongest answers of each."""
    x = layers.Conv1D(
        filters, width, activation="relu", kernel_initializer=draws.he(), name=f"conv{width}"
    )(x)
    if k == 1:
        return layers.GlobalMaxPooling1D(name=f"max{width}")(x)
    x = KMaxPooling1D(k, name=f"kmax{width}")(x)
    return layers.Flatten(name=f"flatten{width}")(x)
