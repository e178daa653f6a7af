"""The life of a report: written in blocks, checked, published with a number, and revised as the next one."""

from django.utils import timezone
from django.utils.translation import gettext as _

from hub import lifecycle as hub
from hub.models import Resource
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import reporting, signals
from ..lessons import LEAST, MOST, TITLE_MOST, content_of, is_recorded
from ..models import Block, Event, Report

Status, Kind = Report.Status, Block.Kind
TOLD = (Event.Status.CLOSED, Event.Status.ENDED, Event.Status.ARCHIVED)
WORDS = ("title", "text", "figure", "author", "has_consent", "result", "theme", "city", "position")

reports = Lifecycle(Report)


# Writing


@reports.creation()
def write(*, by, within, title, summary="", language="en"):
    """An officer begins the report of an event. Who may read it starts with who may see the event."""
    if within.status not in TOLD:
        raise TransitionRefused(_("A report is written when the registration is closed or the event is over."))
    if within.reports.exists():
        raise TransitionRefused(_("This event has a report. Go on with it, or revise it."))
    return Report.objects.create(
        event=within, title=title, summary=summary, language=language, sharing=within.sharing, number=1
    )


@reports.transition(Status.DRAFT)
def edit(report, *, by, **details):
    """Title, summary, language, who may read it, and who of the host city agreed to show it wider."""
    for name, value in details.items():
        setattr(report, name, value)
    if reporting.is_wider(report) and not report.wider_agreed.strip():
        raise TransitionRefused(_("Note who of the host city agreed to show it to more people than the event."))


@reports.transition(Status.DRAFT)
def add_block(report, *, by, kind, sessions=(), **words):
    """A text, a figure, a chart of a published poll, a quote, sessions, or a lesson joins the report."""
    last = report.blocks.order_by("-position").values_list("position", flat=True).first() or 0
    block = Block(report=report, kind=kind, **({"position": last + 1} | words))
    _keep(block, sessions)


@reports.transition(Status.DRAFT)
def change_block(report, *, by, block, sessions=(), **words):
    """A piece of the report says something else, or stands elsewhere."""
    block = report.blocks.get(pk=block.pk)
    for name in words.keys() & set(WORDS):
        setattr(block, name, words[name])
    _keep(block, sessions)


@reports.transition(Status.DRAFT)
def remove_block(report, *, by, block):
    """A piece of the report goes."""
    report.blocks.filter(pk=block.pk).delete()


def _keep(block, sessions):
    _refuse_unless_whole(block)
    block.save()
    block.sessions.set(sessions if block.kind == Kind.SESSIONS else ())


def _refuse_unless_whole(block):
    event = block.report.event
    needs = {Kind.FIGURE: block.figure, Kind.CHART: block.result_id, Kind.LESSON: block.title and block.theme_id}
    if not needs.get(block.kind, block.kind == Kind.SESSIONS or block.text.strip()):
        raise TransitionRefused(_("This block is not filled in yet."))
    if block.kind == Kind.CHART and not reporting.charts_to_choose(event).filter(pk=block.result_id).exists():
        raise TransitionRefused(_("A chart shows a published result of this event."))
    if block.kind == Kind.LESSON and not (LEAST <= len(block.text.strip()) <= MOST and len(block.title) <= TITLE_MOST):
        raise TransitionRefused(
            _("A lesson has a title of up to 90 signs and says in 40 to 300 signs what was learned.")
        )
    if block.author and reporting.is_quiet(event):
        raise TransitionRefused(_("Under the Chatham House Rule a quote has no author."))


# Checking and publishing


@reports.transition(Status.DRAFT, to=Status.IN_REVIEW)
def submit(report, *, by):
    """It is ready for a second pair of eyes."""
    if not report.blocks.exists():
        raise TransitionRefused(_("The report has no block yet."))


@reports.transition(Status.IN_REVIEW, to=Status.DRAFT)
def send_back(report, *, by):
    """Something is to be mended first."""


@reports.transition(Status.IN_REVIEW, to=Status.PUBLISHED, announces=signals.report_published)
def publish(report, *, by):
    """It is put before its readers and is never changed again; each lesson begins an item of the hub."""
    blocks = reporting.whole(report)
    if missing := reporting.gaps(report, blocks):
        raise TransitionRefused(" ".join(missing))
    known = set(_earlier_lessons(report))
    for block in blocks:
        if block.kind == Kind.LESSON and block.title not in known:
            _begin_item(block, by)
    report.published_at = timezone.now()
    report.sha256 = reporting.fingerprint(report, blocks)


def _earlier_lessons(report):
    """Titles of lessons that an earlier number of the report brought into the hub."""
    before = Block.objects.filter(report__event=report.event_id, report__number__lt=report.number)
    return before.exclude(resource=None).values_list("title", flat=True)


def _begin_item(block, by):
    given = {"kind": Resource.Kind.LESSON_LEARNED, "title": block.title, "language": block.report.language}
    given["content"] = content_of(block)
    if is_recorded(block):
        block.resource = hub.start_recorded(by=by, within=block.city, **given)
    else:
        block.resource = hub.start_network(by=by, **given)
    block.save(update_fields=["resource"])


@reports.creation()
def revise(*, by, within):
    """What was published stays readable; the next number begins as its copy."""
    if within.status != Status.PUBLISHED:
        raise TransitionRefused(_("Only a published report is revised."))
    last = Report.objects.select_for_update().filter(event=within.event_id).order_by("-number").first()
    if last.status != Status.PUBLISHED:
        raise TransitionRefused(_("A revision of this report is being written already."))
    copied = ("event", "title", "summary", "language", "sharing", "wider_agreed")
    new = Report.objects.create(number=last.number + 1, **{name: getattr(last, name) for name in copied})
    for block in reporting.whole(last):
        sessions = list(block.sessions.all())
        block.pk, block.report, block.resource, block._state.adding = None, new, None, True
        block.save()
        block.sessions.set(sessions)
    return new
