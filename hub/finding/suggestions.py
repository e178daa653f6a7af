"""What to offer while somebody types: items whose titles, and themes whose names, hold words that begin so."""

from dataclasses import dataclass

from django.db import connection

from cities.models import TermLabel

from .access import visible
from .spelling import SHORTEST, corrections, one_slip
from .words import is_spaceless, words_of

SHORTEST_BEGINNING = 2
MOST_ENDINGS = 60  # words that begin as the last one does; the commonest are meant
MOST_WORDS = 8
_ENDINGS = """
SELECT word FROM hub_indexword WHERE word LIKE %s AND documents[%s] > 0 ORDER BY documents[%s] DESC, word LIMIT %s"""
_ITEMS = """
SELECT d.resource_id, x.title FROM hub_indexdocument d JOIN hub_indextext x ON x.document_id = d.id
WHERE x.title_words && %(endings)s::varchar[] AND x.title_words @> %(words)s::varchar[] AND {seen}
ORDER BY d.is_archived, d.taken_over DESC, d.newest_at DESC, d.resource_id DESC LIMIT %(limit)s"""


@dataclass(frozen=True)
class Suggestion:
    """Something to go to: `kind` is "item" (then `key` is the resource's id) or "theme" (then its code)."""

    kind: str
    key: object
    title: str


def suggest(reader, text, limit=8):
    """At most `limit` suggestions, themes first. Fewer than two letters in the last word suggest nothing."""
    words = words_of(text[:200])[:MOST_WORDS]
    if not words or len(words[-1]) < SHORTEST_BEGINNING and not is_spaceless(words[-1]):
        return []
    themes = _themes(words)[: limit // 2]
    return themes + _items(reader, words, limit - len(themes))


def _themes(words):
    found = {}
    labels = TermLabel.objects.filter(term__list="theme", term__closed_on=None).order_by("term__position", "language")
    for code, label in labels.values_list("term__code", "label"):
        if all(any(_begins(each, word) for each in words_of(label)) for word in words):
            found.setdefault(code, label)
    return [Suggestion("theme", code, label) for code, label in found.items()]


def _begins(word, beginning):
    """Whether the word begins so, or so but for one letter."""
    if word.startswith(beginning):
        return True
    size = len(beginning)
    return size >= SHORTEST and any(one_slip(word[:end], beginning) for end in (size - 1, size, size + 1))


def _items(reader, words, limit):
    level = int(reader.level)
    *whole, last = words
    meant = corrections(level, whole)
    seen, parameters = visible(reader)
    parameters |= {"words": [meant.get(word, word) for word in whole], "limit": limit}
    with connection.cursor() as cursor:
        for endings in (_endings(cursor, level, last), _slipped(cursor, level, last)):
            if endings:
                cursor.execute(_ITEMS.format(seen=seen), parameters | {"endings": endings})
                if rows := cursor.fetchall():
                    return [Suggestion("item", key, title) for key, title in rows]
    return []


def _endings(cursor, level, last):
    """The commonest words that begin as the last one does."""
    if is_spaceless(last):
        return [last]
    cursor.execute(_ENDINGS, [f"{last}%", level + 1, level + 1, MOST_ENDINGS])
    return [word for (word,) in cursor]


def _slipped(cursor, level, last):
    """Words that begin so but for one letter behind the second."""
    if len(last) < SHORTEST:
        return []
    cursor.execute(_ENDINGS, [f"{last[:2]}%", level + 1, level + 1, 5_000])
    return [word for (word,) in cursor if _begins(word, last)][:MOST_ENDINGS]
