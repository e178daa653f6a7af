"""The stems of words, as PostgreSQL's dictionaries give them."""

from django.db import connection

from .languages import ASKING, dictionary_of
from .words import folded

_STEMS = """
SELECT d.language, word, ts_lexize(d.dictionary::regdictionary, word)
FROM unnest(%s::text[], %s::text[]) AS d(language, dictionary), unnest(%s::text[]) AS word"""
_KEPT = {}  # {language: {word: stem}}: dictionaries do not change while the process runs
_MOST_KEPT = 50_000


def stems_of(languages, words):
    """{language: {word: stem}}, with None for the small words that the language's list leaves out. One statement."""
    missing = set()
    for language in languages:
        kept = _KEPT.setdefault(language, {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        missing |= words - kept.keys()
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_STEMS, [list(languages), [dictionary_of(each) for each in languages], list(missing)])
            for language, word, lexemes in cursor:
                _KEPT[language][word] = _stem(word, lexemes)
    return {language: {word: _KEPT[language][word] for word in words} for language in languages}


def _stem(word, lexemes):
    if lexemes is None:
        return word
    return lexemes[0] if lexemes else None


def asks_only(language):
    """The words that only ask, in this language, folded as words of a question are."""
    if language not in _ASKING:
        _ASKING[language] = frozenset(folded(word) for word in ASKING.get(language, "").split())
    return _ASKING[language]


_ASKING = {}
