"""The report of an event: who may read it, what stands in the way of publishing it, and its seal."""

import json
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext as _

from hub.readers import reader_of
from scn_portal.accounts.rules import is_moderator
from scn_portal.sharing import Sharing

from .models import Block, Event, Poll, PollResult, Report

Kind = Block.Kind


def visible_to(user):
    """The published reports that this person may read: by their own level, wider or narrower than the event's."""
    reader = reader_of(user)
    seen = Q(sharing__lt=Sharing.AMBER, sharing__lte=reader.level)
    seen |= Q(sharing=Sharing.AMBER, event__in=Event.objects.concerning(user))
    rows = Report.objects.filter(status=Report.Status.PUBLISHED)
    return rows if is_moderator(user) else rows.filter(seen)


def is_wider(report):
    """Whether more people may read the report than the event."""
    return report.sharing < report.event.sharing


def is_quiet(event):
    """Whether the event, or a session of it, is under the Chatham House Rule: nobody is named with what they said."""
    return event.chatham_house or event.sessions.filter(chatham_house=True).exclude(status="cancelled").exists()


def charts_to_choose(event):
    """The sealed and published results of the event: nothing else becomes a chart."""
    polls = PollResult.objects.filter(poll__event=event, poll__status=Poll.Status.PUBLISHED)
    return polls.exclude(poll__kind=Poll.Kind.TEXT).select_related("poll").order_by("poll__pk")


def whole(report):
    """The blocks in order, with all that they show."""
    rows = report.blocks.select_related("result__poll__event", "theme", "city", "resource")
    return list(rows.prefetch_related("sessions", "result__poll__options"))


def gaps(report, blocks=None):
    """What stands in the way of publishing, one sentence each; nothing where it is ready."""
    blocks = whole(report) if blocks is None else blocks
    found = []
    if not report.summary.strip():
        found.append(_("The summary is missing."))
    if not blocks:
        found.append(_("The report has no block yet."))
    if is_wider(report) and not report.wider_agreed.strip():
        found.append(_("It is shown to more people than the event: note who of the host city agreed, and when."))
    quiet = is_quiet(report.event)
    return found + [words for each in blocks for words in _gaps_of(each, quiet)]


def _gaps_of(block, quiet):
    name = {"number": block.position}
    if block.kind == Kind.CHART and block.result.poll.status != Poll.Status.PUBLISHED:
        yield _("Block %(number)d: the result of this poll is not published.") % name
    if block.kind == Kind.QUOTE and not block.has_consent:
        yield _("Block %(number)d: the person has not agreed to be quoted.") % name
    if block.kind == Kind.QUOTE and quiet and block.author:
        yield _("Block %(number)d: under the Chatham House Rule a quote has no author.") % name


def fingerprint(report, blocks):
    """SHA-256 over everything that the report says; of a chart, the hash of its sealed result."""
    said = [report.event.code, report.number, report.title, report.summary, report.language, report.sharing]
    for each in blocks:
        stamp = each.result.sha256 if each.result_id else ""
        sessions = [session.code for session in each.sessions.all()]
        theme, city = each.theme and each.theme.code, each.city and each.city.slug
        texts = [each.kind, each.title, each.text, each.figure, each.author]
        said.append([*texts, stamp, sessions, theme, city])
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
