"""How allauth behaves here: no sign-up, one voice for mails, no word about who has an account."""

from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import devices, fresh, notifications
from .addresses import absolute, is_own_address
from .sealing import seal, unseal

NOTICE_OF = {
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_set": "accounts.password_changed",
    "account/email/password_reset": "accounts.password_changed",
    "account/email/email_changed": "accounts.email_changed",
    "account/email/email_deleted": "accounts.email_changed",
    "mfa/email/totp_activated": "accounts.second_factor_added",
    "mfa/email/webauthn_added": "accounts.second_factor_added",
    "mfa/email/recovery_codes_generated": "accounts.second_factor_added",
    "mfa/email/totp_deactivated": "accounts.second_factor_removed",
    "mfa/email/webauthn_removed": "accounts.second_factor_removed",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        return is_own_address(url)

    def is_reauthentication_required(self, *, app, **kwargs):
        """A sign-in of the last minutes is as good a proof as a repeated one."""
        return super().is_reauthentication_required(app=app, **kwargs) and not fresh.is_fresh(self.request)

    def authenticate(self, request, **credentials):
        """A suspended person gets the answer of a wrong password, and the try counts."""
        user = super().authenticate(request, **credentials)
        if user and not user.is_active:
            self.pre_authenticate(request, **credentials)
            return None
        return user

    def respond_user_inactive(self, request, user):
        messages.error(request, _("This sign-in did not work. Try again, or write to us from the contact page."))
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request, user):
        request.signs_in_first = user.last_login is None
        super().login(request, user)

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        if not devices.is_known(request, user):
            devices.remember(request, response, user)
            if not request.signs_in_first:
                notifications.tell("accounts.new_device", user)
        return response

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:security")

    def get_reset_password_from_key_url(self, key):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request, emailconfirmation):
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_mail(self, template_prefix, email, context):
        """Written to the outbox in the person's language, with the configured name of the portal."""
        site = SimpleNamespace(name=settings.MFA_TOTP_ISSUER, domain=settings.BASE_URL)
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        with translation.override(language):
            self.render_mail(template_prefix, email, {"email": email, **context, "current_site": site}).send()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth's notices in our own words: mail and inbox, to the old address too when it changes."""
        notifications.tell(NOTICE_OF[template_prefix], user, former_address=email)


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def _get_site_name(self):
        return settings.MFA_TOTP_ISSUER
