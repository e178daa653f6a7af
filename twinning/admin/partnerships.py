"""The moderators' desk for partnerships: how each stands, and history recorded from public sources."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.acting import OfficersAdmin
from scn_portal.ui.admin_acts import Act
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms import partnerships as forms
from ..lifecycle import partnerships as lifecycle
from ..models import Partnership
from ..reviewing import missing


@admin.register(Partnership)
class PartnershipAdmin(MakingAdmin, OfficersAdmin):
    key_field = "code"
    list_display = ["title", "status", "origin", "cities_of", "started_on", "term_ends_on"]
    list_filter = ["status", "origin", "kind", "is_demonstration"]
    search_fields = ["title", "slug", "source", "partner_cities__city__name"]
    told_as = {"found": _("Proposed"), "lapse": _("Lapsed by the clock"), "end_pause": _("Break ended by the clock")}
    makes = [
        Make(lifecycle.record, _("Record a link from a public source"), _("It is on record."), forms.RecordForm),
    ]
    acts = [Act(lifecycle.correct, _("Put right what is recorded"), _("Put right."), forms.CorrectForm)]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("partner_cities__city")

    @admin.display(description=_("cities"))
    def cities_of(self, partnership):
        rows = partnership.partner_cities.all()
        return ", ".join(each.city.name for each in rows if each.left_on is None)

    def facts(self, partnership):
        """Where it stands. What cities plan, sign or learn is on its page, as far as staff read it."""
        return [
            (_("State"), partnership.get_status_display()),
            (_("How it came about"), partnership.get_origin_display()),
            (_("Cities"), self.cities_of(partnership)),
            (_("Since"), partnership.began),
            (_("Term ends"), partnership.term_ends_on),
            (_("Plan due"), partnership.plan_due_on),
            (_("Reviews missing"), self._missing(partnership)),
            (_("Public source"), partnership.source),
            (_("Note (for staff)"), partnership.note),
            (_("Page"), partnership.get_absolute_url()),
        ]

    def _missing(self, partnership):
        if partnership.status != Partnership.Status.IN_REVIEW:
            return ""
        return ", ".join(each.name for each in missing(partnership))
