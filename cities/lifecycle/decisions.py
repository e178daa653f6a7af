"""Decisions of the bodies, the advice on them, and the priorities that rest on them."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..models import Advice, Body, Decision, Priority, SeatPerson
from ..status import today
from .locks import lock_decision, lock_its_decision

Status = Decision.Status

decisions = Lifecycle(Decision)
advices = Lifecycle(Advice)
priorities = Lifecycle(Priority)


@decisions.creation()
def propose(*, by, body, kind, title, text, sharing=0, reference="", year=None, corrects=None):
    """An administrator puts a proposal before a body; it gets the next number of the year."""
    body = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    year = year or today().year
    last = Decision.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"] or 0
    return Decision.objects.create(
        body=body,
        year=year,
        number=last + 1,
        kind=kind,
        title=title,
        text=text,
        sharing=sharing,
        reference=reference,
        corrects=corrects,
        proposed_by=by,
    )


@decisions.creation()
def correct(*, by, within, title, text, reference=""):
    """A mistake in a decision is put right by a new proposal that corrects it; the old one stays as it was."""
    if within.status not in (Status.ADOPTED, Status.REJECTED):
        raise TransitionRefused(_("What is not decided yet is changed, not corrected."))
    given = {"title": title, "text": text, "reference": reference}
    return propose(by=by, body=within.body, kind=within.kind, sharing=within.sharing, corrects=within, **given)


@decisions.transition(Status.PROPOSED)
def reword(decision, *, by, title, text, kind, sharing, reference=""):
    """The proposal is worded anew, while nobody has decided."""
    decision.title, decision.text, decision.kind = title, text, kind
    decision.sharing, decision.reference = sharing, reference


@decisions.transition(Status.PROPOSED, to=Status.ADOPTED, announces=signals.decision_adopted)
def adopt(decision, *, by, decided_on, votes_for=None, votes_against=None, abstentions=None, observers=""):
    """The body has adopted it: the day, the votes and who observed. First all advice on it is answered."""
    waiting = decision.advice.filter(answer="").count()
    if waiting:
        words = ngettext(
            "%(number)s piece of advice is not answered yet.",
            "%(number)s pieces of advice are not answered yet.",
            waiting,
        )
        raise TransitionRefused(words % {"number": waiting})
    _note(decision, decided_on, votes_for, votes_against, abstentions, observers)


@decisions.transition(Status.PROPOSED, to=Status.REJECTED)
def reject(decision, *, by, decided_on, votes_for=None, votes_against=None, abstentions=None, observers=""):
    """The body has not adopted it."""
    _note(decision, decided_on, votes_for, votes_against, abstentions, observers)


def _note(decision, decided_on, votes_for, votes_against, abstentions, observers):
    if decided_on > today():
        raise TransitionRefused(_("A decision is noted when it has been taken: the day lies in the future."))
    decision.decided_on, decision.observers = decided_on, observers
    decision.votes_for, decision.votes_against, decision.abstentions = votes_for, votes_against, abstentions


@decisions.transition(Status.PROPOSED, to=Status.WITHDRAWN)
def withdraw(decision, *, by):
    """The proposal is taken back."""


# Advice


@advices.creation()
def give(*, by, within, organisation, text):
    """A person of the Advisory Board says what its organisation thinks of a proposal."""
    decision = lock_decision(within)
    if decision.status != Status.PROPOSED:
        raise TransitionRefused(_("This is decided: advice comes before the decision."))
    if not SeatPerson.objects.advising(by).filter(term__organisation=organisation).exists():
        raise TransitionRefused(_("You do not sit in the board for this organisation."))
    return Advice.objects.create(decision=decision, organisation=organisation, by=by, text=text)


@advices.transition(locks=lock_its_decision)
def answer(advice, *, by, answer, answer_text):
    """An administrator says for the body what becomes of the advice, and why."""
    if advice.answer:
        raise TransitionRefused(_("This advice is answered already."))
    if advice.decision.status != Status.PROPOSED:
        raise TransitionRefused(_("This is decided: advice is answered before the decision."))
    if not answer_text.strip():
        raise TransitionRefused(_("Give the reason for the answer."))
    advice.answer, advice.answer_text = answer, answer_text


# Priorities


@priorities.creation(announces=signals.priority_set)
def set_priority(*, by, within, theme, since, until=None):
    """A theme comes first for a period, by an adopted decision on priorities."""
    decision = lock_decision(within)
    if decision.status != Status.ADOPTED or decision.kind != Decision.Kind.PRIORITY:
        raise TransitionRefused(_("A priority rests on an adopted decision on priorities."))
    if theme.list != "theme":
        raise TransitionRefused(_("Choose a theme."))
    if until is not None and until <= since:
        raise TransitionRefused(_("The end must come after the beginning."))
    return Priority.objects.create(theme=theme, decision=decision, period=DateRange(since, until))


@priorities.transition(announces=signals.priority_set)
def end_priority(priority, *, by, on):
    """The theme is a priority no more from that day on."""
    if priority.period.upper is not None and priority.period.upper <= today():
        raise TransitionRefused(_("This priority has already ended."))
    if on <= priority.period.lower:
        raise TransitionRefused(_("The end must come after the beginning."))
    priority.period = DateRange(priority.period.lower, on)
