"""The menu, the figure and the box on the home page, the links of a city, and what waits."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots
from scn_portal.ui.slots import Figure, MenuEntry, Panel, QueueSource

from .. import sitemaps, waiting  # noqa: F401 -- the first registers itself
from ..models import PartnerCity, Partnership, Round, Visit
from ..network import shown_partnerships, shown_visits

ON_THE_FRONT_PAGE, ON_A_CITY_PAGE = 3, 6
DAYS_WITHOUT_REPORT = 45

slots.menu.hang(MenuEntry(_("Twinning"), "twinning:front", "twinning"), position=25)
slots.waiting.hang(waiting.waiting_for)


def active_partnerships():
    """Those that run, counted as everybody sees them."""
    return shown_partnerships(AnonymousUser()).filter(status="active", kind="twinning", is_demonstration=False).count()


slots.figures.hang(Figure("twinnings", _("Active partnerships"), active_partnerships, "twinning:front"), position=25)


@slots.home.hang
def cities_together(request):
    """The partnerships that began last, as far as this reader may know of them; nothing while there are none."""
    members = Prefetch("partner_cities", PartnerCity.objects.filter(left_on=None).select_related("city"))
    rows = shown_partnerships(request.user).exclude(status="closed").prefetch_related(members, "parties")
    rows = rows.order_by("-started_on", "-pk")[:ON_THE_FRONT_PAGE]
    return Panel("twinning/panels/home.html", {"partnerships": rows}) if rows else None


@slots.city_detail.hang
def links_of_city(request, city):
    """The partnerships and the exchanges in which the city takes part, each as far as the reader may see it."""
    partnerships = shown_partnerships(request.user).filter(partner_cities__city=city).distinct()
    took_part = Q(stops__host=city) | Q(visit_cities__city=city)
    visits = shown_visits(request.user).filter(took_part).distinct().order_by("-starts_on", "-pk")
    found = [*partnerships[: ON_A_CITY_PAGE + 1]], [*visits[: ON_A_CITY_PAGE + 1]]
    if not any(found):
        return None
    has_more = any(len(each) > ON_A_CITY_PAGE for each in found)
    values = {"partnerships": found[0][:ON_A_CITY_PAGE], "visits": found[1][:ON_A_CITY_PAGE]}
    return Panel("twinning/panels/links.html", values | {"has_more": has_more, "city": city})


# What waits for the moderators


def rounds_to_lead():
    """Rounds that wait for staff: closed, solved and not proposed, or with every answer there."""
    answered = Q(status="proposed") & ~Q(proposals__status="proposed")
    return Round.objects.filter(Q(status__in=["closed", "solved"]) | answered).distinct().order_by("closes_at", "pk")


def without_report():
    """Visits that ended weeks ago and tell nothing yet."""
    last = timezone.now().date() - timedelta(days=DAYS_WITHOUT_REPORT)
    return Visit.objects.filter(status="held", ends_on__lt=last).order_by("ends_on", "pk")


def without_plan():
    """Partnerships that were signed and have no plan by its day."""
    late = Partnership.objects.filter(status="agreed", plan_due_on__lt=timezone.now().date())
    return late.exclude(origin="recorded").order_by("plan_due_on", "pk")


def queue_source(key, label, rows, since, next_action, working_days, title=str):
    """Twinning's own pages are where staff act: the row leads to the page of the thing."""
    slots.queue.hang(
        QueueSource(
            key=f"twinning.{key}",
            label=label,
            group="moderator",
            rows=rows,
            title=title,
            waiting_since=since,
            next_action=lambda row: next_action,
            url=lambda row: row.get_absolute_url(),
            owner=lambda row: "",
            working_days=working_days,
        )
    )


queue_source(
    "rounds",
    _("Matching rounds to be led on"),
    rounds_to_lead,
    lambda round: round.closes_at,
    _("Solve, choose, propose or settle"),
    5,
)
queue_source(
    "reports",
    _("Visits without a report"),
    without_report,
    lambda visit: waiting.end_of(visit.ends_on),
    _("Ask the cities what is missing"),
    20,
)
queue_source(
    "plans",
    _("Partnerships without a plan"),
    without_plan,
    lambda partnership: waiting.end_of(partnership.plan_due_on),
    _("Help the cities to begin"),
    20,
)
