"""The figures behind the ranking, kept exact by every transaction that writes: how much there is in each language,
in how many documents each stem and each written word stands, how often each stem; once for each level of readers."""

from collections import defaultdict

from ..models.finding import LEVELS
from . import sets
from .spelling import SHORTEST, beside

_ADDED = "ARRAY[documents[1] + c.a, documents[2] + c.b, documents[3] + c.c]"
_CHANGES = "unnest(%s::{type}[], %s::int[], %s::int[], %s::int[]) AS c(key, a, b, c)"
_TERMS = f"""
UPDATE hub_indexterm SET documents = {_ADDED},
    occurrences = ARRAY[occurrences[1] + c.d, occurrences[2] + c.e, occurrences[3] + c.f]
FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[]) AS c(key, a, b, c, d, e, f)
WHERE id = c.key"""
_WORDS = f"UPDATE hub_indexword SET documents = {_ADDED} FROM {_CHANGES.format(type='text')} WHERE word = c.key"
_VALUES = f"UPDATE hub_facetvalue SET documents = {_ADDED} FROM {_CHANGES.format(type='int')} WHERE id = c.key"
_NEW_WORDS = """
INSERT INTO hub_indexword (word, beside, documents)
SELECT w.word, string_to_array(w.beside, ' '), '{0,0,0}'
FROM unnest(%s::text[], %s::text[]) AS w(word, beside) ON CONFLICT (word) DO NOTHING"""
_LANGUAGE = """
INSERT INTO hub_indexlanguage (language, documents, length) VALUES (%s, %s, %s)
ON CONFLICT (language) DO UPDATE SET
    documents = ARRAY(SELECT a + b FROM unnest(hub_indexlanguage.documents, EXCLUDED.documents) AS u(a, b)),
    length = ARRAY(SELECT a + b FROM unnest(hub_indexlanguage.length, EXCLUDED.length) AS u(a, b))"""
_KNOWN_TERMS = """
SELECT t.language, t.lexeme, t.id FROM unnest(%s::text[], %s::text[]) AS w(language, lexeme)
JOIN hub_indexterm t ON t.language = w.language AND t.lexeme = w.lexeme"""
_NEW_TERMS = """
INSERT INTO hub_indexterm (language, lexeme, documents)
SELECT w.language, w.lexeme, '{0,0,0}' FROM unnest(%s::text[], %s::text[]) AS w(language, lexeme)
RETURNING language, lexeme, id"""
_KNOWN_VALUES = """
SELECT v.facet, v.value, v.id FROM unnest(%s::text[], %s::text[]) AS w(facet, value)
JOIN hub_facetvalue v ON v.facet = w.facet AND v.value = w.value"""
_NEW_VALUES = """
INSERT INTO hub_facetvalue (facet, value, documents)
SELECT w.facet, w.value, '{0,0,0}' FROM unnest(%s::text[], %s::text[]) AS w(facet, value) RETURNING facet, value, id"""


def term_ids(cursor, wanted):
    """{(language, stem): number}, with new numbers for stems that were never met."""
    return _ids(cursor, wanted, _KNOWN_TERMS, _NEW_TERMS)


def facet_ids(cursor, wanted):
    """{(facet, value): number}, with new numbers for values that were never met."""
    return _ids(cursor, wanted, _KNOWN_VALUES, _NEW_VALUES)


def _ids(cursor, wanted, known, new):
    found = {}
    for statement in (known, new):
        missing = sorted(wanted - found.keys())
        if missing:
            cursor.execute(statement, [list(column) for column in zip(*missing, strict=True)])
            found |= {(kind, name): key for kind, name, key in cursor}
    return found


MOST_TIMES = 60  # halves that one document adds to the occurrences of a stem: none says by itself what a word is


class Change:
    """What a transaction adds to and takes from the figures, brought together before it is written."""

    def __init__(self):
        self.languages = defaultdict(lambda: ([0] * LEVELS, [0] * LEVELS))
        self.terms = defaultdict(lambda: [0] * (2 * LEVELS))  # documents, then occurrences
        self.words = defaultdict(lambda: [0] * LEVELS)
        self.values = defaultdict(lambda: [0] * LEVELS)
        self.carried = defaultdict(int)  # {(facet value, document): 1 where it is taken into the set, -1 out of it}

    def count(self, sign, document, language, levels, length, terms, words, values):
        """Count one document in (`sign` 1) or out (-1) at these levels; `terms` is [(number, halves)]."""
        for value in values:
            self.carried[value, document] += sign
        documents, lengths = self.languages[language]
        for level in levels:
            documents[level] += sign
            lengths[level] += sign * length
            for key, halves in terms:
                self.terms[key][level] += sign
                self.terms[key][LEVELS + level] += sign * min(halves, MOST_TIMES)
            for figures, keys in ((self.words, words), (self.values, values)):
                for key in keys:
                    figures[key][level] += sign

    def apply(self, cursor):
        """Write it. The caller holds the lock of the index."""
        for language, (documents, lengths) in sorted(self.languages.items()):
            if any(documents) or any(lengths):
                cursor.execute(_LANGUAGE, [language, documents, lengths])
        words = _changed(self.words)
        if words:
            names = [word for word, _counts in words]
            spelled = [" ".join(beside(word)) if len(word) >= SHORTEST - 1 else "" for word in names]
            cursor.execute(_NEW_WORDS, [names, spelled])
        for statement, rows in ((_TERMS, _changed(self.terms)), (_WORDS, words), (_VALUES, _changed(self.values))):
            if rows:
                keys = [key for key, _counts in rows]
                columns = zip(*(counts for _key, counts in rows), strict=True)
                cursor.execute(statement, [keys, *(list(column) for column in columns)])
        sets.change(cursor, self.carried)


def _changed(figures):
    return sorted((key, counts) for key, counts in figures.items() if any(counts))
