"""What those are told whom a round left over: one reason. What they can do now stands beside it on the page."""

from django.utils.translation import gettext_lazy as _

from . import explaining, proposing

FELL = _("The group of your city did not come together, and no other was found in time.")


def entries_left_over(round):
    """Those that took part to the end and stand in no group that all accepted."""
    return proposing.still_to_match(round).select_related("city")


def reason_for(round, city):
    """Why this city is in no group, in one sentence; "" where it did not stay to the end."""
    run = proposing.last_result(round)
    if run is None or not entries_left_over(round).filter(city=city).exists():
        return ""
    reasons = {each["city"]: each["reason"] for each in (run.result or {}).get("left", [])}
    code = reasons.get(city.slug)
    return explaining.REASONS[code] if code else FELL
