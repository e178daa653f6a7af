"""Templates: nothing inline, nothing from elsewhere, nothing unused, nothing unknown, each part in the style guide."""

import re
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.template import engines
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.signing_in import sign_in

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ALL = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in ALL if path.suffix == ".html" and "emails" not in path.parts and path.stem != "email"]
NAMES = [str(path.relative_to(TEMPLATES)) for path in ALL]

INLINE = re.compile(
    r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I
)
FOREIGN = re.compile(r"<(?:script|link|img|iframe|form|source|use|video|audio)\b[^>]*(?:https?:)?//[a-z]", re.I)


@pytest.mark.parametrize("path", PAGES, ids=[str(path.relative_to(TEMPLATES)) for path in PAGES])
def test_a_page_has_nothing_inline_and_nothing_from_another_host(path):
    text = re.sub(r"{%.*?%}|{{.*?}}", "x", path.read_text(), flags=re.S)
    assert [found.group() for found in INLINE.finditer(text)] == []
    assert [found.group() for found in FOREIGN.finditer(text)] == []


def test_the_search_for_inline_things_finds_them():
    for bad in ('<p style="a">', "<style>", '<a onclick="x">', "<script>x</script>", '<a href="javascript:x">'):
        assert INLINE.search(bad), bad
    assert not INLINE.search('<script type="module" src="/static/js/form.js">')
    assert FOREIGN.search('<script src="https://cdn.example/x.js">')


@pytest.mark.parametrize("path", PAGES, ids=[str(path.relative_to(TEMPLATES)) for path in PAGES])
def test_a_page_stays_short(path):
    is_part = path.name.startswith("_") or "components" in path.parts
    lines = len(path.read_text().splitlines())
    assert lines <= (40 if is_part else 120), f"{lines} lines"


def texts():
    folders = [ROOT / name for name in ("scn_portal", "cities", "hub", "events", "twinning", "templates")]
    paths = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".html", ".txt"}]
    return {path: path.read_text() for path in paths if "migrations" not in path.parts}


def is_default_name(name):
    """The name that a generic view or the admin gives to a template of this model."""
    app, _, rest = name.partition("/")
    own = app in {"accounts", "cities", "hub", "events", "twinning"}
    models = {model._meta.model_name for model in apps.get_models()} if own else set()
    return any(rest.startswith(f"{model}_") for model in models)


def overrides_a_package(name):
    if name.startswith(("admin/", "allauth/", "account/", "mfa/", "usersessions/")):
        for config in apps.get_app_configs():
            if "site-packages" in config.path and (Path(config.path) / "templates" / name).exists():
                return True
    if name.startswith("django/forms/"):
        return (Path(django.__file__).parent / "forms/templates" / name).exists()
    return name.startswith("admin/") and name.endswith(("change_form.html", "change_list.html"))


def test_no_template_is_unused():
    sources = texts()
    unused = []
    for name in NAMES:
        named = name if "/emails/" not in name else name.rpartition("/")[2].split(".")[0]
        elsewhere = (text for path, text in sources.items() if path != TEMPLATES / name)
        key = Path(name).stem if name.startswith("ui/styleguide/") else named
        if not any(key in text for text in elsewhere) and not is_default_name(name) and not overrides_a_package(name):
            unused.append(name)
    assert unused == []


# Parts of mails are seen on the page of outgoing mail.
NOT_ON_PAGES = {"components/email.html", "components/email.txt"}


@pytest.mark.django_db
def test_each_component_is_shown_in_the_style_guide(client, dev):
    response = sign_in(client, dev).get(reverse("ui:styleguide"))
    shown = {template.name for template in response.templates}
    components = {name for name in NAMES if name.startswith("components/")} - NOT_ON_PAGES
    assert components - shown == set()


def addresses():
    """Every address of the portal that takes no argument and may be read."""
    found = []

    def walk(patterns, namespace):
        for each in patterns:
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace)
            elif each.name and not namespace.startswith("admin"):
                try:
                    found.append(reverse(namespace + each.name))
                except NoReverseMatch:
                    continue

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


UNKNOWN = "⟦%s⟧"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "ana", "dev"])
def test_no_page_shows_a_variable_that_does_not_exist(client, request, monkeypatch, who):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)
    if who != "visitor":
        sign_in(client, request.getfixturevalue(who))
    unknown = {}
    for address in addresses():
        response = client.get(address)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and (found := set(re.findall(r"⟦.*?⟧", response.content.decode()))):
            unknown[address] = found
    assert unknown == {}
