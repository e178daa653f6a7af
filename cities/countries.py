"""Names of countries in the reader's language, from CLDR."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language


@lru_cache(maxsize=16)
def _territories(language):
    return Locale.parse(language).territories


def country_name(iso2, language=None):
    """The CLDR name of the country in `language` (else the active one); the code itself where CLDR has none."""
    return _territories((language or get_language() or "en")[:2]).get(iso2, iso2)


@lru_cache(maxsize=16)
def _languages(language):
    return Locale.parse(language).languages


def language_name(code, language=None):
    """The CLDR name of a language in `language` (else the active one); the code itself where CLDR has none."""
    return _languages((language or get_language() or "en")[:2]).get(code, code)


# Languages in which authorities of the network write, beside those of the interface.
WRITTEN = (
    "en fr es ar am az bg bn bs ca cs da de el et fa fi ha he hi hr hu hy id ig it ja ka kk km ko ky lt lv mg mk mn ms"
    " my ne nl no pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta tg th tl tr uk ur uz vi yo zh"
)


def language_choices():
    """(code, name) of the languages that a text may be in, by their names in the active language."""
    return sorted(((code, language_name(code)) for code in WRITTEN.split()), key=lambda choice: choice[1].casefold())
