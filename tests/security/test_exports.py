"""Hostile cells through every export (S29): read back with csv and openpyxl, none of them is a formula."""

import csv
import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from openpyxl import load_workbook

from cities.models import City
from scn_portal.audit.models import AuditEntry
from scn_portal.sharing import Sharing
from scn_portal.ui.tables import FORMULA, as_csv, as_xlsx, cell, plain

from .matrix import STATED

pytestmark = pytest.mark.django_db
HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "=HYPERLINK(0)",
    "＝1+1",
    'say "=1"',
    "a,b;c",
    "é\x00=1",
]
LISTS = sorted(STATED["admin"])
LEFT = ("password", "zone")  # no words: the name of a zone is one of a list


def model_of(name):
    return apps.get_model(name)


def address(model, way):
    app, name = model.split(".")
    return reverse(f"admin:{app}_{name}_export", args=[way])


def cells_of_csv(answer):
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def cells_of_workbook(answer):
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert [each.coordinate for row in sheet for each in row if each.data_type == "f"] == []
    return [[each.value for each in row] for row in sheet]


def formulas(rows):
    return [each for row in rows for each in row if str(each).startswith(FORMULA) and not is_number(each)]


def is_number(value):
    try:
        return float(value) < float("inf")
    except ValueError:
        return False


def poison(model):
    """Every column of words of every row that lets itself be changed begins a formula now. Returns how many."""
    done = 0
    for field in model._meta.concrete_fields:
        is_words = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        if not is_words or (field.max_length or 99) < 12 or field.name in LEFT:
            continue
        try:
            with transaction.atomic():
                done += model._base_manager.update(**{field.attname: "=cmd|'/C'!A"})
        except DatabaseError:
            continue  # a rule of the database keeps such words out
    return done


@pytest.mark.parametrize("way", ["csv", "xlsx"])
def test_no_list_of_staff_brings_out_a_formula(world, way):
    poisoned = sum(poison(model_of(each)) for each in LISTS)
    browser = world.browser_of("administrator")
    read = {"csv": cells_of_csv, "xlsx": cells_of_workbook}[way]
    tables = {each: read(browser.get(address(each, way))) for each in LISTS}
    assert poisoned > 20
    assert {each: formulas(rows) for each, rows in tables.items() if formulas(rows)} == {}
    assert sum(value == "'=cmd|'/C'!A" for rows in tables.values() for row in rows for value in row) >= 10
    assert {rows[0][0] for rows in tables.values()} == {"TLP:AMBER", "TLP:CLEAR"}


@pytest.mark.parametrize("url_name", ["cities:city_list_csv", "hub:resource_list_csv"])
def test_no_public_table_brings_out_a_formula(world, client, url_name):
    City.objects.update(name="=1+1", website="https://x.example/?=1")
    call_command("rebuild_index", stdout=io.StringIO())
    rows = cells_of_csv(client.get(reverse(url_name)))
    assert rows[0] == ["TLP:CLEAR"] and len(rows) > 2
    assert formulas(rows) == [] and any("'=1+1" in row for row in rows)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_back_as_words_from_both_kinds_of_table(words):
    given = ("t", Sharing.GREEN, ["words", "number"], [[words, -5]])
    rows = cells_of_csv(as_csv(*given))
    assert rows[:2] == [["TLP:GREEN"], ["words", "number"]] and rows[2][1] == "-5"
    assert formulas([rows[2][:1]]) == []
    answer = as_xlsx(*given)
    book = cells_of_workbook(answer)
    answer.file_to_stream.close()
    assert formulas([book[2][:1]]) == [] and book[2][1] == -5


def test_numbers_stay_numbers_and_words_lose_nothing():
    assert [cell(each) for each in (-5, 2.5, True, None)] == [-5, 2.5, "yes", ""]
    assert plain("Porto - Matosinhos") == "Porto - Matosinhos"
    assert plain("-5") == "'-5"


def test_each_list_of_the_admin_shows_the_trail_of_an_object_on_its_page(world):
    browser = world.browser_of("administrator")
    without = []
    for name in LISTS:
        model, app = model_of(name), name.replace(".", "_")
        row = world.row_of(model)
        key = getattr(row, getattr(admin.site.get_model_admin(model), "key_field", "pk"))
        AuditEntry.objects.create(
            actor_kind="system", action="tests.was_touched_here", subject_kind=name, subject_key=str(row.pk)
        )
        page = browser.get(reverse(f"admin:{app}_change", args=[key])).content.decode()
        if 'id="history"' not in page or "Was touched" not in page:
            without.append(name)
    assert without == []
