"""The own copy: one ZIP with everything the inventory marks, for programs (JSON), for people (HTML), and the files."""

import json
import os
import re
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Value
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from scn_portal.accounts.middleware import zone_of
from scn_portal.files.storage import INCOMING

from . import belongings

FORMAT = 1
STYLES = ("tokens.css", "portal.css")
SHORT, COLUMNS = 60, 7
EMPTY = (None, "", [], {})


@dataclass(frozen=True)
class Kind:
    """What the copy holds of one model."""

    model: str
    label: str
    headings: dict  # field: words
    rows: list  # {field: value as JSON has it}

    @property
    def is_list(self):
        """Many short rows are read as a table, few long ones each on its own."""
        short = all(len(str(value)) <= SHORT for row in self.rows for value in row.values())
        return short and len(self.headings) <= COLUMNS and len(self.rows) > 1

    def in_words(self):
        """Each row as (heading, words); in a table with what is empty, else without."""
        return [
            [(self.headings[name], words(value)) for name, value in row.items() if self.is_list or value not in EMPTY]
            for row in self.rows
        ]


def kinds(about):
    """Everything that is held about somebody and goes into the copy, kind by kind; those without a row too."""
    return [_kind(each, about) for each in belongings.all_belongings() if each.entry.copied]


def _kind(belonging, about):
    fields = [belonging.model._meta.get_field(name) for name in belonging.entry.copied]
    related = [each.name for each in fields if isinstance(each, models.ForeignKey)]
    rows = belonging.rows(about).select_related(*related).order_by("pk")
    return Kind(
        model=belonging.model._meta.label,
        label=str(belonging.label),
        headings={each.name: capfirst(str(each.verbose_name)) for each in fields},
        rows=[_row(belonging, row, fields) for row in rows.iterator(chunk_size=500)],
    )


def _row(belonging, row, fields):
    values = {each.name: value_of(row, each) for each in fields}
    return values | belonging.in_words(row) if belonging.in_words else values


def value_of(row, field):
    """A field as JSON has it: what it points to and what was chosen by their names."""
    if field.many_to_many:
        return [str(each) for each in getattr(row, field.name).all()]
    if field.is_relation:
        related = getattr(row, field.name)
        return None if related is None else str(related)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | str | list | dict | date | datetime):
        return value
    return str(value)


def words(value):
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in EMPTY:
        return "–"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{date_format(local, 'j F Y')}, {date_format(local, 'H:i')}"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(str(words(each)) for each in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    return value


def write(user):
    """Put the copy together; return the path of the finished ZIP, which the caller moves to its place."""
    about = belongings.whom(user)
    with translation.override(user.language), timezone.override(zone_of(user)):
        found, files = kinds(about), _named(belongings.files_of(about))
        path = _temporary()
        try:
            _pack(path, user, found, files)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path


def _temporary():
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    return Path(name)


def _pack(path, user, found, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", _json(user, found, files))
        packed.writestr("index.html", _html(user, found, files))
        packed.writestr("style.css", _style())
        for name, file in files.items():
            try:
                with file.content.open("rb") as content, packed.open(name, "w") as target:
                    while piece := content.read(1024 * 1024):
                        target.write(piece)
            except FileNotFoundError:  # the nightly sweep tells staff of it
                packed.writestr(f"{name}.missing.txt", _("This file is missing at present. Ask us for it."))
    with path.open("rb+") as done:
        os.fsync(done.fileno())


def _named(files):
    """A name in the ZIP for each file: its own, made harmless, with a number before it."""
    harmless = re.compile(r"[^\w.() -]+")
    return {f"files/{n:03d}-{harmless.sub('_', each.name)[-120:]}": each for n, each in enumerate(files, 1)}


def _json(user, found, files):
    held = [{"kind": each.model, "label": each.label, "rows": each.rows} for each in found]
    whole = {
        "format": FORMAT,
        "portal": settings.BASE_URL,
        "made_at": timezone.now().astimezone(UTC),
        "person": user.public_id,
        "files": {name: {"name": each.name, "sha256": each.sha256} for name, each in files.items()},
        "held": held,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


def _html(user, found, files):
    values = {
        "person": user,
        "made_at": timezone.now(),
        "kinds": [(each, each.in_words()) for each in found if each.rows],
        "empty": [each.label for each in found if not each.rows],
        "files": list(files),
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }
    return render_to_string("privacy/owncopy_page.html", values)


def _style():
    """The portal's own look, so that the copy can be read without a network."""
    folder = settings.ROOT / "static/css"
    return "\n".join((folder / name).read_text() for name in STYLES)


def in_numbers(about):
    """What is held about somebody: pairs of belonging and number of rows, without those of none. One query."""
    told = [each for each in belongings.all_belongings() if each.entry.copied]
    counted = [
        each.rows(about)
        .order_by()
        .annotate(place_in_list=Value(n))
        .values("place_in_list")
        .annotate(counted=Count("pk"))
        for n, each in enumerate(told)
    ]
    found = {row["place_in_list"]: row["counted"] for row in counted[0].union(*counted[1:], all=True)}
    return [(each, found[n]) for n, each in enumerate(told) if found.get(n)]
