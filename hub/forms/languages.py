"""The languages in which people write, in their own names, and the licences under which they give."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import settings

# Of the countries of the network and their neighbours; a draft keeps any other code that it carries.
CODES = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fil", "fr", "ga", "gl", "ha", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km",
    "ko", "ku", "ky", "lo", "lt", "lv", "mk", "mn", "ms", "mt", "my", "nb", "ne", "nl", "nn", "om", "pl", "ps",
    "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "tg", "th", "ti", "tk", "tr",
    "uk", "ur", "uz", "vi", "yo", "zh", "zu",
)  # fmt: skip
LICENCES = [(name, name) for name in ("CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC BY-NC-ND 4.0", "CC0 1.0")]


@cache
def languages():
    """[(code, name)]: the languages of the portal first, then the others, each by its own name."""
    first = [code for code, _name in settings.LANGUAGES]
    others = sorted((own_name(code), code) for code in CODES if code not in first)
    return [(code, own_name(code)) for code in first] + [(code, name) for name, code in others]


def own_name(code):
    """What a language calls itself; the code where CLDR has no word."""
    try:
        name = Locale.parse(code).get_display_name(code)
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code
