"""The moderators' desk for rounds: from the draft to the settling. Private lists appear nowhere."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.admin.acting import OfficersAdmin
from scn_portal.ui.admin_acts import Act
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms import desk
from ..lifecycle import rounds, waves
from ..models import Entry, Place, Round


@admin.register(Round)
class RoundAdmin(MakingAdmin, OfficersAdmin):
    key_field = "slug"
    list_display = ["title", "status", "wave", "opens_at", "closes_at"]
    list_filter = ["status"]
    search_fields = ["slug", "title"]
    change_form_template = "admin/twinning/round/change_form.html"
    told_as = {"draft": _("Prepared"), "close": _("Closed by the clock"), "mark": _("Marked"), "lift": _("Mark lifted")}
    makes = [Make(rounds.draft, _("Prepare a round"), _("The round is kept as a draft."), desk.RoundForm)]
    acts = [
        Act(rounds.rehearse, _("Make the test run"), _("The rule works on made-up entries."), kind="primary"),
        Act(
            rounds.open,
            _("Open the round"),
            _("The round is open. Members are told."),
            is_ready=lambda round: round.tested_at is not None,
        ),
        Act(rounds.change, _("Change words, days or rule"), _("Changed. Make the test run again."), desk.RoundForm),
        Act(rounds.extend, _("Give more time"), _("Extended. Those that entered are told."), desk.ExtendForm),
        Act(
            waves.solve_rest,
            _("Match the rest again"),
            _("The round is closed again for its next wave. Start a run."),
            kind="primary",
        ),
        Act(waves.settle, _("Settle the round"), _("Settled. Partnerships begin, and all are told.")),
        Act(
            waves.cancel,
            _("Cancel the round"),
            _("Cancelled. Those that entered are told."),
            desk.CancelForm,
            needs_fresh_proof=True,
        ),
    ]

    def row_context(self, request, row, bound):
        groups = row.proposals.exclude(status="dropped").select_related("run")
        places = Place.objects.filter(round=row).select_related("city__country")
        by_group = {}
        for place in places:
            by_group.setdefault(place.proposal_id, []).append(place)
        return {
            "round": row,
            "page_url": reverse("twinning:round_detail", args=[row.slug]),
            "entries": Entry.objects.filter(round=row).select_related("city__country"),
            "groups": [(group, by_group.get(group.pk, [])) for group in groups.order_by("run", "number")],
            "marks": row.marks.select_related("by").prefetch_related("cities"),
            "runs": row.runs.order_by("-number"),
        }
