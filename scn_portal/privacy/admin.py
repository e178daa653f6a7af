"""The registrar's desk: who asks to be erased."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin

from . import belongings, copies, lifecycle
from .forms import RefuseForm
from .models import ErasureRequest
from .signals import objections_to_erasing


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ActingAdmin):
    readers = ("registrar",)
    list_display = ["__str__", "status", "asked_at", "decided_by"]
    list_filter = ["status"]
    list_select_related = ["user", "decided_by"]
    search_fields = ["code", "user__name", "user__email"]
    change_form_template = "admin/privacy/erasurerequest/change_form.html"
    acts = [
        Act(
            lifecycle.approve,
            _("Approve the erasure"),
            _("Approved. It is carried out in a day; the person is told."),
            needs_fresh_proof=True,
            kind="danger",
            is_ready=lambda request: not objections_to_erasing(request.user),
        ),
        Act(lifecycle.refuse, _("Refuse, with the reason"), _("Refused. The person is told."), form_class=RefuseForm),
    ]
    told_as = {
        "ask": _("Asked to be erased"),
        "withdraw": _("Taken back by the person"),
        "carry_out": _("Carried out"),
    }

    def row_context(self, request, row, bound):
        is_done = row.status == row.Status.DONE
        return {
            "held": [] if is_done else copies.in_numbers(belongings.whom(row.user)),
            "objections": [] if is_done else objections_to_erasing(row.user),
        }
