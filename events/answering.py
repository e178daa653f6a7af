"""Answers to the questions of the organisers: which fit, and that they are kept."""

from collections import Counter

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused

from .models import Answer, Question, Registration
from .models.seats import LIVE

LONGEST = 400
YES = "yes"


def open_questions(event):
    """What is asked now, in order."""
    return Question.objects.filter(event=event, closed_at=None).order_by("position", "pk")


def keep(registration, given):
    """Keep the answers, {question: words}. What was answered before and is not named stays."""
    given = {each.pk: value for each, value in given.items()}
    questions = {each.pk: each for each in open_questions(registration.event)}
    if set(given) - set(questions):
        raise TransitionRefused(_("A question was closed meanwhile. Please open the form again."))
    for question in questions.values():
        _keep_one(registration, question, given)


def _keep_one(registration, question, given):
    known = Answer.objects.filter(registration=registration, question=question)
    if question.pk not in given and known.exists():
        return
    value = str(given.get(question.pk, "")).strip()
    if problem := problem_of(question, value):
        raise TransitionRefused(problem)
    if value:
        Answer.objects.update_or_create(registration=registration, question=question, defaults={"value": value})
    else:
        known.delete()


def problem_of(question, value):
    """Why this is no answer to the question, in words for people; nothing where it is one."""
    if not value:
        return _("Please answer “%(question)s”.") % {"question": question.label} if question.required else ""
    allowed = {"choice": question.choices, "tick": [YES]}.get(question.kind)
    if allowed is not None and value not in allowed:
        return _("Choose one of the answers to “%(question)s”.") % {"question": question.label}
    if len(value) > LONGEST:
        return _("Please answer “%(question)s” in at most %(most)s signs.") % {
            "question": question.label,
            "most": LONGEST,
        }
    return ""


def answers_for(event, stops, *, is_officer):
    """The questions with `told`: the answers of people with a seat at these stops, by name, and `counted` where one
    chose. Hosts read what was asked for them. Two queries."""
    coming = Registration.objects.filter(seats__stop__in=stops, seats__status__in=LIVE)
    answers = Answer.objects.filter(registration__in=coming).select_related("registration")
    answers = Prefetch("answers", answers.order_by("registration__name", "pk"), to_attr="told")
    questions = list(read_by(event, is_officer=is_officer).prefetch_related(answers))
    for each in questions:
        chosen = Counter(answer.value for answer in each.told) if each.kind != Question.Kind.TEXT else {}
        each.counted = sorted(chosen.items())
    return questions


def read_by(event, *, is_officer):
    questions = Question.objects.filter(event=event).order_by("position", "pk")
    return questions if is_officer else questions.filter(reader=Question.Reader.HOST)
