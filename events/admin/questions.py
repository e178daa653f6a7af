"""What is asked at registration, and what people answered."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act

from ..lifecycle import questions
from ..models import Question
from .guests import OfAnEvent

SHOWN = 300


@admin.register(Question)
class QuestionAdmin(OfAnEvent):
    list_display = ["label", "event", "kind", "required", "reader", "keep_days", "number", "closed_at"]
    list_filter = ["kind", "reader"]
    list_select_related = []
    search_fields = ["label", "event__texts__title"]
    told_as = {"ask": _("Asked"), "close": _("Closed")}
    acts = [
        Act(
            questions.close,
            _("Ask it no longer"),
            _("The question is closed. Its answers stay for as long as was said."),
            is_ready=lambda question: question.closed_at is None,
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(answered=Count("answers"))

    @admin.display(description=_("answers"), ordering="answered")
    def number(self, question):
        return question.answered

    def facts(self, row):
        answers = row.answers.select_related("registration").order_by("registration__name", "pk")[:SHOWN]
        return [
            (_("Question"), row.label),
            (_("Event"), row.event),
            (_("What the answer is for"), row.purpose),
            (_("Who reads the answers"), row.get_reader_display()),
            (_("Days until the answers are deleted"), str(row.keep_days)),
            (_("Answers to choose from"), "\n".join(row.choices)),
            (_("Answers"), "\n".join(f"{each.registration.name}: {each.value}" for each in answers)),
        ]
