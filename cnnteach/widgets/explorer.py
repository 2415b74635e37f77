"""What every explorer shares: its script and style, and a page that lives without a kernel."""

import base64
import html
import io
import json
from functools import cache
from pathlib import Path

import anywidget

HERE = Path(__file__).parent


@cache
def joined(*names):
    """Return the named files of this folder as one text.

    A widget's script is one ES module without a build step: what it shares with others is joined in
    front of it, since a module that is given as text cannot import its neighbours.
    """
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class Explorer(anywidget.AnyWidget):
    """A widget whose view computes; it knows its static picture and its page without a kernel."""

    def figure(self):
        """Return the state as a matplotlib Figure, for print and PDF."""
        raise NotImplementedError(f"{type(self).__name__} has no figure")

    def describe(self):
        """Return the state in a sentence, for those who cannot see it."""
        raise NotImplementedError(f"{type(self).__name__} has no description")

    def page(self):
        """Return an HTML page, complete in itself, where the widget lives without a kernel."""
        state = {
            name: {"base64": base64.b64encode(value).decode()}
            if isinstance(value, bytes)
            else value
            for name, value in self.get_state().items()
            if name not in _FRAME
        }
        page = joined("page.html")
        for mark, text in (
            ("<!--title-->", type(self).__name__),
            ("/*style*/", self._css),
            ("/*script*/", self._esm),
            ("/*state*/", json.dumps(state).replace("<", "\\u003c")),
        ):
            page = page.replace(mark, text)
        return page

    def export_html(self, path):
        """Write `page` to a file that opens in any browser, with no server and no network.

        Parameters
        ----------
        path : str or Path
            Where to write; its folder must exist.

        Returns
        -------
        Path
            The file written.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise FileNotFoundError(
                f"there is no folder {path.parent} to write {path.name} into; make it first"
            )
        path.write_text(self.page(), encoding="utf-8")
        return path

    def _repr_mimebundle_(self, **options):
        """Add to the live view what a saved, printed or exported notebook can show instead."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        if data is None:
            return bundle
        picture = io.BytesIO()
        self.figure().savefig(picture, format="png", dpi=80)
        image = base64.b64encode(picture.getvalue()).decode()
        words = self.describe()
        player = (
            f'<div><img alt="{html.escape(words)}" src="data:image/png;base64,{image}">'
            f'<iframe title="{type(self).__name__}" '
            'style="display:none;border:0;width:100%;height:40em" '
            "onload=\"this.style.display='block';this.previousSibling.remove()\" "
            f'srcdoc="{html.escape(self.page())}"></iframe></div>'
        )
        fallback = {"text/plain": words, "image/png": image, "text/html": player}
        return {**data, **fallback}, metadata


_FRAME = {*Explorer.class_trait_names(), "_esm", "_css", "_anywidget_id"}
