"""A convolution over the words of a sentence: what a text network reads, answers and keeps."""

import numpy as np
import traitlets

from cnnteach import ops
from cnnteach.sentences import split
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.tensors import float32_bytes
from cnnteach.widgets.text_explorer.network import FEW, TINY, checked
from cnnteach.widgets.traits import Floats, Whole, YesOrNo, validates

EXAMPLES = (
    "cats chase mice and birds",
    "birds and mice chase cats",
    "mice chase mice and cats chase mice",
    "dogs and cats and birds",
)
UNKNOWN = 1  # the row of `vectors` for a word that is not in the list; 0 is that of the filling


class TextConvExplorer(Explorer):
    """Slide a filter over the words of a sentence: never along their vectors, only over the words.

    Without arguments it shows five words of two numbers each, whose answers can be worked out by
    hand. With the arrays of a network that was trained, ``cnnteach.tasks.text_arrays()``, each
    filter's largest answer is followed into the score.

    Parameters
    ----------
    sentence : str, optional
        What the network reads; it can be typed anew in the view.
    filter, place : int
        Which filter is shown, and where it lies: counted from 0, as rows are.
    wide : bool
        Whether it begins before the first word and ends after the last, on rows of zeros.
    k : int
        How many of its answers are kept; 1 is max pooling over time.
    words : sequence of str
        The words that the network knows.
    vectors : array_like, shape (2 + len(words), D)
        A row for the filling, one for unknown words, and one for each word.
    layers : sequence of (w, b)
        One or more convolutions beside each other: kernels (K, D, F), as a Keras `Conv1D` keeps
        them, and biases (F,).
    scores : (w, b), optional
        A dense layer over the largest answers of all filters: (all filters, 2) and (2,).
    classes : sequence of str, optional
        The names of the two classes.
    length : int, optional
        To how many words the network fills a sentence up; 0 where it takes sentences as they are.
    relu : bool, optional
        Whether answers below 0 become 0.
    examples : sequence of str, optional
        Sentences on offer.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    TypeError, ValueError
        If a word has no meaning, or the arrays do not belong together.

    References
    ----------
    .. [1] Kim, 2014, "Convolutional neural networks for sentence classification",
           arXiv:1408.5882, section 2.
    .. [2] Kalchbrenner, Grefenstette & Blunsom, 2014, arXiv:1404.2188, sections 3.1 and 3.2: wide
           convolution, k-max pooling.

    Examples
    --------
    >>> explorer = TextConvExplorer()
    >>> explorer.output
    array([3., 2., 0.])
    >>> explorer.wide = True
    >>> explorer.output
    array([ 1.,  0.,  3.,  2.,  0.,  4., -2.])
    >>> explorer.k = 2
    >>> explorer.kept
    array([3., 4.])
    """

    _esm = script(
        common="canvases colours grid terms stepper code_panel python_code",
        text_explorer="reading state words questions code controls hands sentence filter answers "
        "sums score view",
    )
    _css = style(text_explorer="style")

    sentence = traitlets.Unicode(EXAMPLES[0]).tag(sync=True)
    filter = Whole(0, least=0).tag(sync=True)
    place = Whole(0, least=0).tag(sync=True)
    wide = YesOrNo(False).tag(sync=True)
    k = Whole(1, most=5).tag(sync=True)
    examples = traitlets.List(traitlets.Unicode(), list(EXAMPLES)).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode(), ["no", "yes"]).tag(sync=True)
    length = Whole(0, least=0, most=500).tag(sync=True)
    relu = YesOrNo(False).tag(sync=True)
    _words = traitlets.List(traitlets.Unicode(), list(TINY["words"])).tag(sync=True)
    _vectors = Floats(float32_bytes(TINY["vectors"])).tag(sync=True)
    _layers = traitlets.List([[3, 1]]).tag(sync=True)  # words and filters of each convolution
    _kernels = Floats(float32_bytes(TINY["kernel"])).tag(sync=True)
    _biases = Floats(float32_bytes([0])).tag(sync=True)
    _scores = Floats(b"").tag(sync=True)

    def __init__(self, sentence=None, *, words=None, vectors=None, layers=None, scores=None,
                 seed=0, **options):  # fmt: skip
        known = ("filter", "place", "wide", "k", "classes", "length", "relu", "examples", "quiz")
        self.refuse_unknown(options, known)
        super().__init__(seed=seed)
        given = (words, vectors, layers)
        if any(each is not None for each in (*given, scores)):
            if any(each is None for each in given):
                raise TypeError("words, vectors and layers belong together; give all three")
            for name, value in checked(words, vectors, layers, scores).items():
                setattr(self, name, value)
        if sentence is not None:
            self.sentence = sentence
        for name, value in options.items():
            setattr(self, name, list(value) if name in ("classes", "examples") else value)

    @validates("sentence")
    def _has_words(self, proposal):
        split(proposal["value"])  # its own error
        return proposal["value"]

    @validates("classes")
    def _are_two(self, proposal):
        if len(proposal["value"]) != 2:
            raise ValueError(f"classes is {proposal['value']}, but a score tells two apart")
        return proposal["value"]

    @property
    def vectors(self):
        """The word vectors, shape (2 + words, D)."""
        return np.frombuffer(self._vectors, np.float32).reshape(len(self._words) + 2, -1)

    @property
    def rows(self):
        """The sentence as the network reads it: the row of `vectors` of each word."""
        place = {word: number + 2 for number, word in enumerate(self._words)}
        found = [place.get(word, UNKNOWN) for word in split(self.sentence)]
        return found[: self.length or None] + [0] * max(0, self.length - len(found))

    @property
    def layers(self):
        """The convolutions: [(w, b)], shapes (K, D, F) and (F,)."""
        depth, found, at, first = self.vectors.shape[1], [], 0, 0
        kernels, biases = (np.frombuffer(b, np.float32) for b in (self._kernels, self._biases))
        for width, filters in self._layers:
            size = width * depth * filters
            w = kernels[at : at + size].reshape(width, depth, filters)
            found.append((w, biases[first : first + filters]))
            at, first = at + size, first + filters
        return found

    def _filter(self):
        """Return which filter is shown: the last one, where there are fewer."""
        return min(self.filter, sum(filters for _, filters in self._layers) - 1)

    def _answers_of(self, w, b):
        """Return what all filters of one layer answer, shape (places, F)."""
        padding = len(w) - 1 if self.wide else 0
        y = ops.conv1d(self.vectors[self.rows][None].astype(float), w, b, padding=padding)[0]
        return np.maximum(y, 0) if self.relu else y

    @property
    def output(self):
        """What the filter that is shown answers at each place.

        Raises
        ------
        ValueError
            If the sentence is shorter than the filter.
        """
        place = self._filter()
        for w, b in self.layers:
            if place < len(b):
                return self._answers_of(w, b)[:, place]
            place -= len(b)
        raise AssertionError("a filter is in a layer")

    @property
    def kept(self):
        """Its `k` largest answers, in the order of the sentence."""
        answers = self.output
        return ops.k_max_pool(answers[None, :, None], min(self.k, len(answers)))[0][0, :, 0]

    @property
    def probability(self):
        """How probable the second class is, by the largest answer of each filter; None without."""
        if not self._scores:
            return None
        scores = np.frombuffer(self._scores, np.float32).reshape(-1, 2).astype(float)
        largest = np.concatenate([self._answers_of(w, b).max(axis=0) for w, b in self.layers])
        score = np.diff(largest @ scores[:-1] + scores[-1])[0]
        return float(1 / (1 + np.exp(-score)))

    def linked(self):
        state = super().linked()
        if "_vectors" in state and len(self._words) > FEW:  # those of the sentence are enough
            rows = sorted({row for row in self.rows if row > UNKNOWN})
            state["_words"] = [self._words[row - 2] for row in rows]
            state["_vectors"] = self.vectors[[0, UNKNOWN, *rows]].tobytes()
            state["examples"] = [self.sentence]
        return state

    def _problem(self):
        """Say why there are no answers; nothing where there are."""
        try:
            _ = self.output, self.probability
        except ValueError as error:
            return str(error)
        return ""

    def describe(self):
        said = f"TextConvExplorer: “{self.sentence}”".replace("\n", " ")
        if problem := self._problem():
            return f"{said} has no answers: {problem}"
        answers, likely = self.output, self.probability
        said += (
            f", {_counted(split(self.sentence), 'word')}; filter {self._filter()} "
            f"{'wide' if self.wide else 'narrow'} gives {_counted(answers, 'answer')}, "
            f"the largest {answers.max():.3g} at place {answers.argmax()}"
        )
        return said if likely is None else f"{said}; {self.classes[1]} with {likely:.1%}"

    def figure(self):
        from cnnteach.figures.convolution import no_output
        from cnnteach.figures.sentences import filter_over_words

        if self._problem():
            return no_output(self.describe())
        place = self._filter()
        kernels = [w[:, :, f] for w, b in self.layers for f in range(len(b))]
        words, rows = split(self.sentence, as_written=True)[: self.length or None], self.rows
        shown = rows[: len(words) + len(kernels[place]) - 1]
        answers, options = self.output, {"wide": self.wide, "place": self.place}
        return filter_over_words(words, self.vectors[shown], kernels[place], answers, **options)


def _counted(things, noun):
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"
