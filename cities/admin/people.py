"""Who acts for which city, and invitations and handovers on their way."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms.members import ForcedHandoverForm
from ..lifecycle import handovers, invitations, membership
from ..models import Handover, Invitation, Representative


class CameIn(admin.SimpleListFilter):
    """Who was approved and never signed in: somebody should ask whether the mail arrived."""

    title = _("signing in")
    parameter_name = "came"

    def lookups(self, request, model_admin):
        return [("never", _("approved, never signed in")), ("yes", _("has signed in"))]

    def queryset(self, request, queryset):
        never = queryset.filter(until=None, user__last_login=None)
        return {"never": never, "yes": queryset.exclude(user__last_login=None)}.get(self.value(), queryset)


@admin.register(Representative)
class RepresentativeAdmin(ActingAdmin):
    readers = ("registrar",)
    key_field = "pk"
    list_display = ["user", "city", "role", "office", "since", "until", "last_seen"]
    list_filter = ["role", CameIn, ("until", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "city"]
    search_fields = ["user__name", "city__name", "city__folded"]
    change_form_template = "admin/cities/representative/change_form.html"
    acts = [
        Act(
            membership.end_role,
            _("End this role"),
            _("The role has ended. The person is told."),
            needs_fresh_proof=True,
            is_ready=lambda role: role.until is None,
        )
    ]

    @admin.display(description=_("last signed in"), ordering="user__last_login")
    def last_seen(self, role):
        return role.user.last_login


@admin.register(Invitation)
class InvitationAdmin(ActingAdmin):
    readers = ("registrar",)
    list_display = ["name", "city", "role", "status", "expires_at"]
    list_filter = ["status", "role"]
    list_select_related = ["city"]
    search_fields = ["name", "email", "city__name"]
    change_form_template = "admin/cities/invitation/change_form.html"
    acts = [Act(invitations.recall, _("Take back this invitation"), _("The invitation has been taken back."))]


@admin.register(Handover)
class HandoverAdmin(MakingAdmin, ActingAdmin):
    readers = ("registrar",)
    list_display = ["name", "city", "role", "way", "status", "objection_until", "expires_at"]
    list_filter = ["status", "way", "role"]
    list_select_related = ["city", "outgoing__user", "started_by", "letter"]
    search_fields = ["name", "email", "city__name"]
    change_form_template = "admin/cities/handover/change_form.html"
    told_as = {"start": _("Started"), "object_to": _("Objected to")}
    acts = [
        Act(handovers.cancel, _("Take back this handover"), _("The handover has been taken back.")),
        Act(handovers.renew, _("Send a new link"), _("A new link is queued; the earlier ones are dead.")),
    ]
    makes = [
        Make(
            handovers.start,
            _("Start a handover with a letter"),
            _("Started. The person is asked, and everybody of the city can object for seven days."),
            ForcedHandoverForm,
            needs_fresh_proof=True,
        )
    ]
