"""The kinds of exchange in words, and what of a visit goes beyond their limits."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import zones

from .models import VisitFormat

Code = VisitFormat.Code
WHO = {
    Code.STUDY_VISIT: gettext_lazy("People of one or more cities learn at one host."),
    Code.EXPERT_MISSION: gettext_lazy("Experts of one city advise another in its own place."),
    Code.LEARNING_VISIT: gettext_lazy("Many cities come to one host to see how it works."),
    Code.PERSONNEL_EXCHANGE: gettext_lazy("Staff work in the other city for some weeks."),
    Code.ONLINE_CLINIC: gettext_lazy("A call about one question, of two hours at most."),
    Code.STUDY_TOUR: gettext_lazy("One group travels from host to host."),
}


def limits_in_words(format):
    """Days and guests of a kind, in one line."""
    guests = ngettext("at most %(number)s guest", "at most %(number)s guests", format.most_guests)
    parts = [_days(format), guests % {"number": format.most_guests}]
    if format.most_per_city and format.most_per_city < format.most_guests:
        parts.append(_("%(number)s of one city") % {"number": format.most_per_city})
    return ", ".join(parts)


def _days(format):
    if format.least_days == format.most_days:
        return ngettext("%(number)s day", "%(number)s days", format.most_days) % {"number": format.most_days}
    return _("%(least)s to %(most)s days") % {"least": format.least_days, "most": format.most_days}


def days_of(visit):
    return (visit.ends_on - visit.starts_on).days + 1


def when(visit):
    """The days of a visit in words, as exactly as they are known."""
    if visit.precision == "year":
        return str(visit.starts_on.year)
    return zones.days(visit.starts_on, visit.ends_on, visit.precision)


def beyond(visit, *, is_whole=True):
    """What does not fit its kind, one sentence each. While it is planned (`is_whole` false) stops may be missing."""
    format, hosts = visit.format, {each.host_id for each in visit.stops.all() if each.host_id}
    senders, days = visit.visit_cities.count(), days_of(visit)
    words = {"format": str(format), "days": _days(format), "least": format.least_hosts, "most": format.most_hosts}
    found = []
    if days > format.most_days or (is_whole or format.least_hosts == 1) and days < format.least_days:
        found.append(_("“%(format)s” lasts %(days)s.") % words)
    if len(hosts) > format.most_hosts or is_whole and len(hosts) < format.least_hosts:
        found.append(_hosts(format) % words)
    if format.most_senders and senders > format.most_senders:
        number = {"format": str(format), "number": format.most_senders}
        words = ngettext(
            "“%(format)s” has guests of %(number)s city.",
            "“%(format)s” has guests of %(number)s cities at most.",
            format.most_senders,
        )
        found.append(words % number)
    return found


def _hosts(format):
    if format.least_hosts == format.most_hosts:
        return ngettext("“%(format)s” has %(most)s host.", "“%(format)s” has %(most)s hosts.", format.most_hosts)
    return _("“%(format)s” has %(least)s to %(most)s hosts.")


def crowded(visit, people, of_city):
    """Why so many people, so many of one city, are too many for this kind, with the kind that would fit; or ""."""
    format = visit.format
    if people > format.most_guests:
        reason = ngettext(
            "“%(format)s” has room for %(number)s guest.",
            "“%(format)s” has room for %(number)s guests.",
            format.most_guests,
        )
        reason %= {"format": str(format), "number": format.most_guests}
    elif format.most_per_city and of_city > format.most_per_city:
        reason = ngettext(
            "“%(format)s” has room for %(number)s guest of one city.",
            "“%(format)s” has room for %(number)s guests of one city.",
            format.most_per_city,
        )
        reason %= {"format": str(format), "number": format.most_per_city}
    else:
        return ""
    other = fitting(visit, people, of_city)
    return f"{reason} {_('“%(format)s” would fit.') % {'format': str(other)}}" if other else reason


def fitting(visit, people, of_city):
    """The first other kind that has room for them, by days and hosts of this visit too; None without."""
    hosts, days = len({each.host_id for each in visit.stops.all() if each.host_id}), days_of(visit)
    rows = VisitFormat.objects.filter(
        most_guests__gte=people,
        least_days__lte=days,
        most_days__gte=days,
        most_hosts__gte=hosts,
        least_hosts__lte=hosts,
    )
    rows = rows.exclude(pk=visit.format_id).filter(is_online=visit.format.is_online)
    return next((each for each in rows if not each.most_per_city or each.most_per_city >= of_city), None)
