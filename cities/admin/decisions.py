"""The administrators' desk for decisions, the advice on them, and the priorities that rest on them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms.governing import (
    AnswerForm,
    CorrectForm,
    DecideForm,
    EndForm,
    PriorityForm,
    ProposeForm,
    RewordForm,
)
from ..lifecycle import decisions
from ..lifecycle.seats import words_of
from ..models import Advice, Decision, Priority
from .governance import GovernedAdmin


@admin.register(Decision)
class DecisionAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["__str__", "body", "kind", "status", "decided_on"]
    list_filter = ["body", "kind", "status", "year"]
    list_select_related = ["body"]
    search_fields = ["title", "text"]
    change_form_template = "admin/cities/decision/change_form.html"
    makes = [
        Make(decisions.propose, _("Put a proposal before a body"), _("The proposal has its number."), ProposeForm),
        Make(
            decisions.correct, _("Correct a decision"), _("The proposal that corrects it has its number."), CorrectForm
        ),
    ]
    acts = [
        Act(
            decisions.adopt, _("It was adopted"), _("The decision is on record."), form_class=DecideForm, kind="primary"
        ),
        Act(decisions.reject, _("It was rejected"), _("The decision is on record."), form_class=DecideForm),
        Act(decisions.reword, _("Word it anew"), _("The proposal is worded anew."), form_class=RewordForm),
        Act(decisions.withdraw, _("Withdraw it"), _("The proposal is withdrawn.")),
    ]
    told_as = {"propose": _("Proposed"), "correct": _("Proposed, to correct another decision")}

    def form_values(self, act, row):
        return {"decision": row} if act.form_class is RewordForm else {}

    def row_context(self, request, row, bound):
        advice = row.advice.select_related("organisation")
        return super().row_context(request, row, bound) | {"advice": advice}

    def facts(self, row):
        votes = [row.votes_for, row.votes_against, row.abstentions]
        return [
            (_("Body"), row.body),
            (_("Kind"), row.get_kind_display()),
            (_("Who may read it"), row.get_sharing_display()),
            (_("Decided on"), row.decided_on),
            (_("Votes: for, against, abstained"), " / ".join("–" if each is None else str(each) for each in votes)),
            (_("Observers"), row.observers),
            (_("Reference"), row.reference),
            (_("Corrects"), row.corrects),
        ]


@admin.register(Advice)
class AdviceAdmin(GovernedAdmin):
    list_display = ["organisation", "decision", "given_at", "answer"]
    list_filter = ["answer"]
    list_select_related = ["organisation", "decision"]
    search_fields = ["organisation__name", "decision__title", "text"]
    acts = [
        Act(
            decisions.answer,
            _("Answer it"),
            _("The answer stands beside the advice."),
            form_class=AnswerForm,
            kind="primary",
            is_ready=lambda advice: not advice.answer and advice.decision.status == Decision.Status.PROPOSED,
        )
    ]
    told_as = {"give": _("Given")}

    def facts(self, row):
        return [
            (_("On"), row.decision),
            (_("In the name of"), row.organisation),
            (_("By"), row.by),
            (_("Advice"), row.text),
            (_("Answer"), row.get_answer_display()),
            (_("Reason"), row.answer_text),
        ]


@admin.register(Priority)
class PriorityAdmin(MakingAdmin, GovernedAdmin):
    list_display = ["theme", "period", "decision"]
    list_select_related = ["theme", "decision"]
    makes = [Make(decisions.set_priority, _("Put a theme first"), _("The theme comes first."), PriorityForm)]
    told_as = {"set_priority": _("Put first")}
    acts = [Act(decisions.end_priority, _("End this priority"), _("The priority has its end."), form_class=EndForm)]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("theme__labels")

    def facts(self, row):
        return [(_("Period"), words_of(row.period)), (_("Decision"), row.decision)]
