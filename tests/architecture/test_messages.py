"""The interface is complete in its four languages, and `make messages` would change nothing."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".local", "staticfiles", "pictures", "data", "tests", "*.mo")
PLACEHOLDERS = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")


def catalog(language, root=settings.ROOT):
    with (root / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="session")
def collected_anew(tmp_path_factory):
    """A copy of the project in which the words were collected again."""
    if not shutil.which("xgettext"):
        told = "gettext is not installed; `apt-get install gettext` brings it."
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    root = tmp_path_factory.mktemp("words") / "portal"
    shutil.copytree(settings.ROOT, root, ignore=LEFT_OUT)
    collect = ["makemessages", "--all", "--no-location", "--no-obsolete", "-v0"]
    subprocess.run([sys.executable, "manage.py", *collect], cwd=root, check=True, capture_output=True)
    return root


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_interface_is_missing_or_unsure(language, collected_anew):
    missing = [
        message.id
        for message in catalog(language, collected_anew)
        if message.id and (message.fuzzy or not all(message.string if message.pluralizable else [message.string]))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_collected_words_are_those_that_are_kept(language, collected_anew):
    kept = {(message.context, message.id) for message in catalog(language)}
    assert kept == {(message.context, message.id) for message in catalog(language, collected_anew)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_what_the_english_names(language):
    wrong = [
        message.id
        for message in catalog(language)
        if message.id
        and not message.pluralizable
        and sorted(PLACEHOLDERS.findall(message.id)) != sorted(PLACEHOLDERS.findall(message.string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_the_traffic_light_protocol_stay_as_they_are(language):
    labels = re.compile(r"TLP:[A-Z]+")
    for message in catalog(language):
        if message.id and not message.pluralizable:
            assert labels.findall(message.id) == labels.findall(message.string)


def test_arabic_has_its_six_forms_of_number():
    with translation.override("ar"):
        forms = {ngettext("%(days)s day", "%(days)s days", n) % {"days": n} for n in (0, 1, 2, 5, 15, 100)}
    assert len(forms) == 6
