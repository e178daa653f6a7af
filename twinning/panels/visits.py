"""Visits and joint projects on other pages: partnership, city, practice, event."""

from django.db.models import Q

from hub.readers import reader_of
from scn_portal.ui import slots
from scn_portal.ui.slots import Panel

from ..formats import when
from ..models import Project, Visit

ON_A_PAGE = 5
SHOWN = ("confirmed", "held", "reported")


def _visits(rows):
    """The latest few, with their words, and whether there are more. One query."""
    found = list(rows.select_related("format").order_by("-starts_on", "-pk")[: ON_A_PAGE + 1])
    for each in found:
        each.days = when(each)
    return found[:ON_A_PAGE], len(found) > ON_A_PAGE


@slots.partnership_detail.hang
def together(request, partnership):
    """What the partners do: visits and projects, and for their leads the way to new ones."""
    visits, _more = _visits(Visit.objects.visible_to(request.user).filter(partnership=partnership))
    projects = list(Project.objects.visible_to(request.user).filter(partnership=partnership)[:ON_A_PAGE])
    leads = reader_of(request.user).leads()
    is_open = partnership.status in ("proposed", *partnership.RUNNING) and partnership.origin != "recorded"
    partners = partnership.partner_cities.filter(left_on=None, city__in=leads)
    may_plan = bool(leads) and is_open and partners.exists()
    if not visits and not projects and not may_plan:
        return None
    values = {"partnership": partnership, "visits": visits, "projects": projects, "may_plan": may_plan}
    return Panel("twinning/panels/together.html", values)


@slots.city_detail.hang
def exchanges_of_city(request, city):
    """The visits that the city hosted or sent people to, and the projects that it owns with others."""
    taking_part = Q(stops__host=city) | Q(visit_cities__city=city)
    keys = Visit.objects.filter(taking_part, status__in=SHOWN).order_by().values("pk")
    visits, has_more = _visits(Visit.objects.visible_to(request.user).filter(pk__in=keys))
    own = Project.objects.visible_to(request.user).filter(project_cities__city=city)
    projects = list(own.order_by("-starts_on", "-pk")[:ON_A_PAGE])
    if not visits and not projects:
        return None
    values = {"city": city, "visits": visits, "projects": projects, "has_more": has_more}
    return Panel("twinning/panels/exchanges.html", values)


@slots.resource_detail.hang
def exchanges_on_practice(request, resource):
    """From which project the item came, and which visits were about it."""
    projects = list(Project.objects.visible_to(request.user).filter(result=resource)[:ON_A_PAGE])
    about = Visit.objects.visible_to(request.user).filter(interest__resource=resource, status__in=SHOWN)
    visits, _more = _visits(about)
    values = {"visits": visits, "projects": projects}
    return Panel("twinning/panels/on_practice.html", values) if visits or projects else None


@slots.event_detail.hang
def visits_of_event(request, event):
    """The visits of which a stop is part of this event."""
    rows = Visit.objects.visible_to(request.user).filter(stops__event__event=event, status__in=SHOWN)
    visits, _more = _visits(rows.distinct())
    return Panel("twinning/panels/on_event.html", {"visits": visits}) if visits else None
