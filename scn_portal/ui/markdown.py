"""Rich text: Markdown without HTML, rendered, then cleaned once more."""

from functools import cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

AT_MOST = 20 * 1024
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "blockquote", "code", "pre", "ul", "ol", "li"),
    *("h2", "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


@cache
def _parser():
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["image"])
    return parser


def _begin_below_the_heading_of_the_page(tokens):
    """The page owns the first heading; the highest heading that people write becomes the second, whatever it was."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 2, 6)}"


def render(text):
    """Safe HTML of Markdown text. Links lead only to http, https and mailto."""
    parser, environment = _parser(), {}
    tokens = parser.parse(str(text)[:AT_MOST], environment)
    _begin_below_the_heading_of_the_page(tokens)
    html = parser.renderer.render(tokens, parser.options, environment)
    return mark_safe(  # cleaned by nh3 with a list of what may stay
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    )
