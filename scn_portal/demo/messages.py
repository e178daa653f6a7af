"""Compile the translations that have changed: `python -m scn_portal.demo.messages`. Needs no gettext."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_stale(folder=LOCALE):
    """Write each .mo file that is older than its .po file. Returns the languages that were compiled."""
    stale = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalog = read_po(text)
        unfinished = target.with_suffix(".new")
        with unfinished.open("wb") as binary:
            write_mo(binary, catalog)
        unfinished.replace(target)
        stale.append(source.parts[-3])
    return stale


if __name__ == "__main__":
    print("Translations compiled:", ", ".join(compile_stale()) or "none was stale")
