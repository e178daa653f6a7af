"""What the organisers ask at registration. A question with an answer is never changed, only closed."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import Question

AT_MOST = 10
questions = Lifecycle(Question)


@questions.creation()
def ask(*, by, within, label, purpose, kind="text", choices=(), required=False, reader="staff", keep_days=30):
    """An officer asks one thing more, says what for, and until when the answers are kept."""
    last = within.questions.aggregate(last=Max("position"))["last"] or 0
    if last >= AT_MOST:
        raise TransitionRefused(_("An event asks at most ten questions."))
    choices = [each.strip() for each in choices if each.strip()]
    if kind == Question.Kind.CHOICE and len(choices) < 2:
        raise TransitionRefused(_("Give at least two answers to choose from."))
    values = {"label": label, "purpose": purpose, "kind": kind, "choices": choices, "required": required}
    return Question.objects.create(event=within, position=last + 1, reader=reader, keep_days=keep_days, **values)


@questions.transition()
def close(question, *, by):
    """It is asked no longer; the answers stay for as long as was said."""
    if question.closed_at:
        raise TransitionRefused(_("This question is closed already."))
    question.closed_at = timezone.now()
