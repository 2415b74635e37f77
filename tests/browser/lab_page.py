"""What a learner sees of a KernelLab, and does with it."""

import re

from conv_page import ConvPage, number

from cnnteach.widgets import KernelLab


class LabPage(ConvPage):
    """The view of a KernelLab inside the element `root` (a Locator)."""

    def shape(self, kind, which=0):
        label = self.grid(kind, which).get_attribute("aria-label")
        return tuple(map(int, re.search(r"(\d+) by (\d+)", label).groups()))

    @property
    def notes(self):
        """The notes below the numbers: {title: text}."""
        titles = self.root.locator(".cn-notes dt").all_text_contents()
        texts = self.root.locator(".cn-notes dd").all_text_contents()
        return dict(zip(titles, texts, strict=True))

    @property
    def sums(self):
        """Each visible row of products: (the printed products, the printed sum)."""
        rows = [row for row in self.root.locator(".cn-terms").all() if row.is_visible()]
        return [
            (
                [number(text) for text in row.locator(".cn-term i").all_text_contents()],
                number(re.match(r"= ([^,]*)", row.locator(".cn-sum").text_content())[1]),
            )
            for row in rows
        ]

    @property
    def hint(self):
        return self.text(".cn-said")

    def choose(self, name, value):
        self.control(name).select_option(value)


def shown(open_view, *arguments, **words):
    """Show a KernelLab on a blank page; return its `View`, and what a learner sees of it."""
    view = open_view(KernelLab(*arguments, **words))
    return view, LabPage(view.root)


def twin(view):
    """Return a KernelLab in Python with the traits that the view's model has."""
    lab = KernelLab()
    names = set(lab.get_state()) & set(KernelLab.class_own_traits())
    lab.set_state({name: view.get(name) for name in names})
    return lab
