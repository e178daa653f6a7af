"""What cities are told of visits and joint projects. No mail names a guest: lists are read on the page."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cities.models import City
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import due_of, write

from ..formats import when
from ..lifecycle.visits import waiting_for
from ..models import Project, Visit
from ..rules import leads_city
from .interests import FOR_LEADS, isolated, leads_of

Status = Visit.Status
OF_VISITS = {"because": FOR_LEADS, "in_inbox": True, "related": ("format",)}


def tell(name, visit, cities, due=""):
    people = {person.pk: person for city in cities for person in leads_of(city)}
    for person in people.values():
        write(f"twinning.{name}", subject=visit, person=person, due=due)


def hosts_of(visit):
    return City.objects.filter(pk__in=visit.stops.exclude(host=None).values("host"))


def _about(visit, label):
    return {
        "title": isolated(visit.title),
        "format": str(visit.format),
        "days": when(visit),
        "button_url": address("twinning:visit_detail", visit.code),
        "button_label": label,
    }


def _leads(person, cities):
    return any(leads_city.test(person, each) for each in cities)


def visit_planned(visit, due=""):
    """To those who have not said yet that they take part; each version of the plan once."""
    tell("visit_planned", visit, waiting_for(visit), due)


@kind("twinning.visit_planned", label=_("A visit with your city is planned or changed"), **OF_VISITS)
def visit_planned_values(mail, visit):
    waiting = waiting_for(visit)
    if visit.status != Status.PLANNED or not _leads(mail.person, waiting):
        return None
    return _about(visit, _("See the plan and answer")) | {"is_changed": due_of(mail) != ""}


def visit_cancelled(visit):
    tell("visit_cancelled", visit, visit.taking_part())


@kind("twinning.visit_cancelled", label=_("A visit with your city is called off"), **OF_VISITS)
def visit_cancelled_values(mail, visit):
    if visit.status != Status.CANCELLED or not _leads(mail.person, visit.taking_part()):
        return None
    return _about(visit, _("Open the visit")) | {"reason": isolated(visit.reason)}


def visit_confirmed(visit, due=""):
    tell("visit_confirmed", visit, visit.taking_part(), due)


@kind("twinning.visit_confirmed", label=_("A visit with your city is confirmed"), **OF_VISITS)
def visit_confirmed_values(mail, visit):
    if visit.status != Status.CONFIRMED or not _leads(mail.person, visit.taking_part()):
        return None
    sends = _leads(mail.person, City.objects.filter(pk__in=visit.visit_cities.values("city")))
    return _about(visit, _("Open the visit")) | {"sends": sends}


def report_due(visit, after):
    tell("report_due", visit, visit.taking_part(), due=str(after))


@kind("twinning.report_due", label=_("The report of a visit is due"), **OF_VISITS)
def report_due_values(mail, visit):
    if visit.status != Status.HELD or not _leads(mail.person, visit.taking_part()):
        return None
    is_late = int(due_of(mail) or 0) > Visit.DAYS_TO_REPORT
    return _about(visit, _("Write the report")) | {"number": len(visit.aims), "is_late": is_late}


def visit_reported(visit):
    """The hosts are asked whether the facts are right."""
    tell("visit_reported", visit, hosts_of(visit))


@kind("twinning.visit_reported", label=_("A report tells of your city as a host"), **OF_VISITS)
def visit_reported_values(mail, visit):
    if visit.status != Status.REPORTED or visit.facts_checked_at or not _leads(mail.person, hosts_of(visit)):
        return None
    return _about(visit, _("Read the report"))


def project_done(project):
    tell("project_done", project, project.taking_part())


@kind(
    "twinning.project_done",
    label=_("A joint project of your city is done"),
    because=FOR_LEADS,
    in_inbox=True,
    related=("result",),
)
def project_done_values(mail, project):
    if project.status != Project.Status.DONE or not _leads(mail.person, project.taking_part()):
        return None
    return {
        "title": isolated(project.title),
        "result": isolated(project.result.title),
        "done_on": date_format(project.done_on, "j F Y"),
        "button_url": address("twinning:project_detail", project.slug),
        "button_label": _("Open the project"),
    }
