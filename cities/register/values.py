"""What a cell means: a country, a kind of authority, a day as exactly as it is known."""

import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_domain_name, validate_email
from django.utils import translation

from ..domains import ascii_domain
from ..folding import folded
from ..gazetteer.query import countries_by_word
from ..models import Membership, Representative, Term
from ..status import today


class Understood:
    """The values of one row as they are understood, and what speaks against it."""

    def __init__(self, cells):
        self.cells, self.values, self.problems = cells, {}, []

    def say(self, word, value=""):
        self.problems.append([word, str(value)[:200]])

    def words(self, column, most, *, is_needed=False):
        text = self.cells.get(column, "")
        if is_needed and not text:
            self.say("missing", column)
        if len(text) > most:
            self.say("long", column)
        self.values[column] = text[:most]
        return self.values[column]

    def country(self, known, *, is_needed=True):
        text = self.cells.get("country", "")
        found = countries_by_word().get(folded(text), ()) if text else ()
        code = next(iter(found)) if len(found) == 1 else text.upper()
        self.values["country"] = code if code in known else ""
        if is_needed and not text:
            self.say("missing", "country")
        elif text and not self.values["country"]:
            self.say("country", text)

    def type(self, types):
        text = self.cells.get("type", "")
        self.values["type"] = types.get(folded(text), "")
        if not text:
            self.say("missing", "type")
        elif not self.values["type"]:
            self.say("type", text)

    def number(self, column, most):
        text = self.cells.get(column, "").replace(" ", "").replace(",", "")
        self.values[column] = int(text) if text.isdecimal() and 0 < int(text[:12]) <= most else None
        if text and self.values[column] is None:
            self.say("number", self.cells[column])

    def point(self):
        texts = [self.cells.get(each, "").replace(",", ".") for each in ("lat", "lon")]
        self.values["lat"] = self.values["lon"] = None
        if not any(texts):
            return None
        try:
            lat, lon = map(float, texts)
        except ValueError:
            return self.say("point")
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return self.say("point")
        self.values["lat"], self.values["lon"] = lat, lon
        return None

    def website(self):
        text = self.words("website", 200)
        if text and "://" not in text:
            text = self.values["website"] = f"https://{text}"
        if text and not _passes(URLValidator(["http", "https"]), text):
            self.say("website", text)

    def domain(self):
        text = ascii_domain(self.cells.get("domain", "").removeprefix("@"))
        self.values["domain"] = text
        if text and not _passes(validate_domain_name, text):
            self.say("domain", text)
        elif text and not self.cells.get("website"):
            self.say("domain_without_site")

    def email(self):
        text = self.words("email", 254, is_needed=True)
        if text and not _passes(validate_email, text):
            self.say("email", text)

    def day(self, column):
        """A day and how exactly it is known; nothing stands for a day that is not known."""
        text = self.cells.get(column, "")
        found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
        self.values[column], self.values["precision"] = None, Membership.Precision.UNKNOWN
        if not text:
            return None
        try:
            day = date(*(int(each or 1) for each in found.groups()))
        except (AttributeError, ValueError):
            return self.say("date", text)
        if day > today():
            return self.say("future", text)
        given = sum(each is not None for each in found.groups())
        self.values[column] = day.isoformat()
        self.values["precision"] = {1: "year", 2: "month", 3: "day"}[given]
        return None

    def role(self):
        text = self.cells.get("role", "")
        self.values["role"] = roles_by_word().get(folded(text), "")
        if not text:
            self.say("missing", "role")
        elif not self.values["role"]:
            self.say("role", text)

    def language(self):
        text = self.cells.get("language", "").lower()
        self.values["language"] = text or "en"
        if text and text not in dict(settings.LANGUAGES):
            self.say("language", text)


def _passes(validate, text):
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def roles_by_word():
    """{folded code or label in a language of the portal: role}."""
    found = {folded(role): role for role in Representative.Role.values}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {folded(label): role for role, label in Representative.Role.choices}
    return found


def types_by_word():
    """{folded code or label: code} of the kinds of authority that may join."""
    terms = Term.objects.of("authority_type").prefetch_related("labels")
    found = {}
    for term in terms:
        found |= {folded(each.label): term.code for each in term.labels.all()} | {folded(term.code): term.code}
    return found
