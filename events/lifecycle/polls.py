"""The life of a poll: written, opened, answered, closed, sealed, published. A vote is no step of it: see `vote`."""

import random

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused, may, one_transaction

from .. import signals, voting
from ..disclosure import will_join
from ..models import Ballot, Event, Option, Poll, PollResult, TextAnswer, Turnout

Status, Kind, Secrecy = Poll.Status, Poll.Kind, Poll.Secrecy
ASKING = (Event.Status.DRAFT, Event.Status.ANNOUNCED, Event.Status.OPEN, Event.Status.CLOSED)

polls = Lifecycle(Poll)


# Writing


@polls.creation()
def write(*, by, within, question, options=(), **details):
    """An officer writes a question for the people at an event. `question` and each option: {language: words}."""
    _refuse_unless_asking(within)
    poll = Poll(event=within, question=question, **details)
    _refuse_unless_whole(poll, options)
    poll.save()
    _keep_options(poll, options)
    return poll


@polls.transition(Status.DRAFT)
def change(poll, *, by, options=(), **details):
    """The question is put otherwise; what could be shown of it is looked at anew before it opens."""
    for name, value in details.items():
        setattr(poll, name, value)
    _refuse_unless_whole(poll, options)
    poll.preview_seen_at = None
    poll.save()
    poll.options.all().delete()
    _keep_options(poll, options)


def _refuse_unless_asking(event):
    if event.status not in ASKING:
        raise TransitionRefused(_("Nobody is asked any more: the event is over, postponed or cancelled."))


def _refuse_unless_whole(poll, options):
    poll.max_choices = poll.max_choices if poll.kind == Kind.MULTIPLE else 1
    if not any(words.strip() for words in poll.question.values()):
        raise TransitionRefused(_("Write the question."))
    if poll.kind in (Kind.SINGLE, Kind.MULTIPLE) and not 2 <= len(options) <= 12:
        raise TransitionRefused(_("A poll has two to twelve answers to choose from."))
    if poll.max_choices > len(options) and poll.kind == Kind.MULTIPLE:
        raise TransitionRefused(_("Nobody can choose more answers than there are."))
    for row in (poll.stop, poll.session):
        if row and row.event_id != poll.event_id:
            raise TransitionRefused(_("Choose a stop and a session of this event."))
    _refuse_what_tells_on_people(poll)


def _refuse_what_tells_on_people(poll):
    named = poll.secrecy == Secrecy.NAMED
    is_whole = named or poll.kind == Kind.TEXT or poll.unit == Poll.Unit.DELEGATION
    if poll.breakdown != Poll.Breakdown.NONE and is_whole:
        raise TransitionRefused(_("Named votes, words and votes of cities are never broken down by group."))
    if named and (poll.event.chatham_house or poll.session and poll.session.chatham_house):
        raise TransitionRefused(_("Under the Chatham House Rule nobody votes with names."))
    if poll.k < 5:
        raise TransitionRefused(_("No group of fewer than five people is ever shown."))


def _keep_options(poll, options):
    if poll.kind in (Kind.SINGLE, Kind.MULTIPLE):
        Option.objects.bulk_create(
            Option(poll=poll, position=position, texts=texts) for position, texts in enumerate(options, 1)
        )


# Opening and closing


@polls.transition(Status.DRAFT)
def preview(poll, *, by):
    """The officer has read which groups can be shown and which cannot, from the list of seats as it is now."""
    poll.preview_seen_at = timezone.now()


@polls.transition(Status.DRAFT, to=Status.OPEN)
def open(poll, *, by):
    """The question is put to the room. From now on its words, answers and rules are fixed."""
    _refuse_unless_asking(poll.event)
    if poll.event.status == Event.Status.DRAFT:
        raise TransitionRefused(_("Announce the event first."))
    if poll.preview_seen_at is None:
        raise TransitionRefused(_("Look first at what can be shown of the answers."))
    if poll.kind in (Kind.SINGLE, Kind.MULTIPLE) and poll.options.count() < 2:
        raise TransitionRefused(_("A poll has two to twelve answers to choose from."))
    sizes = voting.group_sizes(poll)
    poll.groups = sorted(set(sizes) - will_join(sizes, poll.k)[0])
    poll.opened_at = timezone.now()


@polls.transition(Status.OPEN, to=Status.CLOSED, announces=signals.poll_closed, by_system=True)
def close(poll, *, by):
    """No vote counts after this one. Counting begins at once."""
    poll.closed_at = timezone.now()
    start("events.seal_poll", key=f"seal:{poll.pk}", owner=by, ids={"poll": poll.pk})


@polls.transition(Status.CLOSED, to=Status.SEALED, by_system=True)
def seal(poll, *, by):
    """The votes are counted, checked for what they would tell, and sealed; ballots that are not named are deleted."""
    counted = voting.count(poll)
    PollResult.objects.create(poll=poll, sha256=voting.fingerprint(poll, counted), sealed_at=timezone.now(), **counted)
    if poll.secrecy == Secrecy.NAMED:
        return
    words = [each for each in Ballot.objects.filter(poll=poll).values_list("words", flat=True) if each]
    random.SystemRandom().shuffle(words)
    TextAnswer.objects.bulk_create(TextAnswer(poll=poll, words=each) for each in words)
    Ballot.objects.filter(poll=poll).delete()


@long_work("events.seal_poll", label=gettext_lazy("Counting of a poll"))
def seal_closed(job):
    """One slice is the whole count: it takes a few seconds, and is all or nothing."""
    poll = Poll.objects.filter(pk=job.ids["poll"], status=Status.CLOSED).first()
    if poll:
        seal(poll, by=SYSTEM)
    return Progress(done=1, total=1, is_finished=True)


# Showing


@polls.transition(Status.SEALED, to=Status.PUBLISHED, announces=signals.poll_published)
def publish(poll, *, by):
    """The result is put before those who see the event, and may stand in its report."""
    if not voting.may_show(poll, poll.result.answered):
        raise TransitionRefused(_("Fewer than ten people answered. The result is not shown to anybody."))


@polls.transition(Status.PUBLISHED, to=Status.WITHDRAWN)
def withdraw(poll, *, by, reason):
    """The result is taken back everywhere; what it was stays on record as its hash."""
    poll.reason = _given(reason)


@polls.transition(Status.DRAFT, Status.OPEN, Status.CLOSED, to=Status.VOID, by_system=True)
def void(poll, *, by, reason):
    """The question is dropped: its ballots are deleted, and nothing of them is ever shown."""
    poll.reason = _given(reason)
    Ballot.objects.filter(poll=poll).delete()
    Turnout.objects.filter(poll=poll).delete()


def _given(reason):
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    return reason.strip()[:400]


# Voting


def vote(poll, *, by, choices=(), words=""):
    """A person, or the holder of a seat's link, answers. One ballot for each person or city.

    Named and secret: the last answer counts. Anonymous: the first. Nothing is written into the audit trail: when
    somebody voted would say too much. The poll is held by a share lock, so that nothing counts that came after the
    close.
    """
    with one_transaction():
        status = voting.share_lock(poll)
        if not may(by, "events.vote_poll", poll):
            raise PermissionDenied("events.vote_poll")
        if status != Status.OPEN:
            raise TransitionRefused(_("This poll is not open. Your answer was not counted."))
        if not voting.fits(poll, list(choices), words):
            raise TransitionRefused(_("This poll does not take such an answer."))
        registration = voting.registration_of(by, poll.event_id)
        if not voting.cast(poll, registration, list(choices), words):
            raise TransitionRefused(_("Your answer was counted before. An anonymous answer cannot be changed."))
