"""The rules of balance of a body, and the waivers that set one breach aside for a time."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import Body, CompositionRule, Waiver
from ..status import today
from .locks import lock_body_of_rule

Kind = CompositionRule.Kind
OF_REGIONS = frozenset({Kind.REGION_MIN, Kind.REGION_MAX, Kind.NGO_REGION_SHARE_MAX})

composition = Lifecycle(CompositionRule)
waivers = Lifecycle(Waiver)


@composition.creation()
def set_rule(*, by, within, kind, limit, since, until=None, region=""):
    """An administrator sets a limit on who sits in a body. No region stands for each region."""
    Body.objects.select_for_update(no_key=True).get(pk=within.pk)
    if until is not None and until <= since:
        raise TransitionRefused(_("The end must come after the beginning."))
    if region and kind not in OF_REGIONS:
        raise TransitionRefused(_("A region is named only in a rule about regions."))
    return CompositionRule.objects.create(
        body=within, kind=kind, limit=limit, region=region, period=DateRange(since, until)
    )


@composition.transition(locks=lock_body_of_rule)
def end_rule(rule, *, by, on):
    """The rule holds no more from that day on."""
    if rule.period.upper is not None and rule.period.upper <= today():
        raise TransitionRefused(_("This rule has already ended."))
    if on <= rule.period.lower:
        raise TransitionRefused(_("The end must come after the beginning."))
    rule.period = DateRange(rule.period.lower, on)


@waivers.creation()
def waive(*, by, within, decision, reason, from_on, until_on, region="", country=""):
    """One breach of a rule is set aside until a day, by an adopted decision and with a reason."""
    rule = CompositionRule.objects.select_for_update(no_key=True).get(pk=within.pk)
    if decision.status != "adopted" or decision.kind != "waiver" or decision.body_id != rule.body_id:
        raise TransitionRefused(_("A waiver rests on an adopted decision of this body on exceptions to the balance."))
    if until_on <= from_on:
        raise TransitionRefused(_("The end must come after the beginning."))
    if not reason.strip():
        raise TransitionRefused(_("Say why the rule is waived."))
    if not _names_one_breach(rule, region, country):
        raise TransitionRefused(_("Name the one region or country for which the rule is waived."))
    return Waiver.objects.create(
        rule=rule,
        region=region,
        country=country,
        decision=decision,
        reason=reason,
        from_on=from_on,
        until_on=until_on,
    )


def _names_one_breach(rule, region, country):
    """A rule for each country is waived for one of them, one for each region for one region, any other as a whole."""
    if rule.kind == Kind.COUNTRY_MAX:
        return bool(country) and not region
    if rule.kind in OF_REGIONS:
        return not country and (region == rule.region if rule.region else bool(region))
    return not region and not country
