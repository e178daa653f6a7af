"""Printed papers: text that can be read back in Latin and Arabic, and the same bytes for the same words."""

import io
from datetime import UTC, datetime

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from PIL import Image
from pypdf import PdfReader

from scn_portal.ui.paper import LEFT_MARK, RIGHT_MARK, Paper, can_write

MADE_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
ARABIC = "شهادة حضور"


def a_paper(language="en", **more):
    return Paper(title="A title", language=language, made_at=MADE_AT, **more)


def a_full_paper(language="en"):
    paper = a_paper(language, foot="Strong Cities Network")
    paper.heading("Summit of Porto")
    paper.paragraph("Łukasz Ćwikła · Ελένη · Юлія · " + ARABIC)
    paper.table(["City", "Seats"], [["Malmö", 3], [ARABIC, 2]], widths=(3, 1))
    paper.bars([("Yes", "12", 1), ("No", "3", 0.25)], label="Shall we meet again?")
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(picture, "PNG")
    paper.picture(picture.getvalue(), alt="A square")
    paper.rule()
    return paper


def read(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_words_of_a_paper_can_be_selected_and_searched():
    text = read(a_full_paper().as_bytes())
    for words in ("Summit of Porto", "Łukasz Ćwikła", "Ελένη", "Юлія", "Malmö", "Shall we meet again?", "12"):
        assert words in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_arabic_is_shaped_and_reads_back_letter_by_letter(language):
    paper = a_paper(language)
    paper.paragraph(ARABIC)
    text = read(paper.as_bytes())
    assert sorted(ARABIC.replace(" ", "")) == sorted(letter for letter in text if "\u0600" <= letter <= "\u06ff")


def glyphs_of(paper):
    paper.paragraph("ببب")
    paper.as_bytes()
    return {
        each for each in paper.sheet.fonts["text"].subset.get_all_glyph_names() if each.startswith(("uniFE", "uni0628"))
    }


def test_arabic_letters_are_joined_and_without_shaping_they_would_stand_alone():
    joined, control = a_paper("ar"), a_paper("ar")
    control.sheet.set_text_shaping(False)
    assert len(glyphs_of(joined)) == 3
    assert len(glyphs_of(control)) == 1


def test_the_same_words_are_the_same_bytes():
    assert a_full_paper().as_bytes() == a_full_paper().as_bytes()
    assert a_full_paper("ar").as_bytes() == a_full_paper("ar").as_bytes()


def test_title_and_language_are_set_and_every_font_lies_in_the_file():
    reader = PdfReader(io.BytesIO(a_full_paper("ar").as_bytes()))
    assert reader.metadata.title == "A title"
    assert reader.trailer["/Root"]["/Lang"] == "ar"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    described = [each["/DescendantFonts"][0]["/FontDescriptor"] for each in fonts]
    assert described and all("/FontFile2" in each for each in described)


def test_what_is_written_from_the_right_begins_at_the_right():
    def begins(language):
        paper, seen = a_paper(language), []
        paper.paragraph("word" if language == "en" else "كلمة")
        visit = lambda text, cm, tm, font, size: seen.append(tm[4] + cm[4]) if text.strip() else None  # noqa: E731
        PdfReader(io.BytesIO(paper.as_bytes())).pages[0].extract_text(visitor_text=visit)
        return seen[0]

    assert begins("en") < 100 < 300 < begins("ar")


def test_a_long_table_repeats_its_head_on_each_page():
    paper = a_paper()
    paper.table(["Name", "City"], [[f"Person {number}", "Porto"] for number in range(120)])
    pages = PdfReader(io.BytesIO(paper.as_bytes())).pages
    assert len(pages) > 2 and all("Name" in page.extract_text() for page in pages)


def test_signs_that_the_font_has_not_are_told_before_anything_is_printed():
    assert can_write("Łukasz, آمنة, Ελένη, Юлія, שרה")
    assert not can_write("李明") and not can_write("Ana 🙂")


def seen(line, direction):
    """The signs of a line as they stand on paper, from left to right."""
    order = BidiParagraph(text=line, base_direction=direction).get_reordered_string()
    return order.replace(LEFT_MARK, "").replace(RIGHT_MARK, "")


def test_a_name_in_another_script_keeps_its_place_in_the_line():
    line = "{}: 22 نوفمبر"
    assert seen(line.format(a_paper("ar").apart("Town hall")), TextDirection.RTL).endswith(" 22 :Town hall")
    assert seen(line.format("Town hall"), TextDirection.RTL).endswith("Town hall: 22")  # the control
    line = "{}: 22 November"
    assert seen(line.format(a_paper().apart("قاعة")), TextDirection.LTR).endswith(": 22 November")
    assert not seen(line.format("قاعة"), TextDirection.LTR).endswith(": 22 November")  # the control


def test_an_address_is_read_from_the_left_everywhere():
    paper, told = a_paper("ar"), []
    paper.paragraph = lambda words, **_: told.append(seen(words, TextDirection.RTL))
    paper.address("https://a.example/x/")
    assert told == ["https://a.example/x/"]
    assert seen("https://a.example/x/", TextDirection.RTL) == "/https://a.example/x"  # the control
