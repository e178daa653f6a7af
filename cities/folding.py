"""One way to fold text for searching, used for stored names and for queries alike."""

import unicodedata

# Letters that Unicode does not take apart. Arabic forms are unified as their readers do when they search.
_LETTERS = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ĸ": "k", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɖ": "d", "ɗ": "d", "ƙ": "k", "ɲ": "n", "ƴ": "y",
    "ƀ": "b", "ɨ": "i", "ʉ": "u", "ɣ": "g", "ǥ": "g", "ɩ": "i", "ʋ": "v", "ɵ": "o", "ƶ": "z", "ⱥ": "a", "ɍ": "r",
    "ٱ": "ا", "ء": "", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ێ": "ي", "ک": "ك", "ڪ": "ك", "گ": "ك",
    "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ـ": "",
}  # fmt: skip


def folded(text):
    """`text` without accents, case, script variants and punctuation: words of letters and digits, one blank between.

    Folding a second time changes nothing, and no text makes it fail.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", str(text)).casefold())
    return " ".join("".join(map(_sign, text)).split())


def _sign(sign):
    if sign.isascii():
        return sign if sign.isalnum() else " "
    if sign in _LETTERS:
        return _LETTERS[sign]
    category = unicodedata.category(sign)
    if category[0] == "M" or category == "Cf":  # accents and vowel signs; joiners and soft hyphens nobody sees
        return ""
    if category == "Nd":
        return str(unicodedata.digit(sign))
    return sign if category[0] in "LN" and category != "Lm" else " "  # ʻ and ʼ stand where others write '
