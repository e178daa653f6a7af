"""`{% register_picture picture %}` shows a picture of the register with its credit, and nothing while it has none."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.inclusion_tag("cities/_register_picture.html")
def register_picture(picture, *, sizes="(min-width: 60rem) 50vw, 100vw", anchor=""):
    """The picture, described in the reader's language (else English), with title, author and licence below it.

    The view fetches `file` and its `smaller`: `Picture.objects.for_pages()`.
    """
    if picture is None or picture.file is None or picture.status != picture.Status.PUBLISHED:
        return {"picture": None}
    reader = (get_language() or "en")[:2]
    language = reader if picture.alt.get(reader) else "en"
    return {
        "picture": picture,
        "alt": picture.alt.get(language, ""),
        "lang": "" if language == reader else language,
        "sizes": sizes,
        "anchor": anchor,
    }
