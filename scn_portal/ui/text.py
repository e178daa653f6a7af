"""What becomes of text that people type, before anything else sees it."""

import re
import unicodedata

# Marks that turn the reading order of what follows, tags, invisible fillers: never part of a name.
# Joiners (U+200C, U+200D) stay: Persian and emoji need them. So do the single direction marks.
_NEVER = re.compile("[\u00ad\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_CONTROLS = {"Cc", "Cs"}


def _without_controls(text, keep=""):
    return "".join(sign for sign in text if sign in keep or unicodedata.category(sign) not in _CONTROLS)


def clean_line(text):
    """One line: whitespace collapsed, control, tag and override characters gone, composed (NFC)."""
    text = _NEVER.sub("", " ".join(str(text).split()))
    return unicodedata.normalize("NFC", " ".join(_without_controls(text).split()))


def clean_lines(text):
    """Several lines: they stay, with one kind of line end."""
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _without_controls(_NEVER.sub("", text), keep="\n\t"))
