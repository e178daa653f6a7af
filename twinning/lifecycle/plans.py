"""What the cities of a partnership want to do in this cycle: written by any of them, adopted by all."""

from django.utils.translation import gettext as _

from cities.status import months_after, today
from scn_portal.lifecycle import TransitionRefused

from .. import signals
from ..models import Partnership, Plan, PlanStep
from ..taking_part import all_want, forget, has_enough, want
from .partnerships import partner_acting, partnerships

Status, Kind = Partnership.Status, PlanStep.Kind
ADOPT = "adopt_plan"
MOST_STEPS = 40


def plan_of(partnership):
    """The plan of the present cycle, or None."""
    return Plan.objects.filter(partnership=partnership, cycle=partnership.cycle).first()


def gaps(partnership, plan):
    """What a plan lacks before it can be adopted, as sentences."""
    found = []
    if plan is None or not plan.aims.strip():
        found.append(_("Write the aims of the plan."))
    if plan is None or not plan.steps.filter(kind__in=[Kind.VISIT, Kind.CALL]).exists():
        found.append(_("Plan at least one visit or one call, with its day."))
    for each in partnership.open_partners():
        if not each.office:
            found.append(_("%(city)s has not named its office yet.") % {"city": each.city.name})
    return found


@partnerships.transition(Status.AGREED, Status.ACTIVE)
def name_office(partnership, *, by, city, office):
    """A city says which office looks after the partnership."""
    if not office.strip():
        raise TransitionRefused(_("Name the office."))
    partner = partner_acting(partnership, by, city)
    partner.office = office.strip()
    partner.save(update_fields=["office"])


@partnerships.transition(Status.AGREED, Status.ACTIVE)
def write_plan(partnership, *, by, city, aims, steps=()):
    """A city writes the plan of this cycle. Whoever had agreed to an earlier one is asked again.

    `steps` are (kind, day, words); they take the place of those that stood there.
    """
    partner_acting(partnership, by, city)
    plan, steps = plan_of(partnership) or Plan(partnership=partnership, cycle=partnership.cycle), list(steps)
    _refuse_if_adopted(plan)
    if not aims.strip():
        raise TransitionRefused(_("Write the aims of the plan."))
    if len(steps) > MOST_STEPS:
        raise TransitionRefused(_("Forty steps are the most."))
    plan.aims = aims.strip()
    plan.save()
    plan.steps.all().delete()
    PlanStep.objects.bulk_create(PlanStep(plan=plan, kind=kind, on=on, words=words) for kind, on, words in steps)
    forget(partnership, ADOPT)


def _refuse_if_adopted(plan):
    if plan.adopted_on:
        raise TransitionRefused(_("This plan is adopted. Add a step to it, or write a new one in the next cycle."))


@partnerships.transition(Status.AGREED, Status.ACTIVE, announces={Status.ACTIVE: signals.partnership_activated})
def adopt_plan(partnership, *, by, city):
    """A city agrees to the plan; with the last one the partnership is active, and its term begins."""
    partner, plan = partner_acting(partnership, by, city), plan_of(partnership)
    if missing := gaps(partnership, plan):
        raise TransitionRefused(" ".join(missing))
    _refuse_if_adopted(plan)
    want(partner, ADOPT)
    if not all_want(partnership, ADOPT):
        return
    if not has_enough(partnership):
        raise TransitionRefused(_("A partnership joins at least two cities of two countries."))
    forget(partnership, ADOPT)
    plan.adopted_on, partnership.plan_due_on = today(), None
    plan.save(update_fields=["adopted_on"])
    if partnership.status == Status.AGREED:
        partnership.status, partnership.started_on = Status.ACTIVE, today()
        partnership.term_ends_on = months_after(today(), Partnership.MONTHS)


@partnerships.transition(Status.ACTIVE)
def add_step(partnership, *, by, city, kind, on, words):
    """A city adds a step to the plan."""
    partner_acting(partnership, by, city)
    plan = plan_of(partnership)
    if plan is None:
        raise TransitionRefused(_("Write the plan of this cycle first."))
    if plan.steps.count() >= MOST_STEPS:
        raise TransitionRefused(_("Forty steps are the most."))
    plan.steps.create(kind=kind, on=on, words=words)


@partnerships.transition(Status.ACTIVE)
def tick_step(partnership, *, by, city, step):
    """A city notes that a step was done."""
    partner_acting(partnership, by, city)
    row = PlanStep.objects.select_for_update().filter(pk=step.pk, plan__partnership=partnership).first()
    if row is None or row.done_on:
        raise TransitionRefused(_("This step is done already."))
    row.done_on = today()
    row.save(update_fields=["done_on"])
