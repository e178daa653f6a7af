"""What was typed, as on the web: words; "exact phrases"; one OR other; -not. Whatever is typed has a reading."""

import re
from dataclasses import dataclass, field

from .question import LONGEST_TEXT
from .words import words_of, words_with_places

_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_PART = re.compile(
    rf"(?P<minus>(?<!\S)[-\u2212])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)
OR = "OR"
LONGEST_WITH_SIGNS = 40  # words: in a text that was pasted, quotes and hyphens are the text's own


@dataclass
class Asked:
    """A question taken apart. `words` rank; `required` are groups of alternatives of which each document must hold
    one; `excluded` are phrases that it must not hold. A phrase is a tuple of words."""

    words: list = field(default_factory=list)
    required: list = field(default_factory=list)
    excluded: list = field(default_factory=list)
    cut: bool = False

    @property
    def is_plain(self):
        return not self.required and not self.excluded


def read(text):
    """Take `text` apart; beyond the limit it is not read, and `cut` says so."""
    asked = Asked(cut=len(text) > LONGEST_TEXT)
    parts = [_Part(found) for found in _PART.finditer(text[:LONGEST_TEXT])]
    if len(parts) > LONGEST_WITH_SIGNS:
        asked.words = words_of(text[:LONGEST_TEXT])
        return asked
    at = 0
    while at < len(parts):
        group = [parts[at]]
        while not parts[at].is_or and at + 2 < len(parts) and parts[at + 1].is_or and not parts[at + 2].is_or:
            at += 2
            group.append(parts[at])
        at += 1
        _add(asked, [part for part in group if part.words and not part.is_or])
    return asked


class _Part:
    """A word or a phrase as typed."""

    def __init__(self, found):
        self.is_phrase = found["phrase"] is not None
        typed = found["phrase"] if self.is_phrase else found["word"]
        self.words = tuple(words_of(typed))
        self.is_or = typed == OR and not self.is_phrase
        self.is_excluded = bool(found["minus"])


def _add(asked, group):
    if not group:
        return
    if len(group) == 1 and group[0].is_excluded:
        asked.excluded.append(group[0].words)
        return
    for part in group:
        asked.words += part.words
    if len(group) > 1 or group[0].is_phrase:
        asked.required.append([part.words for part in group])


def replaced(text, meant):
    """`text` with each word that `meant` corrects, {word: correction}, and all else as it was typed."""
    parts, end = [], 0
    for word, start, stop in words_with_places(text[:LONGEST_TEXT]):
        if word in meant and start >= end:
            parts += [text[end:start], meant[word]]
            end = stop
    return "".join(parts) + text[end:LONGEST_TEXT]
