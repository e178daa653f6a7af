"""Certificates: what somebody attended, as check-ins say it, and the paper that tells it."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scn_portal.ui.paper import Paper, can_write

from . import calendars
from .models import CheckIn
from .tickets import qr_svg

INITIALS = 4


def initials_of(name):
    """The first signs of at most four words of a name: "Amina Ndiaye Diallo" is "A. N. D."."""
    words = [word for word in name.split() if unicodedata.category(word[0])[0] in "LN"]
    kept = words if len(words) <= INITIALS else [*words[: INITIALS - 1], words[-1]]
    return " ".join(f"{word[0].upper()}." for word in kept) or "–"


def attended_by(registration):
    """What the check-ins that count say, in the person's language: title, language, and for each stop its days."""
    rows = CheckIn.objects.filter(registration=registration, result=CheckIn.Result.OK)
    stops = {}
    for row in rows.select_related("stop__city").order_by("stop__position", "day"):
        stops.setdefault(row.stop, []).append(row.day.isoformat())
    with translation.override(registration.language):
        title = calendars.title_of(registration.event)
        told = [{"where": stop.where, "days": days} for stop, days in stops.items()]
    return {"title": title, "language": registration.language, "stops": told}


def digest(certificate):
    """SHA-256 of everything that the paper says, as hexadecimal."""
    said = [certificate.code, certificate.name, certificate.attended, certificate.issued_on.isoformat()]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify_address(certificate):
    return settings.BASE_URL + reverse("events:certificate_verify", args=[certificate.code])


def days_in_words(days):
    return ", ".join(date_format(date.fromisoformat(day), "j F Y") for day in days)


def is_printable(certificate):
    """Whether the font has every sign of the paper; of some scripts it has none. The page prints in any case."""
    said = certificate.attended
    return all(map(can_write, [certificate.name, said["title"], *(stop["where"] for stop in said["stops"])]))


def as_pdf(certificate):
    """The paper, as bytes: of one certificate always the same."""
    said = certificate.attended
    made_at = datetime.combine(certificate.issued_on, time(12), UTC)
    with translation.override(said["language"]):
        title = _("Certificate of attendance")
        paper = Paper(title=f"{title}: {certificate.name}", language=said["language"], made_at=made_at)
        paper.space(18)
        paper.paragraph(_("Strong Cities Network"), strong=True, soft=True, centred=True)
        paper.heading(title, centred=True)
        paper.space(12)
        paper.paragraph(certificate.name, size=22, strong=True, centred=True)
        paper.paragraph(_("took part in"), soft=True, centred=True)
        paper.paragraph(said["title"], size=16, strong=True, centred=True)
        for stop in said["stops"]:
            paper.paragraph(f"{paper.apart(stop['where'])}: {days_in_words(stop['days'])}", size=12, centred=True)
        paper.space(14)
        issued = {"day": date_format(certificate.issued_on, "j F Y"), "host": settings.HOST_NAME}
        words = _("Issued on %(day)s by the Strong Cities Network, run by the %(host)s.") % issued
        paper.paragraph(words, centred=True)
        paper.space(10)
        paper.picture(qr_svg(verify_address(certificate)), alt=_("QR of the address below"), width=32, centred=True)
        paper.paragraph(_("Whether this paper is valid says this address:"), size=9, soft=True, centred=True)
        paper.address(verify_address(certificate), size=9, centred=True)
        return paper.as_bytes()
