"""How Sphinx makes the pages of the course; `pages.py` calls it."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the extensions of this folder

project = "cnnteach"
author = "The cnnteach developers"
html_title = "How convolutional networks work"
language = "en"
extensions = ["myst_nb", "sphinx_copybutton", "alive", "formulas"]

# Notebooks are run where they, or cnnteach itself, are new; an error ends the build.
nb_execution_mode = "cache"
nb_execution_cache_path = os.environ.get("CNNTEACH_EXECUTED", "")
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_ipywidgets_js = {}  # a widget brings its own page, and needs no script from elsewhere
nb_mime_priority_overrides = [("html", "text/html", 0)]

myst_enable_extensions = ["colon_fence", "dollarmath"]
html_math_renderer = "mathml"

html_theme = "sphinx_book_theme"
html_theme_options = {
    "logo": {"text": "cnnteach"},
    "home_page_in_toc": True,
    "navbar_persistent": [],
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    # what is projected, and wide tables, have the whole width
    "secondary_sidebar_items": {"**": ["page-toc"], "projector": [], "topics": []},
    "use_fullscreen_button": False,
    "footer_content_items": ["extra-footer.html"],
    "extra_footer": '<p>MIT licence · <a href="pictures.html">where the pictures come from</a></p>',
    "search_bar_text": "Search the course",
}
html_context = {"default_mode": "auto"}  # as the system is, until the reader switches
html_static_path = ["static"]
html_favicon = "static/favicon.svg"
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_show_copyright = html_show_sphinx = False
html_use_index = False
copybutton_exclude = ".linenos, .gp"
