"""What a screen reader says of a page."""

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input"}


class Balanced(HTMLParser):
    """Reads HTML, and notes what is open at the end and what a screen reader says."""

    def __init__(self, text):
        super().__init__()
        self.open, self.said = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in VOID:
            self.open.append((tag, attributes.get("aria-hidden") == "true"))
        if "aria-label" in attributes:
            self.said.append(attributes["aria-label"])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not any(hidden for _, hidden in self.open):
            self.said.append(data)
