"""A page of one's own: words and figures in one file, to hand in or to show."""

import html
from pathlib import Path

from cnnteach.figures.captions import Captioned

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; }}
p {{ max-width: 75ch; }}
figure {{ break-inside: avoid; }}
</style>
</head>
<body>
<h1>{title}</h1>
{parts}
</body>
</html>
"""


def write_page(path, title, *parts):
    """Write words and figures, one below the other, as a page that needs nothing beside it.

    Parameters
    ----------
    path : str or path-like
        Of the file, such as ``"my_images.html"``; one that is there is replaced.
    title : str
    *parts : str or Captioned
        A text is a paragraph; figures come from `cnnteach.figures.captions.captioned`.

    Returns
    -------
    Path

    Raises
    ------
    TypeError
        If a part is neither.

    Examples
    --------
    >>> import tempfile
    >>> page = write_page(Path(tempfile.mkdtemp()) / "cats.html", "Cats & dogs", "Who is who?")
    >>> "<p>Who is who?</p>" in page.read_text(encoding="utf-8")
    True
    """
    pieces = "\n".join(_piece(part) for part in parts)
    path = Path(path).expanduser()
    path.write_text(_PAGE.format(title=html.escape(title), parts=pieces), encoding="utf-8")
    return path


def _piece(part):
    if isinstance(part, Captioned):
        return part.html()
    if isinstance(part, str):
        return f"<p>{html.escape(part, quote=False)}</p>"
    raise TypeError(
        f"a part of the page is a {type(part).__name__}; give texts, and figures with their caption"
    )
