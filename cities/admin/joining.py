"""The registrar's desk: join requests, their evidence, and the decision."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin

from ..duplicates import duplicates_of
from ..evidence import missing_evidence, remarks
from ..forms.deciding import AskForm, CallForm, CheckForm, MergeForm, RefuseForm
from ..lifecycle import joining
from ..models import JoinRequest
from ..waiting import named_with_country


@admin.register(JoinRequest)
class JoinRequestAdmin(ActingAdmin):
    readers = ("registrar",)
    list_display = ["__str__", "kind", "status", "submitted_at", "taken_by"]
    list_filter = ["status", "kind"]
    list_select_related = ["city", "taken_by"]
    search_fields = ["code", "proposed_name", "city__name", "name"]
    change_form_template = "admin/cities/joinrequest/change_form.html"
    acts = [
        Act(joining.take, _("Take this request"), _("The request is yours to check."), kind="primary"),
        Act(joining.take_over, _("Take it over"), _("The request is yours now."), kind="primary"),
        Act(
            joining.approve,
            _("Approve this request"),
            _("Approved. The invitation is queued."),
            needs_fresh_proof=True,
            kind="primary",
            is_ready=lambda request: not missing_evidence(request),
        ),
        Act(joining.record_call, _("Record a call"), _("The call is on record."), form_class=CallForm),
        Act(joining.ask, _("Ask for what is missing"), _("Asked. The mail is queued."), form_class=AskForm),
        Act(joining.refuse, _("Refuse, with the reason"), _("Refused. The mail is queued."), form_class=RefuseForm),
        Act(
            joining.merge,
            _("Join it to another request"),
            _("The two requests are one now. The sender is told."),
            form_class=MergeForm,
            is_ready=lambda request: duplicates_of(request).exists(),
        ),
        Act(
            joining.look_again,
            _("Take the second look"),
            _("The request is open again."),
            is_ready=lambda request: bool(request.second_look_at),
        ),
        Act(
            joining.check_evidence, _("Record what you found"), _("Recorded."), form_class=CheckForm, stands_apart=True
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(status=JoinRequest.Status.DRAFT)

    def form_values(self, act, row):
        return {"request": row} if act.form_class in (MergeForm, CheckForm) else {}

    def row_context(self, request, row, bound):
        return {
            "title": named_with_country(row),
            "remarks": remarks(row),
            "missing": missing_evidence(row),
            "evidence": self._evidence(request, row, bound.get("check_evidence")),
            "duplicates": duplicates_of(row).select_related(
                "city__country", "city__type", "proposed_country", "proposed_type"
            ),
            "principles": row.acceptances.select_related("text"),
        }

    def _evidence(self, request, row, bound):
        """Each piece of evidence, with the form to record what was found where this person may."""
        evidence = list(row.evidence.select_related("file", "checked_by"))
        for each in evidence:
            each.remarks = remarks(each)
        if joining.check_evidence.is_open_to(request.user, row):
            for each in evidence:
                if not each.checked_at:
                    was_posted = bound is not None and bound.data.get("check_evidence-evidence") == each.code
                    each.form = bound if was_posted else CheckForm.for_evidence(row, each)
        return evidence
