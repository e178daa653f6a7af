"""Visits and joint projects on other pages: partnership, city, practice, event."""

from django.db.models import Exists, OuterRef, Value

from hub.readers import reader_of
from scn_portal.ui import slots
from scn_portal.ui.slots import Panel

from ..formats import when
from ..models import Project, ProjectCity, Visit, VisitStop

ON_A_PAGE = 5
SHOWN = ("confirmed", "held", "reported")


def _latest(visits, projects):
    """The latest few visits and projects, and whether there are more visits. One query where there is nothing."""
    kinds = visits.order_by().values_list(Value("visit"), "pk"), projects.order_by().values_list(Value("project"), "pk")
    keys = {}
    for kind, key in kinds[0].union(kinds[1]):
        keys.setdefault(kind, []).append(key)
    found, shown = [], []
    if "visit" in keys:
        rows = Visit.objects.filter(pk__in=keys["visit"]).select_related("format")
        found = list(rows.order_by("-starts_on", "-pk")[: ON_A_PAGE + 1])
    if "project" in keys:
        shown = list(Project.objects.filter(pk__in=keys["project"]).order_by("-starts_on", "-pk")[:ON_A_PAGE])
    for each in found:
        each.days = when(each)
    return {"visits": found[:ON_A_PAGE], "projects": shown, "has_more": len(found) > ON_A_PAGE}


@slots.partnership_detail.hang
def together(request, partnership):
    """What the partners do: visits and projects, and for their leads the way to new ones."""
    seen = [rows.objects.visible_to(request.user).filter(partnership=partnership) for rows in (Visit, Project)]
    values, leads = _latest(*seen), reader_of(request.user).leads()
    is_open = partnership.status in ("proposed", *partnership.RUNNING) and partnership.origin != "recorded"
    partners = partnership.partner_cities.filter(left_on=None, city__in=leads)
    may_plan = bool(leads) and is_open and partners.exists()
    if not values["visits"] and not values["projects"] and not may_plan:
        return None
    return Panel("twinning/panels/together.html", values | {"partnership": partnership, "may_plan": may_plan})


@slots.city_detail.hang
def projects_of_city(request, city):
    """The projects that the city owns with others; its visits stand with its other links."""
    own = ProjectCity.objects.filter(project=OuterRef("pk"), city=city)
    rows = Project.objects.visible_to(request.user).filter(Exists(own)).order_by("-starts_on", "-pk")
    projects = list(rows[:ON_A_PAGE])
    return Panel("twinning/panels/projects.html", {"projects": projects}) if projects else None


@slots.resource_detail.hang
def exchanges_on_practice(request, resource):
    """From which project the item came, and which visits were about it."""
    about = Visit.objects.visible_to(request.user).filter(interest__resource=resource, status__in=SHOWN)
    values = _latest(about, Project.objects.visible_to(request.user).filter(result=resource))
    return Panel("twinning/panels/on_practice.html", values) if values["visits"] or values["projects"] else None


@slots.event_detail.hang
def visits_of_event(request, event):
    """The visits of which a stop is part of this event."""
    stops = VisitStop.objects.filter(visit=OuterRef("pk"), event__event=event)
    rows = Visit.objects.visible_to(request.user).filter(Exists(stops), status__in=SHOWN)
    values = _latest(rows, Project.objects.none())
    return Panel("twinning/panels/on_event.html", values) if values["visits"] else None
