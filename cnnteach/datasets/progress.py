"""What a download shows: the licence once, and a bar; both not before something has come."""


class Progress:
    """How far the download of a dataset is.

    Without a network nothing ever comes, and nothing is shown but the error.

    Parameters
    ----------
    source : Source
    folder : pathlib.Path
        The licence is left there, in ``ABOUT.txt``; where that is, it has been shown.
    total : int
        Bytes that will come, about.
    shown : bool
        Whether to print the licence and show the bar.

    Attributes
    ----------
    done : int
        Bytes that have come.
    """

    def __init__(self, source, folder, total, shown):
        self.source, self.folder, self.total, self.shown = source, folder, total, shown
        self.done, self._bar = 0, None

    def at(self, done):
        """Move the bar: so many bytes of all are there."""
        if self._bar is None:
            self._tell_licence()
            self._bar = self._new_bar()
        self._bar.update(done - self.done)
        self.done = done

    def close(self):
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()

    def _new_bar(self):
        from tqdm.auto import tqdm

        title = self.source.title
        return tqdm(total=self.total, desc=title, unit="B", unit_scale=True, disable=not self.shown)

    def _tell_licence(self):
        about = self.folder / "ABOUT.txt"
        if about.exists():
            return
        source = self.source
        lines = (
            f"{source.title}: {source.shows}, by {source.credit}.",
            f"Licence: {source.licence}.  From: {source.homepage}",
            f"Cite: {source.citation}.",
        )
        about.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if self.shown:
            print("\n".join(lines))
