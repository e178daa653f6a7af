"""Which word was meant: words of the library that differ in one letter from one that nobody knows.

By Garbe's symmetric deletion (SymSpell): two words with one wrong, missing, added or swapped letter have a common
form when one letter is left out of either. The forms stand in a column; a question asks for few keys.
"""

from django.db import connection

from .words import is_spaceless

SHORTEST = 4  # letters; in shorter words one letter makes too many others
FIRST_LETTER = 0.3  # another first letter is a rarer slip than one within (of English typing errors about one in ten)

_KNOWN = "SELECT word FROM hub_indexword WHERE word = ANY(%s) AND documents[%s] > 0"
_NEAR = """
SELECT word, documents[%s] FROM hub_indexword
WHERE documents[%s] > 0 AND (word = ANY(%s) OR beside && %s::varchar[])"""


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
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [asked, level + 1])
        known = {word for (word,) in cursor}
        unknown = [word for word in asked if word not in known]
        if not unknown:
            return {}
        forms = sorted({form for word in unknown for form in beside(word)} | set(unknown))
        cursor.execute(_NEAR, [level + 1, level + 1, forms, forms])
        near = cursor.fetchall()
    found = {word: _nearest(word, near) for word in unknown}
    return {word: meant for word, meant in found.items() if meant}


def _nearest(word, near):
    """The commonest of those one slip away; of equally common ones the first by alphabet."""
    fitting = [(-_worth(word, each, count), each) for each, count in near if one_slip(word, each)]
    return min(fitting)[1] if fitting else None


def _worth(word, candidate, count):
    return count * (1 if candidate[:1] == word[:1] else FIRST_LETTER)
