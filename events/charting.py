"""A sealed result as chart, table and rows: one set of numbers, those under the hash."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.countries import country_name
from scn_portal.ui import charts

from . import voting
from .disclosure import OTHER
from .models import Poll, Pool, Registration

SIZES = {
    "small": gettext_lazy("under 50,000 people"),
    "medium": gettext_lazy("50,000 to 250,000 people"),
    "large": gettext_lazy("250,000 to a million people"),
    "very_large": gettext_lazy("a million people and more"),
}
OTHERS = pgettext_lazy("group of people", "Other")


def answers(poll):
    """The words of each answer, in the order of the totals."""
    if poll.kind == Poll.Kind.SCALE:
        return [str(each) for each in voting.SCALE]
    return [str(each) for each in poll.options.all()]


def group_name(breakdown, value):
    """A value of a breakdown in the reader's language."""
    if value == OTHER:
        return str(OTHERS)
    if breakdown == Poll.Breakdown.REGION:
        return country_name(value)
    if breakdown == Poll.Breakdown.SECTOR:
        return str(Registration.Sector(value).label)
    if breakdown == Poll.Breakdown.ROLE:
        return str(Pool.Category(value).label)
    return str(SIZES[value])


def share(count, whole):
    """Whole percent, of a shown count."""
    return round(100 * count / whole) if whole else 0


def chart_of_counts(poll, answered, totals, *, csv_url="", source=""):
    """Bars of the totals, with the share of those who answered."""
    written = [_("%(count)d (%(share)d%%)") % {"count": count, "share": share(count, answered)} for count in totals]
    return charts.bars(
        str(poll),
        answers(poll),
        charts.Series(_("Answers"), totals),
        description=_("%(number)d answered.") % {"number": answered},
        unit=_("answers"),
        source=source,
        csv_url=csv_url,
        written=written,
    )


def chart_of(poll, csv_url=""):
    """The chart of a sealed result. None where there is nothing to draw: words, or too few answers."""
    result = poll.result
    if poll.kind == Poll.Kind.TEXT or not voting.may_show(poll, result.answered):
        return None
    drawn = chart_of_counts(poll, result.answered, result.totals, csv_url=csv_url, source=how(poll))
    told = _("%(answered)d of %(entitled)d answered.") % {"answered": result.answered, "entitled": result.entitled}
    return drawn._replace(description=told)


def how(poll):
    """The method, in the reader's language."""
    return voting.method(poll, poll.result.table is not None)


def groups_of(poll):
    """The published breakdown: (heads, [(name, people, [cell])]); a cell that is hidden is None. None without one."""
    table = poll.result.table
    if not table:
        return None
    rows = [(group_name(poll.breakdown, each["label"]), each["size"], each["cells"]) for each in table["groups"]]
    return answers(poll), rows


def chart_of_groups(poll):
    """Bars of each group, one below the other, in percent of its answers; None where it has no table or is too wide."""
    found = groups_of(poll)
    if found is None or len(found[0]) > charts.MOST_SERIES:
        return None
    heads, rows = found
    parts = [[None if cell is None else share(cell, size) for cell in cells] for _name, size, cells in rows]
    shown = [[_cell(cell, size) for cell in cells] for _name, size, cells in rows]
    named = [_("%(group)s: %(number)d answers") % {"group": name, "number": size} for name, size, _cells in rows]
    series = [charts.Series(head, [row[at] for row in parts]) for at, head in enumerate(heads)]
    note = _("A cell with a dash is not shown: it would tell, or help to tell, how a few people answered.")
    words = note if any(cell is None for _name, _size, cells in rows for cell in cells) else ""
    title = _("%(question)s: by group") % {"question": poll}
    return charts.paired_bars(title, named, series, shown=shown, description=words, unit=_("percent of the group"))


def _cell(count, size):
    if count is None:
        return "–"
    return _("%(count)d (%(share)d%%)") % {"count": count, "share": share(count, size)}


def rows_of(poll):
    """The rows of the CSV: group ("" for all), answer, count (empty where hidden), answered, hash."""
    result, names = poll.result, answers(poll)
    stamp = result.sha256
    yield from (("", name, count, result.answered, stamp) for name, count in zip(names, result.totals, strict=True))
    for group, size, cells in (groups_of(poll) or ((), ()))[1]:
        yield from ((group, name, cell, size, stamp) for name, cell in zip(names, cells, strict=True))
