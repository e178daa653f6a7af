"""Typed text is cleaned before anything else sees it, and real names pass unchanged."""

import pytest
from django import forms

from scn_portal.ui import markdown
from scn_portal.ui.forms import LineField
from scn_portal.ui.templatetags.portal import PLAIN_NAMES, status, tlp
from scn_portal.ui.text import clean_line, clean_lines


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Porto\r\nBcc: all@example.org ", "Porto Bcc: all@example.org"),
        ("Mal\x00mo\u0308", "Malmö"),
        ("\u202egnp.exe", "gnp.exe"),
        ("city\U000e0041\u200b", "city"),
        ("a\u2028b\u00a0c", "a b c"),
        ("x\ud800y", "xy"),
    ],
)
def test_a_line_loses_what_never_belongs_to_a_name(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize("name", ["می\u200cروم", "👩\u200d🚒", "İstanbul", "Łódź", "القاهرة", "O’Brien", "Nguyễn"])
def test_real_names_stay_as_they_are(name):
    assert clean_line(name) == name


def test_several_lines_stay_several_lines():
    assert clean_lines("one\r\ntwo\rthree\x07\u202e") == "one\ntwo\nthree"


class Letter(forms.Form):
    title = forms.CharField()
    body = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput, strip=False)
    line = LineField(widget=forms.Textarea)


def test_every_form_cleans_its_text_but_no_password():
    form = Letter({"title": "a\nb", "body": "a\r\nb", "secret": "a \u200b b", "line": "a\nb"})
    assert form.is_valid()
    assert form.cleaned_data == {"title": "a b", "body": "a\nb", "secret": "a \u200b b", "line": "a b"}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://elsewhere.example/p.png)",
        '<img src=x onerror="alert(1)">',
        '[x](https://a.example" onmouseover="alert(1))',
    ],
)
def test_rich_text_never_carries_a_script_or_a_foreign_picture(hostile):
    html = markdown.render(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_the_highest_heading_that_people_write_is_the_second_of_the_page():
    html = markdown.render("## What members do\n\n### In pairs\n\n## What it costs")
    assert html.count("<h2>") == 2
    assert html.count("<h3>") == 1


def test_rich_text_keeps_its_structure_below_the_heading_of_the_page():
    html = markdown.render("# Aim\n\n- one\n- two\n\n[more](https://example.org)")
    assert "<h2>Aim</h2>" in html
    assert html.count("<li>") == 2
    assert 'rel="noopener noreferrer"' in html


def test_three_levels_of_sharing_are_stored_each_with_its_plain_name():
    assert {level: str(name) for level, name in PLAIN_NAMES.items()} == {
        "CLEAR": "Public",
        "GREEN": "Members",
        "AMBER": "Named cities",
    }
    assert tlp("AMBER") == '<span class="label"><b dir="ltr">TLP:AMBER</b> Named cities</span>'


def test_a_state_that_stands_alone_begins_with_a_capital():
    assert status("being checked", "warn") == '<span class="state" data-tone="warn">Being checked</span>'
