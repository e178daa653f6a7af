"""The house rules that no linter knows, for Python. Import rules stand in pyproject.toml."""

import ast
import re
import tomllib

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.utils.functional import Promise

FLOORS = ["scn_portal", "cities", "hub", "events", "twinning", "grants", "voice"]
BUILT = [floor for floor in FLOORS if (settings.ROOT / floor).is_dir()]
PYTHON = sorted(
    path for floor in BUILT for path in (settings.ROOT / floor).rglob("*.py") if "migrations" not in path.parts
)
TESTS = sorted((settings.ROOT / "tests").rglob("*.py"))
TOO_GENERAL = {"utils", "util", "helpers", "helper", "common", "core", "services", "service", "managers", "misc"}
ALLOWED_SQL = settings.ROOT / "tests/architecture/raw_sql.toml"
HANDS_WITH_QUERY = {"forms", "filters", "templatetags"}  # the pager's tag repeats the query in its links


def name_of(path):
    return str(path.relative_to(settings.ROOT))


def lines_with(pattern, paths):
    """Each line of code that the pattern finds, as "file: line"; comments do not count."""
    found = re.compile(pattern)
    return [
        f"{name_of(path)}: {line.strip()}"
        for path in paths
        for line in path.read_text().splitlines()
        if found.search(line.split("#")[0])
    ]


def functions_of(path):
    return [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def sets_a_status(path):
    """Whether the code assigns to an attribute `status`, or updates rows to one."""
    for node in ast.walk(ast.parse(path.read_text())):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(each, ast.Attribute) and each.attr == "status" for each in targets):
            return True
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
        if called and any(each.arg == "status" for each in node.keywords):
            return True
    return False


def test_a_file_fits_in_the_head():
    assert [name_of(path) for path in PYTHON + TESTS if len(path.read_text().splitlines()) > 400] == []


def test_a_function_fits_on_a_screen():
    long = [
        f"{name_of(path)}: {each.name}"
        for path in PYTHON + TESTS
        for each in functions_of(path)
        if each.end_lineno - each.lineno >= 40
    ]
    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    named = {name_of(path) for path in PYTHON if {path.stem, *path.parts[len(settings.ROOT.parts) :]} & TOO_GENERAL}
    assert named == set()


def test_a_status_changes_in_a_lifecycle_and_nowhere_else():
    outside = [path for path in PYTHON if "lifecycle" not in {path.stem, *path.parts}]
    assert [name_of(path) for path in outside if sets_a_status(path)] == []


def test_no_signal_of_a_saved_row_is_heard():
    assert lines_with(r"\b(?:post_save|pre_save|m2m_changed|post_delete|pre_delete)\b", PYTHON) == []


def test_a_model_sends_nothing_and_asks_nobody():
    models = [path for path in PYTHON if "models" in {path.stem, *path.parts}]
    assert lines_with(r"\b(?:send_mail|\.delay\(|has_perm\(|request\.user)\b", models) == []


def test_raw_sql_stands_in_the_files_that_the_list_names_and_in_no_other():
    allowed = tomllib.loads(ALLOWED_SQL.read_text())["files"]
    found = lines_with(r"\bcursor\(|\.raw\(|\.extra\(|\bRawSQL\b|\bmark_safe\b|\.execute\(", PYTHON)
    assert {line.split(":")[0] for line in found} == set(allowed)
    assert all(reason.strip() for reason in allowed.values())


def test_cells_of_spreadsheets_are_written_in_one_place():
    written = lines_with(r"\bcsv\.(?:writer|DictWriter)\(|\bWorkbook\(", PYTHON)
    assert {line.split(":")[0] for line in written} == {"scn_portal/ui/tables.py"}


def test_a_query_string_is_read_by_a_form_only():
    outside = [path for path in PYTHON if not HANDS_WITH_QUERY & {path.stem, *path.parts}]
    read = lines_with(r"request\.GET\b", outside)
    assert [line for line in read if not re.search(r"\w(?:Form|Filter|FilterSet)\w*\(.*request\.GET", line)] == []


def test_a_form_names_its_fields_one_by_one():
    assert lines_with(r"__all__['\"]", PYTHON) == []


# Floors
def above(floor):
    return FLOORS[FLOORS.index(floor) + 1 :]


def sources_of(floor):
    """The Python and the templates of a floor. settings.py and urls.py name the apps: that is their task."""
    own = settings.ROOT / "templates"
    if floor == "scn_portal":
        templates = [path for path in own.rglob("*") if path.is_file() and path.relative_to(own).parts[0] not in FLOORS]
    else:
        templates = [path for path in (own / floor).rglob("*") if path.is_file()]
    told = {settings.ROOT / "scn_portal/settings.py", settings.ROOT / "scn_portal/urls.py"}
    return [path for path in PYTHON if path.is_relative_to(settings.ROOT / floor) and path not in told] + templates


@pytest.mark.parametrize("floor", BUILT)
def test_a_floor_names_no_page_or_template_above_it(floor):
    if not above(floor):
        return
    told = re.compile(rf"[\"'](?:{'|'.join(above(floor))})[:/]")
    assert [name_of(path) for path in sources_of(floor) if told.search(path.read_text())] == []


@pytest.mark.parametrize("floor", BUILT)
def test_a_floor_uses_no_reverse_accessor_that_a_floor_above_hung_on_it(floor):
    hung = {
        relation.get_accessor_name()
        for model in apps.get_models()
        if model.__module__.split(".")[0] == floor
        for relation in model._meta.related_objects
        if relation.related_model.__module__.split(".")[0] in above(floor) and relation.get_accessor_name()
    }
    used = re.compile(rf"\.(?:{'|'.join(hung)})\b")
    assert not hung or [name_of(path) for path in sources_of(floor) if used.search(path.read_text())] == []


def test_the_import_contracts_know_every_floor_that_is_built():
    rules = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = next(each for each in rules["contracts"] if each["name"].startswith("Floors"))
    assert rules["root_packages"] == BUILT
    assert floors["layers"] == BUILT[::-1]
    assert all("ignore_imports" not in each for each in rules["contracts"])


def test_each_floor_has_a_contract_that_names_all_its_modules():
    rules = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    inside = {each["containers"][0]: each for each in rules["contracts"] if "containers" in each}
    assert set(inside) == set(BUILT)
    assert all(each["exhaustive"] for each in inside.values())


def test_what_the_shop_window_of_the_tests_promises_is_written_as_sentences():
    """A test's name is a sentence: at least three words."""
    short = [
        f"{name_of(path)}: {each.name}"
        for path in TESTS
        for each in functions_of(path)
        if each.name.startswith("test_") and each.name.count("_") < 3
    ]
    assert short == []


def test_what_staff_meet_in_the_admin_has_a_name_that_can_be_translated():
    """Django's own plural is the name with an s, which is a word in no other language."""
    for model in admin.site._registry:
        named = {"verbose_name", "verbose_name_plural"} & set(model._meta.original_attrs)
        assert len(named) == 2, model
        assert isinstance(apps.get_app_config(model._meta.app_label).verbose_name, Promise), model
