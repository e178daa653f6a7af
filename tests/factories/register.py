"""Tables of an existing register, brought in as a registrar brings them."""

import csv
import io

from cities.lifecycle import imports
from cities.models import RegisterImport
from scn_portal.files.checks import TYPES, CheckedUpload
from scn_portal.jobs import running


def a_table(rows, columns=None):
    columns = columns or list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return CheckedUpload("register.csv", TYPES["CSV"], text.getvalue().encode())


def brought(rows, by, kind="cities", **more):
    """An import of these rows, read and checked."""
    register = imports.bring(by=by, kind=kind, file=a_table(rows, **more), source="Register of 2020")
    running.run(seconds=60)
    return RegisterImport.objects.get(pk=register.pk)


def taken_in(rows, by, kind="cities", **more):
    """An import of these rows, taken in to its end."""
    register = brought(rows, by, kind, **more)
    imports.take_in(register, by=by)
    running.run(seconds=600)
    return RegisterImport.objects.get(pk=register.pk)
