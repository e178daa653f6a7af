"""Delegations, invitations and registrations as officers see them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act

from ..forms import guests as forms
from ..forms.meetings import ReasonForm
from ..lifecycle import delegations, invitations, registrations
from ..models import Delegation, Invitation, Registration
from .acting import OfficersAdmin


class OfAnEvent(OfficersAdmin):
    """Rows that belong to an event, the newest event first."""

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("event", *self.list_select_related)
        return rows.prefetch_related("event__texts").order_by("-event__starts_on", "-pk")


@admin.register(Delegation)
class DelegationAdmin(OfAnEvent):
    list_display = ["city", "event", "status", "respond_by", "release_at", "seats_held"]
    list_filter = ["status"]
    list_select_related = ["city"]
    search_fields = ["city__name", "event__texts__title"]
    told_as = {"invite": _("Invited"), "lapse": _("Not answered in time")}
    acts = [
        Act(delegations.allot, _("Change the seats held"), _("The seats are held."), forms.SeatsOfPools),
        Act(delegations.release, _("Release seats without a name now"), _("The seats are released.")),
        Act(delegations.close, _("Close the delegation"), _("Closed.")),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("allotments__pool__stop__city")

    @admin.display(description=_("seats with a name"))
    def seats_held(self, delegation):
        rows = delegation.allotments.all()
        return f"{sum(each.claimed for each in rows)}/{sum(each.seats for each in rows)}"

    def facts(self, row):
        held = [
            f"{each.pool.stop.where}, {each.pool.get_category_display()}: {each.claimed}/{each.seats}"
            for each in row.allotments.all()
        ]
        return [
            (_("City"), row.city),
            (_("Event"), row.event),
            (_("State"), row.get_status_display()),
            (_("Seats with a name"), "\n".join(held)),
            (_("People"), "\n".join(row.registrations.filter(status="active").values_list("name", flat=True))),
            (_("Note"), row.note),
        ]


@admin.register(Invitation)
class InvitationAdmin(OfAnEvent):
    key_field = "code"
    list_display = ["name", "email", "event", "category", "status", "times_sent", "expires_at"]
    list_filter = ["status", "category"]
    list_select_related = []
    search_fields = ["name", "email", "event__texts__title"]
    told_as = {"draft": _("Noted"), "expire": _("Not answered in time")}
    acts = [
        Act(invitations.send, _("Send it"), _("The invitation goes out."), kind="primary"),
        Act(invitations.record_acceptance, _("The person said yes"), _("The person is registered.")),
        Act(invitations.record_refusal, _("The person said no"), _("Noted.")),
        Act(invitations.revoke, _("Take it back"), _("The invitation is taken back.")),
    ]

    def facts(self, row):
        return [
            (_("Name"), row.name),
            (_("E-mail"), row.email),
            (_("Event"), row.event),
            (_("As"), row.get_category_display()),
            (_("State"), row.get_status_display()),
            (_("Times sent"), str(row.times_sent)),
        ]


@admin.register(Registration)
class RegistrationAdmin(OfAnEvent):
    key_field = "code"
    list_display = ["name", "event", "city", "sector", "status", "created_at"]
    list_filter = ["status", "sector"]
    list_select_related = ["city"]
    search_fields = ["name", "email", "code", "event__texts__title"]
    acts = [Act(registrations.end, _("End this registration"), _("The registration has ended."), ReasonForm)]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("seats__stop__city", "seats__pool")

    def facts(self, row):
        seats = [
            f"{each.stop.where}, {each.pool.get_category_display()}: {each.get_status_display()}"
            for each in row.seats.all()
        ]
        return [
            (_("Name"), row.name),
            (_("Event"), row.event),
            (_("Office"), row.office),
            (_("Organisation"), row.organisation),
            (_("City"), row.city),
            (_("E-mail"), row.email),
            (_("Seats"), "\n".join(seats)),
        ]
