"""What a browser would send of a form, read from its HTML as it stands."""

from html.parser import HTMLParser

from django.http import QueryDict


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.sent = QueryDict(mutable=True)
        self.select = self.area = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and self._is_sent(attrs):
            self.sent.appendlist(name, attrs.get("value", ""))
        if tag == "textarea":
            self.area, self.text = name, ""
        if tag == "select":
            self.select, self.chosen = name, None
        if tag == "option" and self.select and ("selected" in attrs or self.chosen is None):
            self.chosen = attrs.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.sent.appendlist(self.area, self.text.removeprefix("\n"))  # a browser drops the first line end
            self.area = None
        if tag == "select":
            self.sent.appendlist(self.select, self.chosen or "")
            self.select = None

    @staticmethod
    def _is_sent(attrs):
        return attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs


def sent_by(html):
    """{name: values} that a browser sends if nobody touches the form."""
    reader = _Reader()
    reader.feed(html)
    return reader.sent
