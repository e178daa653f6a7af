"""The stems of words, as PostgreSQL's dictionaries give them."""

from zlib import crc32

from django.db import connection

from .languages import ASKING, dictionary_of
from .words import folded

# A stem is stemmed once more: endings stand upon endings, above all where accents were folded (allouées → allouee →
# alloue → allou, as alloué). CISI .401 → .414, French .804 → .807, Cranfield .401 → .400 (nDCG@10); thrice: no more.
_STEMS = """
SELECT f.language, f.word, f.lexemes, ts_lexize(f.dictionary, f.lexemes[1])
FROM (
    SELECT d.language, word, d.dictionary::regdictionary AS dictionary, ts_lexize(d.dictionary::regdictionary, word)
        AS lexemes
    FROM unnest(%s::text[], %s::text[]) AS d(language, dictionary), unnest(%s::text[]) AS word
) f"""
_KEPT = {}  # {language: {word: stem}}: dictionaries do not change while the process runs
_MOST_KEPT = 50_000


def stems_of(languages, words):
    """{language: {word: stem}}, with None for the small words that the language's list leaves out. One statement."""
    missing = set()
    for language in languages:
        kept = _KEPT.setdefault(language, {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        missing |= {word for word in words if word not in kept}
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_STEMS, [list(languages), [dictionary_of(each) for each in languages], list(missing)])
            for language, word, lexemes, again in cursor:
                _KEPT[language][word] = again[0] if again else _stem(word, lexemes)
    return {language: {word: _KEPT[language][word] for word in words} for language in languages}


def _stem(word, lexemes):
    if lexemes is None:
        return word
    return lexemes[0] if lexemes else None


def form(word):
    """One of fifteen bits for the word as it is written: two forms of one stem seldom share theirs."""
    return 1 << crc32(word.encode()) % 15


def asks_only(language):
    """The words that only ask, in this language, folded as words of a question are."""
    if language not in _ASKING:
        _ASKING[language] = frozenset(folded(word) for word in ASKING.get(language, "").split())
    return _ASKING[language]


_ASKING = {}
