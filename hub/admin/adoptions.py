"""Who took what over: disputes to settle, and what public sources say."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms.recording import RecordAdoptionForm, SettleForm
from ..lifecycle import adoptions
from ..models import Adoption


@admin.register(Adoption)
class AdoptionAdmin(MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    list_display = ["source", "taken_by", "degree", "status", "claimed_at"]
    list_filter = ["status", "degree"]
    list_select_related = ["resource__city", "taker"]
    search_fields = ["code", "resource__title", "source_name", "source_what", "taker__name", "taker_name"]
    change_form_template = "admin/hub/adoption/change_form.html"
    told_as = {
        "claim": _("Claimed"),
        "confirm": _("Confirmed"),
        "dispute": _("Disputed"),
        "withdraw": _("Withdrawn"),
        "end": _("Ended"),
        "leave_unanswered": _("Not answered in time"),
        "record": _("Recorded from a public source"),
        "open_by_contract": _("Opened by a grant or a partnership"),
    }
    acts = [
        Act(
            adoptions.settle,
            _("Settle the dispute"),
            _("Settled. It stands in the record of the adoption."),
            form_class=SettleForm,
            kind="primary",
        )
    ]
    makes = [
        Make(
            adoptions.record,
            _("Record an adoption from a public source"),
            _("Recorded. It counts as from public sources."),
            RecordAdoptionForm,
        )
    ]

    @admin.display(description=_("what"))
    def source(self, adoption):
        return str(adoption.resource or f"{adoption.source_what} ({adoption.source_name})")

    @admin.display(description=_("taken over by"))
    def taken_by(self, adoption):
        return adoption.taker or adoption.taker_name

    def row_context(self, request, row, bound):
        core = (row.resource.current_version.content.get("core") or []) if row.resource_id else []
        return {
            "title": f"{self.taken_by(row)} ← {self.source(row)}",
            "source": self.source(row),
            "taken_by": self.taken_by(row),
            "told": [each for each in self._told(row) if each[1]],
            "core": [{"words": words, "is_kept": number in row.core_kept} for number, words in enumerate(core)],
        }

    def _told(self, row):
        """What both sides and the staff wrote, with what it answers."""
        return [
            (_("What was changed"), row.changed),
            (_("Why not"), row.reason),
            (_("Where one can see it"), row.evidence),
            (_("Context"), row.context),
            (_("Disputed because"), row.dispute_reason),
            (_("How it ended"), row.end_reason),
        ]
