"""The tag that shows a stored picture. It is built in: no template needs to load it."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def picture(file, alt="", *, sizes="(min-width: 60rem) 50vw, 100vw", lang=""):
    """A stored picture in the width that the screen asks for, loaded when it comes near.

    Its measures stand in the page, so that nothing jumps. A list prefetches `smaller`.
    """
    if not file:
        return ""
    drawn = sorted(file.smaller.all(), key=lambda each: each.width) or [file]
    widest = drawn[-1]
    around = format_html(' lang="{}"', lang) if lang else ""
    sources = ", ".join(f"{each.get_absolute_url()} {each.width}w" for each in drawn)
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{} loading="lazy" decoding="async">',
        *(widest.get_absolute_url(), sources, sizes, widest.width, widest.height, alt, around),
    )
