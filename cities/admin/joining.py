"""The registrar's desk: join requests, their evidence, and the decision."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin

from ..duplicates import duplicates_of
from ..evidence import missing_evidence
from ..forms.deciding import AskForm, CheckForm, MergeForm, RefuseForm
from ..lifecycle import joining
from ..models import Evidence, JoinRequest


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
        Act(
            joining.approve,
            _("Approve: make it a Strong City"),
            _("Approved. The invitation is queued."),
            needs_fresh_proof=True,
            kind="primary",
            is_ready=lambda row: not missing_evidence(row),
        ),
        Act(joining.ask, _("Ask for what is missing"), _("Asked. The mail is queued."), form_class=AskForm),
        Act(joining.refuse, _("Refuse, with the reason"), _("Refused. The mail is queued."), form_class=RefuseForm),
        Act(joining.merge, _("Join it to another request"), _("The requests are one now."), form_class=MergeForm),
        Act(joining.look_again, _("Look at it again"), _("The request is open again.")),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(status=JoinRequest.Status.DRAFT)

    def form_values(self, act, row):
        return {"request": row} if act.form_class is MergeForm else {}

    def row_context(self, request, row):
        return {
            "missing": missing_evidence(row),
            "evidence": list(row.evidence.select_related("file", "checked_by")),
            "duplicates": duplicates_of(row),
            "principles": row.acceptances.select_related("text"),
        }


@admin.register(Evidence)
class EvidenceAdmin(ActingAdmin):
    """One piece of evidence: opened from its request, checked once."""

    readers = ("registrar",)
    key_field = "code"
    list_display = ["request", "kind", "result", "checked_by", "checked_at"]
    list_filter = ["result", "kind"]
    list_select_related = ["request", "request__city", "checked_by"]
    change_form_template = "admin/cities/evidence/change_form.html"
    acts = [
        Act(
            joining.check_evidence,
            _("Record what you found"),
            _("Recorded. What has been checked stays as it is."),
            form_class=CheckForm,
            kind="primary",
        )
    ]
