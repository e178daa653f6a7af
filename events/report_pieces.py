"""What the page of a report shows of each block: one list for the page, the desk and the paper."""

from dataclasses import dataclass, field

from django.urls import reverse

from . import reporting
from .charting import chart_of, chart_of_groups, groups_of
from .models import Block, Poll


@dataclass(frozen=True)
class Piece:
    """A block, with its charts if it has any. `is_withdrawn`: its result was taken back after publication."""

    block: object
    chart: object = None
    groups: object = None
    table: object = None
    is_withdrawn: bool = False
    author: str = ""
    sessions: list = field(default_factory=list)


def pieces_of(report, blocks=None):
    """The blocks in order. A result that was withdrawn shows nothing; under the Chatham House Rule no author."""
    quiet = reporting.is_quiet(report.event)
    return [_piece(report, each, quiet) for each in (reporting.whole(report) if blocks is None else blocks)]


def _piece(report, block, quiet):
    if block.kind != Block.Kind.CHART:
        author = "" if quiet else block.author
        return Piece(block, author=author, sessions=list(block.sessions.all()))
    poll = block.result.poll
    poll.result = block.result
    if poll.status != Poll.Status.PUBLISHED:
        return Piece(block, is_withdrawn=True)
    address = reverse("events:report_csv", args=[report.event.slug, report.number, poll.code])
    return Piece(block, chart=chart_of(poll, address), groups=chart_of_groups(poll), table=groups_of(poll))
