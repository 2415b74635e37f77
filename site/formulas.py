"""A Sphinx extension: formulas as MathML, made when the pages are built.

Every browser draws MathML by itself: the pages carry no script for it, only a font (a part of
Noto Sans Math, for systems without one of mathematics). Screen readers and printers get the formula
as it is.
"""

from latex2mathml.converter import convert


def _inline(translator, node):
    translator.body.append(convert(node.astext()))


def _block(translator, node):
    translator.body.append(f'<div class="formula">{convert(node.astext(), display="block")}</div>')


def _written(writer):
    """Return a visitor that writes a node whole, so that what is in it is not visited."""

    def visit(translator, node):
        from docutils.nodes import SkipNode

        writer(translator, node)
        raise SkipNode

    return visit


def setup(app):
    """Offer Sphinx the renderer ``html_math_renderer = "mathml"``."""
    app.add_html_math_renderer("mathml", (_written(_inline), None), (_written(_block), None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
