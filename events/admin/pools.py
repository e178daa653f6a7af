"""The seats of one kind at one stop, as numbers that officers change."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act

from ..forms import stops as forms
from ..lifecycle import pools
from ..models import Pool
from .acting import OfficersAdmin


@admin.register(Pool)
class PoolAdmin(OfficersAdmin):
    list_display = ["stop", "category", "capacity", "taken", "offered", "reserved", "waiting", "promote"]
    list_filter = ["category", "promote"]
    search_fields = ["stop__event__texts__title", "stop__city__name"]
    change_form_template = "admin/events/pool/change_form.html"
    told_as = {"set_up": _("Opened")}
    acts = [
        Act(pools.change_capacity, _("Change the number"), _("Changed."), forms.CapacityForm, kind="primary"),
        Act(pools.configure, _("Change how seats are given"), _("Changed."), forms.PoolSettingsForm),
        Act(
            pools.halt,
            _("Move the queue by hand"),
            _("The queue is moved by hand."),
            is_ready=lambda pool: pool.promote == Pool.Promote.AUTO,
        ),
        Act(
            pools.let_move,
            _("Let the queue move by itself"),
            _("The queue moves by itself."),
            is_ready=lambda pool: pool.promote == Pool.Promote.MANUAL,
        ),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("stop__event", "stop__city")
        return rows.prefetch_related("stop__event__texts").order_by("-stop__starts_on", "stop", "category")

    def row_context(self, request, row, bound):
        return {"pool": row}
