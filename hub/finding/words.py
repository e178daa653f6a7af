"""How a text falls into words: one way for documents and questions, without the database's parser.

PostgreSQL's parser tells letters from signs by the locale of the server; in a cluster made with LC_CTYPE=C it takes
a quotation mark for a letter. Here a word is a run of letters, digits and marks by Unicode, on any machine.
Scripts without spaces fall into pairs of signs.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 64  # signs of a word; what follows is left out on both sides
_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M")
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"  # joiners, direction marks
_WORD = re.compile(rf"(?:\w+|[{_MARKS}{_UNSEEN}]+)+")  # on texts whose underlines are blanks
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Accents of Latin, Greek, Cyrillic; points and vowel signs of Hebrew and Arabic. Vowels of India's scripts are kept.
_LEFT_OUT = re.compile(f"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed{_UNSEEN}]")
_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŋ": "n", "ə": "e",
    "ٱ": "ا", "ء": "", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "گ": "ك",
    "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ـ": "",
})  # fmt: skip
_WHOLE = {"й": "\ue000", "ї": "\ue001"}  # letters of their own, not и and і with an accent: endings depend on them

# Thai, Lao, Burmese, Khmer: pairs of syllables as they are drawn, a sign with its marks (nDCG@10 for Thai .972, by
# single signs .960). Han, kana and hangul: pairs and single signs too, since one sign may be a word (Chinese .986,
# pairs alone .981).
_SYLLABIC = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
_IDEOGRAPHIC = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"[{_SYLLABIC}]+|[{_IDEOGRAPHIC}]+|[^{_SYLLABIC}{_IDEOGRAPHIC}]+")
_SPACELESS = re.compile(f"[{_SYLLABIC}{_IDEOGRAPHIC}]")
_SYLLABLES = re.compile(f".[{_MARKS}]*", re.DOTALL)


def is_spaceless(word):
    """Whether the word is written in a script without spaces, so that it is a pair of signs and no word."""
    return not word.isascii() and bool(_SPACELESS.search(word))


def words_of(text):
    """The words of `text`, folded, in their order."""
    if text.isascii():
        return [word[:LONGEST] for word in _ASCII_WORD.findall(text.lower())]
    return [word for found in _WORD.findall(text.replace("_", " ")) for word in pieces(found)]


def words_with_places(text):
    """(word, start, end) for each word of `text`, in the order of `words_of`."""
    if text.isascii():
        for found in _ASCII_WORD.finditer(text.lower()):
            yield found.group()[:LONGEST], found.start(), found.end()
        return
    for found in _WORD.finditer(text.replace("_", " ")):
        for word in pieces(found.group()):
            yield word, found.start(), found.end()


def first_words(text):
    """Words of `text` as they are searched, one blank between: for sorting and for whole names."""
    return " ".join(folded(found) for found in _WORD.findall(text.replace("_", " "))).strip()


@lru_cache(maxsize=50_000)
def folded(word):
    """A word without case, accents, vowel signs and variants of letters: ÉTÉ, Été and ete are one, and ı is i."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).casefold()
    for letter, stand_in in _WHOLE.items():
        word = word.replace(letter, stand_in)
    word = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", word)).translate(_LETTERS)
    word = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in word)
    word = unicodedata.normalize("NFC", word)
    for letter, stand_in in _WHOLE.items():
        word = word.replace(stand_in, letter)
    return word


@lru_cache(maxsize=50_000)
def pieces(found):
    """The searched words in one run of signs: mostly one, folded; pairs where the script has no spaces."""
    word = folded(found)
    if word.isascii() and word.isalnum():
        return (word[:LONGEST],)
    return tuple(piece for part in _WORD.findall(word.replace("_", " ")) for piece in _cut(part))


def _cut(word):
    if not _SPACELESS.search(word):
        yield word[:LONGEST]
        return
    for run in _RUNS.findall(word):
        if re.match(f"[{_SYLLABIC}]", run):
            yield from _pairs(_SYLLABLES.findall(run))
        elif re.match(f"[{_IDEOGRAPHIC}]", run):
            if len(run) > 1:
                yield from run
            yield from _pairs(run)
        else:
            yield run[:LONGEST]


def _pairs(signs):
    if len(signs) == 1:
        return ["".join(signs)[:LONGEST]]
    return [(one + other)[:LONGEST] for one, other in zip(signs, signs[1:], strict=False)]
