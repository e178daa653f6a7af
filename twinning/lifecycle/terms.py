"""The term of a partnership: breaks that do not count, cities that leave, the review, the next cycle, the end."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.status import months_after, today
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import reviewing, signals
from ..models import Partnership
from ..rules.partnerships import leads_city
from ..taking_part import all_want, forget, has_enough, want
from .partnerships import partner_acting, partnerships

Status = Partnership.Status
RESUME, RENEW = "resume", "renew"


# Breaks


@partnerships.transition(Status.ACTIVE, to=Status.PAUSED, announces=signals.partnership_changed)
def pause(partnership, *, by, city, reason):
    """A city asks for a break: no reminders, and the term stands still."""
    partner_acting(partnership, by, city)
    partnership.reason, partnership.paused_on = _given(reason), today()


@partnerships.transition(Status.PAUSED, announces={Status.ACTIVE: signals.partnership_changed})
def resume(partnership, *, by, city):
    """A city wants to go on; with the last one the break is over."""
    want(partner_acting(partnership, by, city), RESUME)
    if all_want(partnership, RESUME):
        partnership.status = Status.ACTIVE
        _end_the_break(partnership)


def _end_the_break(partnership):
    """The days of the break do not count: the end of the term moves by them."""
    partnership.term_ends_on += today() - partnership.paused_on
    partnership.paused_on, partnership.reason = None, ""
    forget(partnership, RESUME)


@partnerships.transition(Status.PAUSED, to=Status.IN_REVIEW, announces=signals.review_began, by_system=True)
def end_pause(partnership, *, by):
    """A break of twelve months leads to the review."""
    if today() < months_after(partnership.paused_on, Partnership.MONTHS_PAUSED):
        raise TransitionRefused(_("Its day has not come yet."))
    _end_the_break(partnership)
    _begin_review(partnership)


# Leaving


@partnerships.transition(
    Status.AGREED,
    Status.ACTIVE,
    Status.PAUSED,
    announces={
        Status.AGREED: signals.partnership_changed,
        Status.ACTIVE: signals.partnership_changed,
        Status.PAUSED: signals.partnership_changed,
        Status.CLOSED: signals.partnership_changed,
        Status.IN_REVIEW: signals.review_began,
    },
)
def leave(partnership, *, by, city, reason):
    """A city leaves, and says why; its council may decide that at any time. With too few left the review begins."""
    partner = partner_acting(partnership, by, city)
    partner.left_reason, partner.left_on, partner.left_in_cycle = _given(reason), today(), partnership.cycle
    partner.agrees = {}
    partner.save()
    if has_enough(partnership):
        return
    if partnership.status == Status.AGREED:  # nothing was done yet that could be reviewed
        partnership.status, partnership.ended_on = Status.CLOSED, today()
        return
    if partnership.status == Status.PAUSED:
        _end_the_break(partnership)
    partnership.status = Status.IN_REVIEW
    _begin_review(partnership)


# The review, the next cycle, the end


@partnerships.transition(Status.ACTIVE, to=Status.IN_REVIEW, announces=signals.review_began, by_system=True)
def review(partnership, *, by, city=None):
    """Sixty days before the end of the term, or when a city asks for it, each city is asked what it learned."""
    if by is SYSTEM:
        if today() < partnership.term_ends_on - timedelta(days=Partnership.REVIEW_BEFORE):
            raise TransitionRefused(_("Its day has not come yet."))
    else:
        partner_acting(partnership, by, city)
    _begin_review(partnership)


def _begin_review(partnership):
    partnership.review_began_on = today()
    forget(partnership, RENEW)


@partnerships.transition(Status.ACTIVE, Status.PAUSED, Status.IN_REVIEW)
def file_review(partnership, *, by, city, learned, again, taken="", may_be_public=False):
    """A city writes what it learned and took over. The others read it when all have written, or after 45 days."""
    asked = {each.city_id: each for each in reviewing.asked_partners(partnership)}
    partner = asked.get(city.pk)
    if partner is None or not leads_city.test(by, partner.city):
        raise PermissionDenied(f"{by} does not act for {city}")
    if partnership.status != Status.IN_REVIEW and partner.left_on is None:
        raise TransitionRefused(_("The review has not begun yet."))
    if partnership.reviews.filter(cycle=partnership.cycle, city=city).exists():
        raise TransitionRefused(_("Your city has filed its review already."))
    words = {"learned": learned.strip(), "taken": taken.strip(), "again": again, "may_be_public": may_be_public}
    if not words["learned"]:
        raise TransitionRefused(_("Say what your city learned."))
    at = {"cycle": partnership.cycle, "city": city, "filed_by": by, "filed_at": timezone.now()}
    partnership.reviews.create(**at, **words)


@partnerships.transition(Status.IN_REVIEW, announces={Status.ACTIVE: signals.partnership_changed})
def renew(partnership, *, by, city):
    """A city wants a next cycle; with the last one it begins, with a new term and a new plan to write."""
    partner = partner_acting(partnership, by, city)
    filed = set(reviewing.filed(partnership).values_list("city", flat=True))
    if not filed.issuperset(each.city_id for each in partnership.open_partners()):
        raise TransitionRefused(_("First each city files its review."))
    if not has_enough(partnership):
        raise TransitionRefused(_("A partnership joins at least two cities of two countries."))
    want(partner, RENEW)
    if not all_want(partnership, RENEW):
        return
    forget(partnership, RENEW)
    partnership.status, partnership.review_began_on = Status.ACTIVE, None
    partnership.cycle += 1
    partnership.term_ends_on = months_after(today(), Partnership.MONTHS)
    partnership.plan_due_on = today() + timedelta(days=Partnership.DAYS_TO_PLAN)


@partnerships.transition(Status.IN_REVIEW, to=Status.CLOSED, announces=signals.partnership_changed, by_system=True)
def close(partnership, *, by, city=None):
    """The partnership ends, once all have written their review or 45 days have passed."""
    if by is not SYSTEM:
        partner_acting(partnership, by, city)
    is_over = reviewing.is_time_over(partnership)
    if (by is SYSTEM and not is_over) or (not is_over and reviewing.missing(partnership)):
        raise TransitionRefused(_("It ends once every city has filed its review, or after 45 days."))
    partnership.ended_on = today()


def _given(reason):
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    return reason.strip()[:400]
