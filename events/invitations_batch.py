"""Many invitations from a pasted table: looked at row by row before anything is kept."""

import csv
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scn_portal.ui.text import clean_line

from .models import Registration
from .people import address_key

MOST_ROWS, LONGEST_NAME = 300, 200
HEADINGS = {"name": "name", "email": "email", "e-mail": "email", "mail": "email", "language": "language"}


@dataclass
class Batch:
    """What a table holds: rows that can be invited, and what is wrong with the others, a sentence each."""

    rows: list = field(default_factory=list)  # {name, email, language}
    problems: list = field(default_factory=list)

    @property
    def words(self):
        """How many would be invited, for whoever looks before confirming."""
        number = len(self.rows)
        return ngettext("%(number)s person can be invited.", "%(number)s people can be invited.", number) % {
            "number": number
        }


def look_at(event, text):
    """Read a table with the headings name, email and, if wanted, language; separated by tabs, semicolons or commas."""
    batch, lines = Batch(), _lines(text)
    places = _places(lines[0][1]) if lines else {}
    if not {"name", "email"} <= set(places):
        batch.problems.append(_("Row 1: the columns “name” and “email” are needed."))
    elif len(lines) - 1 > MOST_ROWS:
        batch.problems.append(_("At most %(most)s people can be invited at once.") % {"most": MOST_ROWS})
    else:
        known = _known(event)
        for number, cells in lines[1:]:
            _look_at_row(batch, known, number, {name: _cell(cells, at) for name, at in places.items()})
    return batch


def _lines(text):
    separator = next((each for each in "\t;," if each in text.partition("\n")[0]), ",")
    rows = csv.reader(text.splitlines(), delimiter=separator)
    return [(number, cells) for number, cells in enumerate(rows, 1) if any(cell.strip() for cell in cells)]


def _places(cells):
    named = {HEADINGS.get(cell.strip().casefold().lstrip("\ufeff")): at for at, cell in enumerate(cells)}
    return {name: at for name, at in named.items() if name}


def _cell(cells, at):
    return clean_line(cells[at]) if at < len(cells) else ""


def _known(event):
    """The keys of addresses that are invited or registered, each with the reason in words."""
    invited = event.invitations.filter(status__in=["draft", "sent"]).values_list("address_key", flat=True)
    here = Registration.objects.filter(event=event, status="active").values_list("address_key", flat=True)
    found = dict.fromkeys(invited, _("This address is invited already."))
    return found | dict.fromkeys(here, _("Somebody with this address is registered already."))


def _look_at_row(batch, known, number, row):
    problems = list(_problems(known, row))
    for column, words in problems:
        batch.problems.append(
            _("Row %(row)s, %(column)s: %(words)s") % {"row": number, "column": column, "words": words}
        )
    if not problems:
        known[address_key(row["email"])] = _("This address stands in the table twice.")
        batch.rows.append({"language": "en"} | {name: value for name, value in row.items() if value})


def _problems(known, row):
    if not row["name"] or len(row["name"]) > LONGEST_NAME or re.search(r"[\x00-\x1f]", row["name"]):
        yield "name", _("a name has 1 to 200 signs.")
    try:
        validate_email(row["email"])
    except ValidationError:
        yield "email", _("this is no e-mail address.")
    else:
        if words := known.get(address_key(row["email"])):
            yield "email", words
    if row.get("language") and row["language"] not in dict(settings.LANGUAGES):
        yield "language", _("one of: %(languages)s.") % {"languages": ", ".join(dict(settings.LANGUAGES))}
