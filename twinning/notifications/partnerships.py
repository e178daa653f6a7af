"""What cities are told of their partnerships. None of it says who declined.

`due` holds which of several mails about one partnership it is: the number of a text, the cycle, the day.
"""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cities.models import Representative
from cities.rules import LEAD_ROLES, LEADING
from scn_portal.accounts.models import User
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import due_of, write

from .. import agreement_texts, reviewing
from ..models import Partnership
from ..taking_part import signed_cities

BECAUSE = _("You get this because you lead a city that takes part in this partnership.")
Status = Partnership.Status


def leads_of(cities, roles=LEADING):
    """The people who act for these cities in one of the roles, each once."""
    acting = Representative.objects.filter(city__in=cities, until=None, role__in=roles, user__is_active=True)
    return list(User.objects.filter(pk__in=acting.values("user")).order_by("pk"))


def tell(kind_name, partnership, cities, due, roles=LEADING):
    for person in leads_of(cities, roles):
        write(f"twinning.{kind_name}", subject=partnership, person=person, due=due)


def isolated(text):
    """A name inside a sentence, set apart so that it keeps its own writing direction."""
    return f"\u2068{text}\u2069"


def _day(day):
    return date_format(day, "j F Y") if day else ""


def _about(partnership, label, url_name="partnership_detail", **more):
    link = {"button_url": address(f"twinning:{url_name}", partnership.slug), "button_label": label}
    return {"title": isolated(partnership.title), **link, **more}


def _still_leads(mail, cities, roles=LEADING):
    return mail.person in leads_of(cities, roles)


def _lapses_on(partnership):
    return _day((partnership.proposed_at + timedelta(days=Partnership.DAYS_TO_AGREE)).date())


def _kind(name, **more):
    return kind(f"twinning.{name}", because=BECAUSE, is_security=True, in_inbox=True, **more)


# Agreeing


def partnership_proposed(partnership):
    tell("partnership_proposed", partnership, partnership.taking_part(), due="")


@_kind("partnership_proposed")
def partnership_proposed_values(mail, partnership):
    if partnership.status != Status.PROPOSED or not _still_leads(mail, partnership.taking_part()):
        return None
    return _about(partnership, _("Open the partnership"), until=_lapses_on(partnership))


def text_put_forward(partnership):
    tell("text_put_forward", partnership, partnership.taking_part(), agreement_texts.latest(partnership).number)


@_kind("text_put_forward")
def text_put_forward_values(mail, partnership):
    text = agreement_texts.latest(partnership)
    is_latest = text is not None and str(text.number) == due_of(mail)
    if partnership.status != Status.PROPOSED or not is_latest or not _still_leads(mail, partnership.taking_part()):
        return None
    return _about(partnership, _("Read the text"), number=text.number)


def signature_due(partnership, due):
    tell("signature_due", partnership, _unsigned(partnership), due, roles=LEAD_ROLES)


def _unsigned(partnership):
    signed = signed_cities(agreement_texts.latest(partnership))
    return [each for each in partnership.taking_part() if each.pk not in signed]


@_kind("signature_due")
def signature_due_values(mail, partnership):
    if partnership.status != Status.PROPOSED or not _still_leads(mail, _unsigned(partnership), LEAD_ROLES):
        return None
    return _about(partnership, _("Read and sign"), "partnership_sign", until=_lapses_on(partnership))


def partnership_agreed(partnership):
    tell("partnership_agreed", partnership, partnership.taking_part(), due="")


@_kind("partnership_agreed")
def partnership_agreed_values(mail, partnership):
    if partnership.status != Status.AGREED or not _still_leads(mail, partnership.taking_part()):
        return None
    return _about(partnership, _("Write the plan"), until=_day(partnership.plan_due_on))


# Working


def plan_due(partnership, due):
    tell("plan_due", partnership, partnership.taking_part(), due)


@_kind("plan_due")
def plan_due_values(mail, partnership):
    waits = partnership.plan_due_on and partnership.status in (Status.AGREED, Status.ACTIVE)
    if not waits or not _still_leads(mail, partnership.taking_part()):
        return None
    return _about(partnership, _("Write the plan"), until=_day(partnership.plan_due_on))


def partnership_paused(partnership):
    tell("partnership_paused", partnership, partnership.taking_part(), due=partnership.paused_on)


@_kind("partnership_paused")
def partnership_paused_values(mail, partnership):
    if partnership.status != Status.PAUSED or not _still_leads(mail, partnership.taking_part()):
        return None
    return _about(partnership, _("Open the partnership"), reason=isolated(partnership.reason))


def city_left(partnership):
    """The others hear who left and why; the city that left is asked what it learned."""
    gone = partnership.partner_cities.filter(left_on__isnull=False).order_by("-left_on", "-pk").first()
    tell("city_left", partnership, partnership.taking_part(), due=gone.pk)
    if partnership.status != Status.CLOSED:
        tell("review_due", partnership, [gone.city], due=f"left{partnership.cycle}")


@_kind("city_left")
def city_left_values(mail, partnership):
    gone = partnership.partner_cities.filter(pk=due_of(mail), left_on__isnull=False).select_related("city").first()
    if gone is None or not _still_leads(mail, partnership.taking_part()):
        return None
    words = {"city": isolated(gone.city.name), "reason": isolated(gone.left_reason)}
    return _about(partnership, _("Open the partnership"), **words)


def review_due(partnership, due):
    tell("review_due", partnership, reviewing.missing(partnership), due)


@_kind("review_due")
def review_due_values(mail, partnership):
    open_ones = (Status.ACTIVE, Status.PAUSED, Status.IN_REVIEW)
    if partnership.status not in open_ones or not _still_leads(mail, reviewing.missing(partnership)):
        return None
    began = partnership.review_began_on
    until = _day(began + timedelta(days=Partnership.DAYS_TO_REVIEW)) if began else _day(partnership.term_ends_on)
    return _about(partnership, _("Write it down"), "partnership_review", until=until)


def partnership_ended(partnership):
    tell("partnership_ended", partnership, partnership.taking_part(), due=partnership.status)


@_kind("partnership_ended")
def partnership_ended_values(mail, partnership):
    over = (Status.DECLINED, Status.LAPSED, Status.CLOSED)
    if partnership.status not in over or not _still_leads(mail, partnership.taking_part()):
        return None
    was_active = partnership.status == Status.CLOSED
    return _about(partnership, _("Open the partnership"), was_active=was_active)
