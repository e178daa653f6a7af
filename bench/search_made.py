"""Documents and questions made by chance, for measuring cost: words fall as in texts, few often and most rarely."""

from bisect import bisect
from itertools import accumulate

WORDS, BODY, TITLE = 60_000, (60, 180), (4, 9)
SHORT, LONG = (2, 3), (10, 16)
LISTS = {
    "theme_main": [f"theme_{at}" for at in range(22)],
    "prevention_level": ["primary", "secondary", "tertiary"],
    "audience": [f"audience_{at}" for at in range(19)],
}
KINDS = ("good_practice", "lesson_learned")
LANGUAGES = ("en", "en", "en", "fr", "es", "ar")
SYLLABLES = [a + b for a in "bcdfghklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "on", "us")]


def _word(number):
    parts = []
    while True:
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
        if not number:
            return "".join(parts)


class _Vocabulary:
    """Words by Zipf's law: the n-th is drawn in proportion to 1 / (n + 10)."""

    def __init__(self, draw):
        self.draw = draw
        self.words = [_word(at) for at in range(WORDS)]
        self.sums = list(accumulate(1 / (at + 10) for at in range(WORDS)))

    def some(self, bounds):
        wanted = self.draw.randint(*bounds)
        return [self.words[bisect(self.sums, self.draw.random() * self.sums[-1])] for _at in range(wanted)]


def documents(number, draw):
    """`number` documents with the values of five facets."""
    vocabulary = _Vocabulary(draw)
    for at in range(number):
        chosen = {name: sorted(draw.sample(codes, draw.randint(1, 3))) for name, codes in LISTS.items()}
        yield {
            "id": str(at),
            "kind": draw.choice(KINDS),
            "title": " ".join(vocabulary.some(TITLE)),
            "text": "",
            "lang": draw.choice(LANGUAGES),
            "more": chosen | {"action": " ".join(vocabulary.some(BODY))},
        }


def questions(draw, number):
    """{kind: questions} with words as they fall in texts."""
    vocabulary = _Vocabulary(draw)
    made = {"short": SHORT, "long": LONG}
    return {kind: [" ".join(vocabulary.some(bounds)) for _at in range(number)] for kind, bounds in made.items()}
