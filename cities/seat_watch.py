"""Seats that need somebody's eye: terms that end soon, and cities that have left good standing."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scn_portal.ui.slots import QueueSource

from .models import Advice, City, Membership, SeatTerm
from .status import in_good_standing, today

SOON = timedelta(days=180)
FLAGGED = (90, 60)  # days out of good standing on which the city is told; after the first number staff end the term
LOOK_BACK = 120  # days
STANDING = (
    "city__memberships__confirmations",
    "city__memberships__suspensions",
    "city__representatives",
    "city__invitations",
    "city__handovers",
)


def ending(day):
    """Terms that run on the day and end within 180 days."""
    return SeatTerm.objects.on(day).filter(period__endswith__lte=day + SOON)


def out_of_standing(day):
    """[(term, days)]: terms of cities out of good standing, and for how many days, 120 for whatever is longer."""
    standing = City.objects.with_status(on=day).filter(status__in=Membership.IN_GOOD_STANDING)
    terms = SeatTerm.objects.on(day).filter(city__isnull=False).exclude(city__in=standing.values("pk"))
    rows = terms.select_related("seat__body", "city").prefetch_related(*STANDING).order_by("pk")
    return [(term, days_out(term.city, day)) for term in rows]


def days_out(city, day):
    """For how many days the city has been out of good standing, this one counted; at most 120."""
    back = (number for number in range(LOOK_BACK) if in_good_standing(city, day - timedelta(days=number)))
    return next(back, LOOK_BACK)


# The staff queue


def seats_to_watch():
    """The terms of both kinds, each with `days_out` (0 where only the end is near)."""
    day = today()
    out = {term.pk: days for term, days in out_of_standing(day)}
    days = Case(*(When(pk=pk, then=number) for pk, number in out.items()), default=0, output_field=IntegerField())
    terms = SeatTerm.objects.on(day).filter(Q(period__endswith__lte=day + SOON) | Q(pk__in=out))
    return terms.with_holders().annotate(days_out=days if out else Value(0)).order_by("period__endswith", "pk")


def _since(term):
    day = today() - timedelta(days=term.days_out) if term.days_out else term.period.upper - SOON
    return datetime.combine(day, time.min, UTC)


def _marks(term):
    marks = []
    if term.period.upper:
        marks.append((_("ends on %(day)s") % {"day": term.period.upper.isoformat()}, ""))
    if term.days_out:
        words = ngettext(
            "out of good standing for %(days)s day", "out of good standing for %(days)s days", term.days_out
        )
        marks.append((words % {"days": term.days_out}, "bad" if term.days_out >= min(FLAGGED) else "warn"))
    return marks


def _next(term):
    if term.days_out >= max(FLAGGED):
        return _("End the term")
    if term.days_out:
        return _("Talk to the city")
    return _("Prepare who comes next")


SEATS = QueueSource(
    key="seats",
    label=gettext_lazy("Seats to watch"),
    group="administrator",
    rows=seats_to_watch,
    title=str,
    waiting_since=_since,
    next_action=_next,
    url=lambda term: reverse("admin:cities_seatterm_change", args=[term.pk]),
    owner=lambda term: "",
    marks=_marks,
    working_days=60,
)

ADVICE = QueueSource(
    key="advice",
    label=gettext_lazy("Advice to answer"),
    group="administrator",
    rows=lambda: Advice.objects.unanswered().select_related("organisation", "decision").order_by("given_at"),
    title=lambda advice: f"{advice.organisation}: {advice.decision.title}",
    waiting_since=lambda advice: advice.given_at,
    next_action=lambda advice: _("Answer it before the decision"),
    url=lambda advice: reverse("admin:cities_advice_change", args=[advice.pk]),
    owner=lambda advice: "",
)
