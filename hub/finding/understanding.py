"""In which languages a question is understood, and what each of its words weighs there.

Nobody says in which language a question is. So its words are stemmed by every language that has documents, and the
language in which most of the question is known counts most.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import log

from django.db import connection

from . import relatives
from .access import reads_own
from .languages import SIMPLE, STEMMERS, stemmed
from .spelling import corrections, corrections_by_stem
from .stems import asks_only, form, stems_of
from .syntax import Asked, read, replaced

K1, B = 1.2, 0.75  # BM25: how soon a repeated word stops counting, how much long documents pay (docs/search.md)
SMALL_WORD = 0.3  # what a small word that a language knows adds to the evidence for it, as a share of a rare word
EVIDENCE_POWER = 2  # (evidence ÷ best evidence)² weighs a language: 12 languages together .969; power 0 .931, 1 .967
INTERFACE = 1.05  # the evidence for the reader's own language, where two languages know the same words
WEAKEST = 0.02  # languages below this weight are not searched
# A word that comes back within the documents that hold it says what they are about; one that most of them name once
# stands in passing (Church and Gale 1995; the mean occurrence of Kwok 1996). Rarity × this mean to the power DWELLS.
DWELLS = 0.4
USUAL_TIMES = 1.5  # the mean of a word that says nothing of it: what few documents tell is drawn towards it
MOST_TIMES = 6.0  # no word is more than so often its documents' subject
USUAL_LENGTH = 150  # words, where a language has no figures for this reader

FEW_WORDS = 12  # for so many, the stems of every language are asked for at once: one statement instead of two

_LANGUAGES = """
WITH read AS MATERIALIZED (
    SELECT language, documents[%(at)s] AS documents, length[%(at)s] AS length FROM hub_indexlanguage
    WHERE documents[%(at)s] > 0
    UNION ALL
    SELECT DISTINCT language, NULL::int, NULL::bigint FROM hub_indexdocument
    WHERE %(cities)s::bigint[] <> '{}' AND cities && %(cities)s::bigint[] AND level_to = 3
)
SELECT read.language, read.documents, read.length, t.lexeme, t.id, t.documents[%(at)s], t.occurrences[%(at)s]
FROM read LEFT JOIN (
    unnest(%(languages)s::text[], %(stems)s::text[]) AS w(language, lexeme)
    JOIN hub_indexterm t ON t.language = w.language AND t.lexeme = w.lexeme
) ON w.language = read.language"""
_OWN_TERMS = """
SELECT DISTINCT p.term_id FROM hub_posting p JOIN hub_indexdocument d ON d.id = p.document_id
WHERE p.term_id = ANY(%s) AND d.cities && %s::bigint[] AND d.level_to = 3"""
_TERMS = """
SELECT t.language, t.lexeme, t.id, t.documents[%s], t.occurrences[%s]
FROM unnest(%s::text[], %s::text[]) AS w(language, lexeme)
JOIN hub_indexterm t ON t.language = w.language AND t.lexeme = w.lexeme"""


@dataclass
class Reading:
    """A question in one language."""

    language: str
    documents: int
    mean_length: float
    stems: list  # of the words in their order, None for those that say nothing
    looked_up: dict = field(default_factory=dict)  # {word: stem} of every word of the question
    terms: dict = field(default_factory=dict)  # {stem: (number, documents, occurrences in halves)}
    weight: float = 0.0
    forms: dict = field(default_factory=dict)  # {stem: its forms in a short question}
    relatives: dict = field(default_factory=dict)  # {number of a stem of the same family: what it weighs}

    def telling(self, words):
        """The stems of `words`, None for small words and, if others remain, for words that only ask."""
        asking = asks_only(self.language)
        telling = [None if word in asking else self.looked_up[word] for word in words]
        return telling if any(telling) else [self.looked_up[word] for word in words]

    def knows(self, word):
        return word in asks_only(self.language) or self.looked_up[word] is None or self.looked_up[word] in self.terms

    def rarity(self, stem):
        """How much a stem tells, from 0 to 1: its idf as a share of the greatest, so that the few documents in one
        language and the many in another stand on one scale."""
        return self.rarity_of(self.terms.get(stem, (0, 0))[1])

    def rarity_of(self, documents):
        idf = log(1 + (max(self.documents - documents, 0) + 0.5) / (documents + 0.5))
        return idf / log(2 * self.documents + 2) if self.documents else 1.0

    def strength(self, stem):
        """What a stem weighs: its rarity, more where documents dwell on it."""
        _number, documents, halves = self.terms.get(stem, (0, 0, 0))
        if halves < 2 * documents:  # not counted yet, or only in what its own city reads
            times = USUAL_TIMES
        else:
            times = min((halves / 2 + USUAL_TIMES) / (documents + 1), MOST_TIMES)
        return self.rarity_of(documents) * times**DWELLS

    def evidence(self):
        """The share of the question that this language knows, weighed by rarity."""
        known = unknown = 0.0
        for stem in self.stems:
            if stem is None:
                known += SMALL_WORD
            elif self.terms.get(stem, (0, 0))[1]:
                known += max(self.rarity(stem), 0.05)
            else:
                unknown += 1
        return known / (known + unknown) if known else 0.0

    def weights(self):
        """{stem: weight} of the stems that stand in documents; a word that is said twice counts twice (CISI: nDCG@10
        .397 instead of .322, the others within .001)."""
        times = Counter(stem for stem in self.stems if stem in self.terms)
        return {stem: self.weight * self.strength(stem) * count for stem, count in times.items()}

    def pairs(self):
        """Stems that follow each other in the question, small words left out, and what they weigh together."""
        telling = [stem for stem in self.stems if stem is not None]
        followed = {(a, b) for a, b in zip(telling, telling[1:], strict=False) if a in self.terms and b in self.terms}
        return {(a, b): self.weight * (self.strength(a) + self.strength(b)) for a, b in followed}


@dataclass
class Understood:
    """A question taken apart, in every language that has documents, and how its spelling was corrected."""

    asked: Asked
    readings: list
    correction: str | None = None

    @property
    def stems(self):
        """{language: {word: stem}} of all its words, those of excluded phrases too."""
        return {each.language: each.looked_up for each in self.readings}

    @property
    def says_nothing(self):
        """Whether there is no word in it that could tell one document from another."""
        return not any(stem for each in self.readings for stem in each.stems)

    def terms_by_language(self):
        return {each.language: sorted(each.weights()) for each in self.readings if each.weight and each.weights()}


def understand(reader, question):
    """Read `question` as `reader` may: with the figures of their level and nothing else."""
    understood = _understand(reader, question)
    relatives.take_in(understood.readings, int(reader.level))
    return understood


def _understand(reader, question):
    asked = read(question.text)
    readings = _readings(reader, asked, question.language)
    if question.literal:
        return Understood(asked, readings)
    unknown = [word for word in dict.fromkeys(asked.words) if not any(each.knows(word) for each in readings)]
    meant = _meant(reader, readings, unknown) if unknown else {}
    if not meant:
        return Understood(asked, readings)
    corrected = replaced(question.text, meant)
    cut, asked = asked.cut, read(corrected)
    asked.cut = cut
    return Understood(asked, _readings(reader, asked, question.language), corrected)


def _meant(reader, readings, unknown):
    """{word: correction}: a word of the library, else one that shares its stem with a word of the library."""
    found = corrections(int(reader.level), unknown)
    languages = [each.language for each in readings if each.evidence()] or [each.language for each in readings]
    return corrections_by_stem(int(reader.level), languages, [each for each in unknown if each not in found]) | found


def _readings(reader, asked, language):
    """A Reading for each language with documents for this reader: none without words, one statement for a few words,
    two for many."""
    others = {word for group in (*asked.required, asked.excluded) for phrase in group for word in phrase}
    words = {*asked.words, *others}
    if not words:
        return []
    with connection.cursor() as cursor:
        tried = stems_of([*STEMMERS, SIMPLE], words) if len(words) <= FEW_WORDS else {}
        found, rows = _languages(cursor, reader, tried)
        stems = tried or stems_of([each.language for each in found], words)
        for each in found:
            each.looked_up = stems[each.language]
            each.stems = each.telling(asked.words)
            each.forms = _forms(asked.words, each.stems) if len(asked.words) <= relatives.MOST_WORDS else {}
        _take_up(cursor, reader, found, rows if tried else _terms(cursor, reader, found))
    _weigh(found, stemmed(language))
    return found


def _forms(words, stems):
    found = Counter()
    for word, stem in zip(words, stems, strict=True):
        found[stem] |= form(word)
    return found


def _languages(cursor, reader, stems):
    """(the languages of what this reader reads, the rows of those stems that stand in their documents)."""
    pairs = sorted({(language, stem) for language, words in stems.items() for stem in words.values() if stem})
    parameters = {"at": reader.level + 1, "cities": sorted(reader.cities) if reads_own(reader) else []}
    parameters |= {"languages": [each[0] for each in pairs], "stems": [each[1] for each in pairs]}
    cursor.execute(_LANGUAGES, parameters)
    figures, terms = {}, set()
    for language, documents, length, *term in cursor:
        if documents or language not in figures:  # their own documents may be the only ones in a language
            figures[language] = (documents, length / documents) if documents else (1, USUAL_LENGTH)
        if term[0] is not None:
            terms.add((language, *term))
    return [Reading(language, *each, []) for language, each in sorted(figures.items())], sorted(terms)


def _terms(cursor, reader, found):
    pairs = sorted({(each.language, stem) for each in found for stem in each.looked_up.values() if stem})
    if not pairs:
        return []
    at = reader.level + 1
    cursor.execute(_TERMS, [at, at, *(list(column) for column in zip(*pairs, strict=True))])
    return cursor.fetchall()


def _take_up(cursor, reader, found, rows):
    """Give each language the terms that this reader may know."""
    hidden = [number for _language, _lexeme, number, documents, _halves in rows if not documents]
    own = set()
    if hidden and reads_own(reader):
        cursor.execute(_OWN_TERMS, [hidden, sorted(reader.cities)])
        own = {number for (number,) in cursor}
    by_language = {each.language: each for each in found}
    for language, lexeme, number, documents, halves in rows:
        if documents or number in own:  # others stand only in what this reader may not read: as good as unknown
            by_language[language].terms[lexeme] = (number, documents or 1, halves)


def _weigh(found, own):
    evidence = {each.language: each.evidence() * (INTERFACE if each.language == own else 1) for each in found}
    best = max(evidence.values(), default=0) or 1
    for each in found:
        weight = (evidence[each.language] / best) ** EVIDENCE_POWER
        each.weight = weight if weight >= WEAKEST else 0.0
