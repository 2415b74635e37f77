"""What every dataset comes as: two parts, the classes' names, and where it is from."""

from typing import NamedTuple


class Dataset(NamedTuple):
    """A dataset: `train` to learn from, `test` to be judged by, never to be mixed.

    Each part is a pair: what is seen (images or texts), and what is to be said of it (labels).

    Examples
    --------
    >>> import numpy as np
    >>> images = np.zeros((4, 28, 28), np.uint8)
    >>> data = Dataset((images, np.arange(4)), (images[:1], np.arange(1)), ("a", "b"), "nowhere")
    >>> data
    Dataset from nowhere
      train    images (4, 28, 28) uint8, labels (4,) int64
      test     images (1, 28, 28) uint8, labels (1,) int64
      classes  a, b
    >>> (x_train, y_train), (x_test, y_test) = data.train, data.test
    >>> x_train.shape
    (4, 28, 28)
    """

    train: tuple
    test: tuple
    classes: tuple[str, ...]
    source: str
    left_out: tuple[str, ...] = ()  # of the learner's own files, each with the reason

    def __repr__(self):
        """Tell sizes rather than print millions of numbers."""
        lines = [f"Dataset from {self.source}"]
        lines += [f"  {'train':8} {_sizes(self.train)}", f"  {'test':8} {_sizes(self.test)}"]
        lines.append(f"  {'classes':8} {', '.join(self.classes)}")
        if self.left_out:
            lines.append(f"  {'left out':8} {'; '.join(self.left_out)}")
        return "\n".join(lines)


def _sizes(part):
    seen, labels = part
    if isinstance(seen, list):
        return f"{len(seen)} texts, labels {labels.shape} {labels.dtype}"
    return f"images {seen.shape} {seen.dtype}, labels {labels.shape} {labels.dtype}"
