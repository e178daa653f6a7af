"""Answering an invitation: only by whoever opened its link, or is signed in with exactly the invited address."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from scn_portal.accounts import links
from scn_portal.accounts.models import User
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin

from ..forms.invitations import NewcomerForm
from ..lifecycle import invitations, joining
from ..models import Invitation
from ..rules import is_its_addressee

Status = Invitation.Status


class InvitationOpen(links.LinkOpen):
    """The link in the mail. It ends with the invitation."""

    model = Invitation
    template_name = "cities/invitation_open.html"

    def is_alive(self, row):
        is_over = row.status == Status.OPEN and row.expires_at <= timezone.now()
        return not is_over and row.status not in (Status.RECALLED, Status.EXPIRED)

    def get_success_url(self):
        return reverse("cities:invitation_detail", args=[self.row.code])


class ToInvited(links.Private, TemplateView):
    """A page for the invited person. Others learn nothing; who came by the link with another account learns why."""

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        self.invitation = Invitation.objects.select_related("city", "city__country", "by").filter(code=code).first()
        self.holder = links.holder(request, f"cities.invitation:{code}")
        if self.invitation is None or not (self.holder or is_its_addressee(request.user, self.invitation)):
            raise Http404

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_its_addressee(request.user, self.invitation):
            self.template_name = "cities/invitation_other_account.html"
            return self.render_to_response(self.get_context_data(), status=403)
        return super().dispatch(request, *args, **kwargs)

    @property
    def principal(self):
        return self.request.user if self.request.user.is_authenticated else self.holder

    @property
    def person(self):
        """Whoever the address belongs to, or an unsaved person with that address."""
        known = User.objects.filter(email__iexact=self.invitation.email).first()
        if known is None:
            known = User(email=self.invitation.email, name=self.invitation.name)
            known.set_unusable_password()
        return known

    def get_context_data(self, **context):
        needs_check = self.is_open and invitations.needs_check(self.invitation)
        values = {"invitation": self.invitation, "city": self.invitation.city, "needs_check": needs_check}
        values |= {"is_known": self.person.has_usable_password(), "own_page": settings.LOGIN_REDIRECT_URL}
        return super().get_context_data(**context, **values)

    @property
    def is_open(self):
        return self.invitation.status == Status.OPEN and self.invitation.expires_at > timezone.now()

    def changed_meanwhile(self, words):
        self.template_name = "cities/invitation_changed.html"
        return self.render_to_response(self.get_context_data(words=words), status=409)


class InvitationDetail(PortalFormMixin, FormView, ToInvited):
    """Who invites, to which role, for which city; and the way to say yes."""

    template_name = "cities/invitation_detail.html"
    form_class = NewcomerForm

    def get_form_kwargs(self):
        person = self.person
        return super().get_form_kwargs() | {"person": person, "initial": {"email": self.invitation.email}}

    def get_context_data(self, **context):
        is_newcomer = self.is_newcomer()
        return super().get_context_data(**context, is_newcomer=is_newcomer, is_open=self.is_open)

    def is_newcomer(self):
        """Chooses a password here: nobody signed in, the address has none, and no check stands between."""
        signs_in = self.request.user.is_authenticated or self.person.has_usable_password()
        return not signs_in and not invitations.needs_check(self.invitation)

    def post(self, request, *args, **kwargs):
        if self.is_newcomer() and self.is_open:
            return super().post(request, *args, **kwargs)
        if not request.user.is_authenticated and self.person.has_usable_password():
            return redirect(f"{reverse('account_login')}?next={request.path}")
        return self.say_yes()

    def say_yes(self):
        checked = self.is_open and invitations.needs_check(self.invitation)
        try:
            (joining.send_to_check if checked else invitations.accept)(self.invitation, by=self.principal)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        if checked:
            return redirect("cities:invitation_detail", self.invitation.code)
        messages.success(self.request, _("Welcome. You now act for this city."))
        return redirect(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form):
        given = form.cleaned_data
        details = {"name": given["name"], "password": given["password"]}
        try:
            invitations.accept(self.invitation, by=self.holder, **details)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        return self.sign_in()

    def sign_in(self):
        """The password was chosen a moment ago by the owner of the address: that is a sign-in."""
        links.close_for(self.request, self.invitation)
        user = self.person
        login = Login(user=user, email=user.email, redirect_url=settings.LOGIN_REDIRECT_URL)
        credentials = {"email": user.email}
        messages.success(
            self.request, _("Welcome. Your account is ready. Add a second factor under “Security” to guard it well.")
        )
        return perform_password_login(self.request, credentials, login)


class InvitationRefuse(ToInvited):
    """Says what declining means, and declines."""

    template_name = "cities/invitation_refuse.html"

    def post(self, request, *args, **kwargs):
        try:
            invitations.refuse(self.invitation, by=self.principal)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        messages.success(request, _("You have declined the invitation."))
        return redirect("cities:invitation_detail", self.invitation.code)
