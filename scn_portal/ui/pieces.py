"""Two texts side by side, the difference word by word.

The words come out plain, as `Piece`s; the template `ui/_pieces.html` marks and escapes them.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A sign of a script that is written without spaces stands alone; anything else counts from space to space.
ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORDS = re.compile(rf"(?:[{ALONE}]|[^\s{ALONE}]+)\s*|\s+")
LINES = re.compile(r"[^\n]+\n*|\n+")
MOST_PAIRS = 1_000_000  # words of one side times words of the other; beyond it, lines are compared, then nothing


@dataclass(frozen=True)
class Piece:
    """Words that stand on both sides ("same"), or on one side only ("removed", "added")."""

    kind: str
    words: str


def pieces(old, new):
    """(pieces of the old text, pieces of the new): joined, each side gives its text back unchanged."""
    left, right = _cut(old, new)
    begin = _in_common(left, right)
    end = _in_common(left[begin:][::-1], right[begin:][::-1])
    middle = left[begin : len(left) - end], right[begin : len(right) - end]
    blocks = _compared(*middle)
    before = [("same", left[:begin]), *((kind, words) for side, kind, words in blocks if side != "after")]
    after = [("same", right[:begin]), *((kind, words) for side, kind, words in blocks if side != "before")]
    before.append(("same", left[len(left) - end :]))
    after.append(("same", right[len(right) - end :]))
    return _joined(before), _joined(after)


def _cut(old, new):
    """Both texts in words, or, where these are too many to compare, in lines."""
    left, right = WORDS.findall(old), WORDS.findall(new)
    if len(left) * len(right) <= MOST_PAIRS:
        return left, right
    return LINES.findall(old), LINES.findall(new)


def _in_common(left, right):
    """How many words are the same from the beginning on. Spaces after a word do not count."""
    same = 0
    for one, other in zip(left, right, strict=False):
        if one.strip() != other.strip():
            break
        same += 1
    return same


def _compared(left, right):
    """(side, kind, words) in order: what is the same comes out for each side, with that side's own spaces."""
    if len(left) * len(right) > MOST_PAIRS:
        return [("before", "removed", left), ("after", "added", right)]
    matcher = SequenceMatcher(None, [each.strip() for each in left], [each.strip() for each in right])
    found = []
    for tag, begin, end, new_begin, new_end in matcher.get_opcodes():
        same = tag == "equal"
        found.append(("before", "same" if same else "removed", left[begin:end]))
        found.append(("after", "same" if same else "added", right[new_begin:new_end]))
    return found


def _joined(parts):
    """Neighbours of one kind as one piece; empty ones left out."""
    whole = []
    for kind, words in parts:
        text = "".join(words)
        if text and whole and whole[-1].kind == kind:
            whole[-1] = Piece(kind, whole[-1].words + text)
        elif text:
            whole.append(Piece(kind, text))
    return tuple(whole)
