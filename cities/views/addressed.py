"""Answering what was mailed to one address: an invitation to act for a city, or a proposal to take over a role.

Only whoever opened its link, or is signed in with exactly that address, gets here. Others learn nothing; who came by
the link with another account learns why not.
"""

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
from ..rules import is_its_addressee

OPEN = "open"  # the state in which both wait for an answer


class ToAddressee(links.Private, TemplateView):
    """A page for the person with the address. `answering` names the page on which one says yes."""

    model = None
    lifecycle = None  # the module with accept, refuse and needs_check
    related = ("city", "city__country")
    answering = ""
    other_account = ""
    city_may = ""

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        self.subject = self.model.objects.select_related(*self.related).filter(code=code).first()
        self.holder = links.holder(request, f"{self.model._meta.label_lower}:{code}")
        if self.subject is None or not (self.holder or is_its_addressee(request.user, self.subject)):
            raise Http404

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_its_addressee(request.user, self.subject):
            self.template_name = "cities/addressed_other_account.html"
            words = {"heading": self.other_account, "city_may": self.city_may}
            return self.render_to_response(self.get_context_data(**words), status=403)
        return super().dispatch(request, *args, **kwargs)

    @property
    def principal(self):
        return self.request.user if self.request.user.is_authenticated else self.holder

    @property
    def person(self):
        """Whoever the address belongs to, or an unsaved person with that address."""
        known = User.objects.filter(email__iexact=self.subject.email).first()
        if known is None:
            known = User(email=self.subject.email, name=self.subject.name)
            known.set_unusable_password()
        return known

    @property
    def is_open(self):
        return self.subject.status == OPEN and self.subject.expires_at > timezone.now()

    @property
    def needs_check(self):
        """Whether a registrar looks before the role begins."""
        return self.is_open and self.lifecycle.needs_check(self.subject)

    @property
    def page(self):
        return reverse(self.answering, args=[self.subject.code])

    def get_context_data(self, **context):
        values = {self.model._meta.model_name: self.subject, "city": self.subject.city, "page": self.page}
        values |= {"needs_check": self.needs_check, "is_known": self.person.has_usable_password()}
        return super().get_context_data(**context, **values, own_page=settings.LOGIN_REDIRECT_URL)

    def changed_meanwhile(self, words):
        self.template_name = "cities/addressed_changed.html"
        return self.render_to_response(self.get_context_data(words=words), status=409)


class Answer(PortalFormMixin, FormView, ToAddressee):
    """Who proposes what, for which city; and the way to say yes. A newcomer chooses a password on the same page.

    A view says by `send_to_check()` what happens where staff look first.
    """

    form_class = NewcomerForm
    welcome = _("Welcome. You now act for this city.")
    first_welcome = _("Welcome. Your account is ready. Add a second factor under “Security” to guard it well.")

    def accept(self, **details):
        self.lifecycle.accept(self.subject, **details)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.person, "initial": {"email": self.subject.email}}

    def get_context_data(self, **context):
        return super().get_context_data(**context, is_newcomer=self.is_newcomer(), is_open=self.is_open)

    def is_newcomer(self):
        """Chooses a password here: nobody signed in, the address has none, and no check stands between."""
        signs_in = self.request.user.is_authenticated or self.person.has_usable_password()
        return not signs_in and not self.lifecycle.needs_check(self.subject)

    def post(self, request, *args, **kwargs):
        if self.is_newcomer() and self.is_open:
            return super().post(request, *args, **kwargs)
        if not request.user.is_authenticated and self.person.has_usable_password():
            return redirect(f"{reverse('account_login')}?next={self.page}")
        return self.say_yes()

    def say_yes(self):
        is_checked = self.needs_check
        try:
            self.send_to_check() if is_checked else self.accept(by=self.principal)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        if is_checked:
            return redirect(self.page)
        messages.success(self.request, self.welcome)
        return redirect(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            self.accept(by=self.holder, name=given["name"], password=given["password"])
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        return self.sign_in()

    def sign_in(self):
        """The password was chosen a moment ago by the owner of the address: that is a sign-in."""
        links.close_for(self.request, self.subject)
        user = self.person
        login = Login(user=user, email=user.email, redirect_url=settings.LOGIN_REDIRECT_URL)
        messages.success(self.request, self.first_welcome)
        return perform_password_login(self.request, {"email": user.email}, login)


class Refusal(ToAddressee):
    """Says what declining means, and declines."""

    declined = ""

    def post(self, request, *args, **kwargs):
        try:
            self.lifecycle.refuse(self.subject, by=self.principal)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        messages.success(request, self.declined)
        return redirect(self.page)
