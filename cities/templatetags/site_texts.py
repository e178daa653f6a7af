"""`{% site_text "key" %}` shows a text that staff keep; `{% site_text "key" as text %}` gives its title and body."""

from django import template
from django.template.loader import render_to_string

from ..site_texts import texts_for

register = template.Library()


class ShownText:
    """A text that renders itself as its body, with its language and, where it is not the reader's, a line about it."""

    def __init__(self, text):
        self.text = text

    def __getattr__(self, name):
        return getattr(self.text, name)

    def __str__(self):
        return render_to_string("cities/_site_text.html", {"text": self.text})

    __html__ = __str__


@register.simple_tag(takes_context=True)
def site_text(context, key):
    """The text of that key: from those that the view fetched for the page, else by a query of its own."""
    texts = context.get("texts") or {}
    return ShownText(texts[key] if key in texts else texts_for([key])[key])
