"""Which word was meant: words of the library that differ in one letter from one that nobody knows.

By Garbe's symmetric deletion (SymSpell): two words with one wrong, missing, added or swapped letter have a common
form when one letter is left out of either. The forms stand in a column; a question asks for few keys.
"""

from django.db import connection

from .stems import stems_of
from .words import is_spaceless

SHORTEST = 4  # letters; in shorter words one letter makes too many others
FIRST_LETTER = 0.3  # another first letter is a rarer slip than one within (of English typing errors about one in ten)
ANY_LETTER = 0.1  # a wrong or added letter may be any of some twenty-five, a missing or swapped one is this one alone

_NEAR = """
SELECT word, documents[%s] FROM hub_indexword
WHERE documents[%s] > 0 AND (word = ANY(%s) OR beside && %s::varchar[])"""

_STEMS = """
SELECT t.language, t.lexeme, t.documents[%s] FROM unnest(%s::text[], %s::text[]) AS w(language, lexeme)
JOIN hub_indexterm t ON t.language = w.language AND t.lexeme = w.lexeme AND t.documents[%s] > 0"""


def beside(word):
    """What remains of the word when any one letter is left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def one_slip(one, other):
    """Whether the words differ in one letter: another, one more, one fewer, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) > len(other):
        return one[at + 1 :] == other[at:]
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def may_be_corrected(word):
    return len(word) >= SHORTEST and word.isalpha() and not is_spaceless(word)


def corrections(level, words):
    """{word: what was probably meant} for those of `words` that no document of this level holds as written."""
    asked = [word for word in words if may_be_corrected(word)]
    if not asked:
        return {}
    forms = sorted({form for word in asked for form in beside(word)} | set(asked))
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [level + 1, level + 1, forms, forms])
        near = cursor.fetchall()
    known = {word for word, _count in near}
    found = {word: _nearest(word, near) for word in asked if word not in known}
    return {word: meant for word, meant in found.items() if meant}


def _nearest(word, near):
    """The commonest of those one slip away; of equally common ones the first by alphabet."""
    fitting = [(-_worth(word, each, count), each) for each, count in near if one_slip(word, each)]
    return min(fitting)[1] if fitting else None


def _worth(word, candidate, count):
    """How probable it is that `word` was typed for `candidate`, up to a factor."""
    missing, swapped = len(candidate) > len(word), sorted(candidate) == sorted(word)
    likely = 1 if missing or swapped else ANY_LETTER
    return count * likely * (1 if candidate[:1] == word[:1] else FIRST_LETTER)


def corrections_by_stem(level, languages, words):
    """{word: what was probably meant} where the right word stands in no document, but another of its stem does:
    one letter left out, or two neighbours swapped. Wrong and missing letters would be too many to look up."""
    forms = {word: _shorter_or_swapped(word) for word in words if may_be_corrected(word)}
    if not forms or not languages:
        return {}
    stems = stems_of(languages, {form for some in forms.values() for form in some})
    pairs = sorted({(language, stem) for language, some in stems.items() for stem in some.values() if stem})
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [level + 1, *(list(column) for column in zip(*pairs, strict=True)), level + 1])
        known = {(language, stem): count for language, stem, count in cursor}
    found = {}
    for word, some in forms.items():
        worth = [(-known.get((each, stems[each][form]), 0), form) for each in languages for form in some]
        best = min(worth)
        if best[0]:
            found[word] = best[1]
    return found


def _shorter_or_swapped(word):
    """Of at least the shortest length, with the first letter as it was typed."""
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return {form for form in beside(word) | swapped if len(form) >= SHORTEST and form[0] == word[0]} - {word}
