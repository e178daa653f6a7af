"""The stems of words, as PostgreSQL's dictionaries give them."""

from django.db import connection

from .languages import ASKING, dictionary_of
from .words import folded

_STEMS = "SELECT word, ts_lexize(%s::regdictionary, word) FROM unnest(%s::text[]) AS word"
_KEPT = {}  # {language: {word: stem}}: dictionaries do not change while the process runs
_MOST_KEPT = 50_000


def stems_of(language, words):
    """{word: stem}, with None for the small words that the language's list leaves out."""
    kept = _KEPT.setdefault(language, {})
    if len(kept) > _MOST_KEPT:
        kept.clear()
    missing = list({word for word in words if word not in kept})
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_STEMS, [dictionary_of(language), missing])
            found = {word: _stem(word, lexemes) for word, lexemes in cursor}
        kept.update(found)
    return {word: kept[word] for word in words}


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
