"""Style sheets and scripts: logical, small, with raw values in one place, and readable in both schemes."""

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
MODULES = sorted((STATIC / "js").glob("*.js"))
EVERY_PAGE = ["tokens.css", "portal.css"]

SIDES = "left|right|top|bottom"
PHYSICAL = re.compile(
    rf"(?:^|[;{{\s])(?:(?:{SIDES}|width|height|(?:min|max)-(?:width|height)"
    rf"|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:{SIDES})[a-z-]*|inset-(?:{SIDES})"
    rf"|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right))"
)
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(")


def without_comments(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


def ids(paths):
    return [path.name for path in paths]


@pytest.mark.parametrize("sheet", SHEETS, ids=ids(SHEETS))
def test_a_sheet_knows_no_left_and_right(sheet):
    text = re.sub(r"@media[^{]+", "", without_comments(sheet))
    assert [found.group().strip() for found in PHYSICAL.finditer(text)] == []


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=str)
def test_raw_colours_stand_in_the_tokens_only(sheet):
    assert RAW_COLOUR.findall(without_comments(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=ids(SHEETS))
def test_a_sheet_fetches_nothing(sheet):
    text = without_comments(sheet)
    assert "@import" not in text
    assert "url(" not in text


def test_the_sheets_of_every_page_stay_small():
    text = b"".join((STATIC / "css" / name).read_bytes() for name in EVERY_PAGE)
    size = sum(len(brotli.compress((STATIC / "css" / name).read_bytes())) for name in EVERY_PAGE)
    assert size <= 8 * 1024, f"{size} bytes as brotli"
    assert text.count(b"\n") <= 1500


def test_own_scripts_are_few_and_small():
    assert len(MODULES) <= 8
    assert {
        path.name: len(path.read_text().splitlines()) for path in MODULES if len(path.read_text().splitlines()) > 90
    } == {}
    assert sum(len(brotli.compress(path.read_bytes())) for path in MODULES) <= 6 * 1024


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_a_script_keeps_nothing_in_the_browser_and_builds_no_markup_from_text(module):
    text = module.read_text()
    for word in ("localStorage", "sessionStorage", "indexedDB", "innerHTML", "outerHTML", "eval(", ".style.", "cookie"):
        assert word not in text, word


# foreground, background, least contrast
TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink", "mark"),
    ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "sunken"),
    ("brand", "paper"), ("brand", "surface"), ("brand", "sunken"), ("brand", "brand-tint"),
    ("brand-strong", "brand-tint"), ("on-brand", "brand"), ("on-brand", "brand-strong"),
    ("accent-ink", "paper"), ("accent-ink", "surface"), ("accent-ink", "accent-tint"),
    ("on-accent", "accent-ink"), ("on-accent", "accent-strong"),
    ("good", "good-tint"), ("good", "surface"), ("warn", "warn-tint"), ("warn", "surface"),
    ("bad", "bad-tint"), ("bad", "surface"), ("bad", "paper"),
    ("band-ink", "band"), ("band-soft", "band"), ("band-eyebrow", "band"), ("band-ink", "band-land"),
    ("band-ink", "band-deep"), ("band-soft", "band-deep"), ("on-band-accent", "band-accent"), ("band", "band-ink"),
]  # fmt: skip
CONTROL_PAIRS = [
    ("control", "surface"), ("control", "paper"), ("control", "sunken"), ("accent", "paper"), ("accent", "surface"),
    ("band-line", "band"), ("band-accent", "band"), ("band-accent", "band-deep"), ("band-accent", "band-land"),
]  # fmt: skip


def tokens(scheme):
    """Name and colour of each token, in the light (0) or dark (1) scheme."""
    text, found = without_comments(STATIC / "css/tokens.css"), {}
    for name, value in re.findall(r"--([a-z-]+):\s*([^;]+);", text.split("@media")[0]):
        colours = re.findall(r"#[0-9a-f]{6}", value)
        if alias := re.fullmatch(r"var\(--([a-z-]+)\)", value):
            found[name] = found[alias[1]]
        elif colours:
            found[name] = colours[scheme] if "light-dark" in value else colours[0]
    return found


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (CONTROL_PAIRS, 3)], ids=["text", "controls"])
def test_every_pair_of_colours_in_use_can_be_told_apart(scheme, pairs, least):
    named = tokens(scheme)
    weak = {(one, other): round(contrast(named[one], named[other]), 2) for one, other in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


def test_the_measure_of_contrast_knows_black_white_and_the_old_accent():
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert contrast("#c7651d", "#fbeadb") < 4.5
