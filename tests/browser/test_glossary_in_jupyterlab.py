"""The words at the top of a notebook lead to the glossary, in JupyterLab and without a network."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_click_opens_the_glossary(open_notebook):
    notebook = open_notebook("03_stride_padding_output_size.ipynb")
    page = notebook.page
    page.get_by_role("link", name="glossary").first.click()
    expect(page.get_by_role("heading", name="Glossary")).to_be_visible()
    expect(page.get_by_role("heading", name="1 × 1 convolution")).to_be_visible()
