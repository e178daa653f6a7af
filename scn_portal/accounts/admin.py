"""People, for staff: who they are and whether they may sign in. Nobody sees or sets a password here."""

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scn_portal.audit.models import record

from . import logins
from .fresh import demand_fresh_proof
from .models import User
from .staff import StaffAdmin

for model in (EmailAddress, Authenticator, UserSession, Group):  # shown with the person, or secret
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class PersonAdmin(StaffAdmin):
    readers = ("registrar", "moderator")
    writers = ("administrator",)
    list_display = ("name", "email", "language", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "groups", "language")
    search_fields = ("name", "email")
    fields = ("name", "name_in_other_script", "email", "language", "zone", "is_active", "is_staff", "groups")
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    actions = ("start_a_reset", "end_all_logins")

    def get_readonly_fields(self, request, obj=None):
        return ("email",) if obj else ()

    def has_add_permission(self, request):
        return False  # accounts come from invitations and approved requests

    def has_change_permission(self, request, obj=None):
        """Who was erased stays so."""
        return super().has_change_permission(request, obj) and not (obj and obj.erased_at)

    def save_model(self, request, person, form, change):
        """A role or a suspension asks for fresh proof, is written to the trail and ends the person's logins."""
        person.save()
        if form.changed_data:
            record("accounts.change_user", subject=person, actor=request.user, changed=form.changed_data)
        if {"is_active", "is_staff", "groups"} & set(form.changed_data):
            logins.end_all(person, but=request.session.session_key)

    def changeform_view(self, request, *args, **kwargs):
        if request.method == "POST":
            demand_fresh_proof(request)
        return super().changeform_view(request, *args, **kwargs)

    @admin.action(description=_("Send a link to choose a new password"), permissions=["change"])
    def start_a_reset(self, request, people):
        for person in people:
            record("accounts.reset_password_user", subject=person, actor=request.user)
            request_password_reset(request, person.email, [person], default_token_generator)
        sent = len(people)
        text = ngettext("%(count)d link was sent.", "%(count)d links were sent.", sent) % {"count": sent}
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("End all logins"), permissions=["change"])
    def end_all_logins(self, request, people):
        for person in people:
            record("accounts.end_logins_user", subject=person, actor=request.user)
            logins.end_all(person)
        self.message_user(request, _("Their logins have ended."), messages.SUCCESS)
