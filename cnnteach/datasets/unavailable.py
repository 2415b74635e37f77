"""The one error of a dataset that cannot be had, said in a sentence."""


class DatasetUnavailable(OSError):
    """A dataset is not on this machine, and could not be brought; the message says what to do.

    A notebook shows the sentence alone: the calls that led to it are the library's own.

    Examples
    --------
    >>> raise DatasetUnavailable("there is no network here")
    Traceback (most recent call last):
    ...
    cnnteach.datasets.unavailable.DatasetUnavailable: there is no network here
    """

    def _render_traceback_(self):  # the name by which IPython asks
        return [f"{type(self).__name__}: {self}"]
