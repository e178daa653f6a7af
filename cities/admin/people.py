"""Who acts for which city, and invitations on their way."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_site import StaffAdmin

from ..lifecycle import invitations
from ..models import Invitation, Representative


@admin.register(Representative)
class RepresentativeAdmin(StaffAdmin):
    readers = ("registrar",)
    list_display = ["user", "city", "role", "office", "since", "until"]
    list_filter = ["role"]
    list_select_related = ["user", "city"]
    search_fields = ["user__name", "city__name", "city__folded"]


@admin.register(Invitation)
class InvitationAdmin(ActingAdmin):
    readers = ("registrar",)
    list_display = ["name", "city", "role", "status", "expires_at"]
    list_filter = ["status", "role"]
    list_select_related = ["city"]
    search_fields = ["name", "email", "city__name"]
    change_form_template = "admin/cities/invitation/change_form.html"
    acts = [Act(invitations.recall, _("Take back this invitation"), _("The invitation has been taken back."))]
