"""PDF: headings, paragraphs, tables, bars and pictures, in Latin, Cyrillic, Greek, Hebrew and Arabic script.

Text goes through a shaping engine (else Arabic letters fall apart), stays selectable, and its fonts are embedded. Title
and language are set; in languages written from the right everything is mirrored. The same calls with the same
`made_at` give the same bytes. The web page stays the accessible form of whatever is printed.
"""

import atexit
import io
import logging
import shutil
import tempfile
from functools import cache
from pathlib import Path
from unicodedata import bidirectional

import pymupdf_fonts
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each glyph that it leaves out

FONTS = {"": "figo", "B": "figbo"}  # FiraGO, regular and bold
FROM_THE_RIGHT = ("ar", "fa", "he", "ur")
HEADINGS = {1: 24, 2: 16, 3: 12}  # points
INK, SOFT, BRAND, LINE, SUNKEN = (26, 32, 44), (90, 98, 112), (17, 75, 95), (205, 210, 216), (243, 244, 246)
LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"  # are not seen, and say from where the signs beside them are read
MARGIN, LINE_HEIGHT = 22, 1.45  # millimetres; of the size of the type


@cache
def _font_file(style):
    """Where the font lies as a file: fpdf2 reads no other form. Written once a process, gone with it."""
    return _write_fonts() / f"{FONTS[style]}.ttf"


@cache
def _write_fonts():
    folder = Path(tempfile.mkdtemp(prefix="paper-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in FONTS.values():
        (folder / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
    return folder


@cache
def _signs():
    with TTFont(_font_file(""), lazy=True) as font:
        return frozenset(font.getBestCmap())


def can_write(text):
    """Whether the font has every sign of `text`. It has none of Chinese, Japanese and Korean, and no emoji."""
    return all(ord(sign) in _signs() or sign.isspace() for sign in str(text))


class _Sheet(FPDF):
    """A4 with the foot of each page."""

    foot = ""

    def footer(self):
        self.set_y(-16)
        self.set_font("text", "", 8)
        self.set_text_color(*SOFT)
        words = f"{self.foot} · {self.page_no()}" if self.foot else str(self.page_no())
        self.cell(0, 6, words, align="C")


class Paper:
    """One document. Say what stands on it from top to bottom, then take `as_bytes()`."""

    def __init__(self, *, title, language, made_at, landscape=False, foot=""):
        """`made_at` (aware) stands in the file: it must not be the moment of rendering if bytes shall be the same."""
        self.is_from_the_right = language in FROM_THE_RIGHT
        self.start, self.end = ("R", "L") if self.is_from_the_right else ("L", "R")
        self._made_at = made_at
        self.sheet = _Sheet(orientation="landscape" if landscape else "portrait", format="A4")
        self.sheet.foot = str(foot)
        self.sheet.set_margin(MARGIN)
        self.sheet.set_auto_page_break(True, MARGIN)
        for style in FONTS:
            self.sheet.add_font("text", style, _font_file(style))
        direction = "rtl" if self.is_from_the_right else "ltr"
        self.sheet.set_text_shaping(True, direction=direction, language=language)
        self.sheet.set_title(str(title))
        self.sheet.set_lang(language)
        self.sheet.set_creator("Strong Cities Network")
        self.sheet.set_creation_date(made_at)
        self.sheet.add_page()

    def heading(self, text, level=1, *, centred=False):
        self.space(HEADINGS[level] / 6)
        self._write(text, HEADINGS[level], "B", BRAND if level == 1 else INK, centred)
        self.space(1.5)

    def paragraph(self, text, *, size=11, strong=False, soft=False, centred=False):
        self._write(text, size, "B" if strong else "", SOFT if soft else INK, centred)
        self.space(2.5)

    def apart(self, name):
        """A name in a line, whatever its script: what follows it is read from where the paper is read."""
        comes_from_the_right = any(bidirectional(sign) in ("R", "AL") for sign in name)
        mark = RIGHT_MARK if self.is_from_the_right else LEFT_MARK
        return name if comes_from_the_right is self.is_from_the_right else f"{name}{mark}"

    def address(self, words, **look):
        """An address of the web, from left to right everywhere."""
        self.paragraph(f"{words}{LEFT_MARK if self.is_from_the_right else ''}", **look)

    def space(self, millimetres):
        self.sheet.ln(millimetres)

    def new_page(self):
        self.sheet.add_page()

    def rule(self):
        """A thin line from edge to edge."""
        self.sheet.set_draw_color(*LINE)
        self.sheet.line(self.sheet.l_margin, self.sheet.y, self.sheet.w - self.sheet.r_margin, self.sheet.y)
        self.space(3)

    def table(self, head, rows, widths=None):
        """A table with a head that is repeated on each page. `widths` are shares, such as (2, 1, 1)."""
        self._type(10)
        order = (lambda cells: tuple(reversed(cells))) if self.is_from_the_right else tuple
        look = FontFace(emphasis="BOLD", fill_color=SUNKEN, color=INK)
        self.sheet.set_draw_color(*LINE)
        with self.sheet.table(
            borders_layout="HORIZONTAL_LINES",
            align="CENTER",
            text_align="RIGHT" if self.is_from_the_right else "LEFT",
            col_widths=order(widths) if widths else None,
            headings_style=look,
            line_height=6,
            padding=1.5,
        ) as table:
            for cells in (head, *rows):
                table.row([str(each) for each in order(cells)])
        self.space(4)

    def bars(self, rows, label=""):
        """Bars for (words, number in words, share of the longest from 0 to 1); the number stands beside each bar."""
        if label:
            self.paragraph(label, strong=True)
        for words, number, share in rows:
            self._bar(str(words), str(number), max(0.0, min(1.0, float(share))))
        self.space(3)

    def _bar(self, words, number, share):
        sheet, width = self.sheet, self.sheet.epw - 20
        if sheet.will_page_break(14):
            sheet.add_page()
        self._write(words, 10, "", INK, False)
        begins = sheet.l_margin if not self.is_from_the_right else sheet.w - sheet.r_margin - width * share
        sheet.set_fill_color(*BRAND)
        sheet.rect(begins, sheet.y + 0.5, max(width * share, 0.4), 4, style="F")
        sheet.set_x(sheet.l_margin if self.is_from_the_right else sheet.w - sheet.r_margin - 20)
        self._type(10, "B")
        sheet.cell(20, 5, number, align=self.end, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.space(1.5)

    def picture(self, content, *, alt, width=60, centred=False):
        """A picture from its bytes (PNG, JPEG, WebP or SVG), `width` in millimetres, with words in its place."""
        sheet = self.sheet
        at = {"L": sheet.l_margin, "R": sheet.w - sheet.r_margin - width}[self.start]
        sheet.image(io.BytesIO(content), x=(sheet.w - width) / 2 if centred else at, w=width, alt_text=str(alt))
        self.space(3)

    def as_bytes(self):
        content = bytes(self.sheet.output())
        for font in self.sheet.fonts.values():
            font.ttfont.close()  # fpdf2 leaves the file open
        return content

    def _type(self, size, style="", colour=INK):
        self.sheet.set_font("text", style, size)
        self.sheet.set_text_color(*colour)

    def _write(self, text, size, style, colour, centred):
        self._type(size, style, colour)
        height = size * LINE_HEIGHT * 25.4 / 72
        given = {"align": "C" if centred else self.start, "new_x": XPos.LMARGIN, "new_y": YPos.NEXT}
        self.sheet.multi_cell(0, height, str(text), **given)
