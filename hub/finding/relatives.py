"""Words of the same family: stems that begin alike, as "camouflé" and "camouflage", or "nourir" and "nourriture".

A stemmer takes off endings; it does not know which nouns and verbs belong together. Where a word of the question is
rare, stems that share its beginning lift the documents that match anyway; alone they find nothing, so that no hit
stands in the list without a word that was asked for. After the n-stemming of McNamee and Mayfield (2004) and the
fixed-prefix stems of Can et al. (2008), here beside the stems instead of in their place.

Measured offline beside the same ranking without them (nDCG@10, Cranfield / CISI / French): .399 / .416 / .807 →
.402 / .421 / .821; the constants next to those chosen change little. What the product reaches stands in docs/search.md.
"""

from os.path import commonprefix

from django.db import connection

BEGINNING = 4  # letters at least that are the same, and half of the stem; with 5 French .814
RARE = 0.03  # of the documents: commoner words say enough themselves (at all frequencies CISI .398)
COMMONEST = 0.03  # of the documents, for a relative: a commoner one costs much and changes less than .002
ALIKE = 0.4  # the common beginning as a share of the longer stem
# A relative weighs what the word weighs, times how alike they are; at 0.8 of that French .8295 instead of .8310.
MOST_WORDS = 12  # a longer question says enough itself, and pays most
MOST = 8  # the most alike ones of each stem; all of them change nothing

# One look into the index for each beginning: OFFSET 0 keeps the planner from reading all words of a language instead.
_ALIKE = """
SELECT w.language, w.stem, near.lexeme, near.id, near.documents
FROM unnest(%(languages)s::text[], %(stems)s::text[], %(begins)s::text[], %(ends)s::text[],
            %(most)s::float8[]) AS w(language, stem, first, last, most)
CROSS JOIN LATERAL (
    SELECT t.lexeme, t.id, t.documents[%(at)s] AS documents FROM hub_indexterm t
    WHERE t.language = w.language AND t.lexeme ~>=~ w.first AND t.lexeme ~<~ w.last OFFSET 0
) near
WHERE near.documents > 0 AND near.documents <= w.most AND near.lexeme <> w.stem"""


def take_in(readings, level):
    """Give each reading its `relatives`, {number of the term: weight}. One statement; none where one word alone is
    asked for, since they put in order what matches more than one, none for many words, and none without a rare one."""
    few = [each for each in readings if each.weight and 1 < len(each.stems) <= MOST_WORDS]
    asked = [(each, stem) for each in few for stem in _rare(each)]
    if not asked:
        return
    parameters = {
        "at": level + 1,
        "languages": [each.language for each, _stem in asked],
        "stems": [stem for _each, stem in asked],
        "begins": [_beginning(stem) for _each, stem in asked],
        "ends": [_after(_beginning(stem)) for _each, stem in asked],
        "most": [max(COMMONEST * each.documents, 1) for each, _stem in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, parameters)
        rows = cursor.fetchall()
    by_language = {each.language: each for each in readings}
    families = {}
    for language, stem, lexeme, number, documents in rows:
        likeness = len(commonprefix([stem, lexeme])) / max(len(stem), len(lexeme))
        reading = by_language[language]
        if likeness >= ALIKE and lexeme not in reading.terms:
            families.setdefault((language, stem), []).append((-likeness, lexeme, number, documents))
    for (language, stem), family in families.items():
        _join(by_language[language], stem, sorted(family)[:MOST])


def _beginning(stem):
    return stem[: max(BEGINNING, (len(stem) + 1) // 2)]


def _after(beginning):
    """What comes after all words that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def _rare(reading):
    """The stems of the question that tell something, are words, and stand in few documents or in none."""
    told = {stem for stem in reading.stems if stem and len(stem) >= BEGINNING and stem.isalpha()}
    return [stem for stem in sorted(told) if reading.terms.get(stem, (0, 0))[1] <= RARE * reading.documents]


def _join(reading, stem, family):
    times = reading.stems.count(stem)
    own = reading.strength(stem)
    for likeness, _lexeme, number, documents in family:
        weight = -likeness * min(own, reading.rarity_of(documents)) * times * reading.weight
        reading.relatives[number] = max(reading.relatives.get(number, 0.0), weight)
