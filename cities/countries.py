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
