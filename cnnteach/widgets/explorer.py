"""What every explorer shares: its script and style, and a page that lives without a kernel."""

import base64
import html
import io
import json
from functools import cache
from pathlib import Path

import anywidget

HERE = Path(__file__).parent

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body {{ margin: 0; padding: 8px; }}
{css}</style></head><body><div id="root"></div>
<script type="application/json" id="state">{state}</script>
<script type="module">
{script}
const state = JSON.parse(document.getElementById("state").textContent), heard = {{}};
for (const [name, value] of Object.entries(state))
  if (value?.base64 !== undefined)
    state[name] = new DataView(Uint8Array.from(atob(value.base64), (c) => c.charCodeAt(0)).buffer);
const model = {{
  get: (name) => state[name],
  set: (name, value) => {{ state[name] = value; for (const f of heard["change:" + name] ?? []) f(); }},
  on: (event, f) => {{ (heard[event] ??= []).push(f); }},
  off: (event, f) => {{ heard[event] = (heard[event] ?? []).filter((g) => g !== f); }},
  save_changes() {{}}, send() {{}},
}};
render({{ model, el: document.getElementById("root") }});
</script></body></html>
"""


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
        """Return an HTML page, complete in itself, in which the widget is alive without a kernel."""
        state = {
            name: {"base64": base64.b64encode(value).decode()}
            if isinstance(value, bytes)
            else value
            for name, value in self.get_state().items()
            if name not in _FRAME
        }
        return PAGE.format(
            title=type(self).__name__,
            css=self._css,
            state=json.dumps(state).replace("<", "\\u003c"),
            script=self._esm,
        )

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
            f'<iframe title="{type(self).__name__}" style="display:none;border:0;width:100%;height:760px" '
            "onload=\"this.style.display='block';this.previousSibling.remove()\" "
            f'srcdoc="{html.escape(self.page())}"></iframe></div>'
        )
        fallback = {"text/plain": words, "image/png": image, "text/html": player}
        return {**data, **fallback}, metadata


_FRAME = {*Explorer.class_trait_names(), "_esm", "_css", "_anywidget_id"}
