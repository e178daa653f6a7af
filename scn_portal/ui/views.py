"""Views of the ground, and the two that every app builds on: TransitionView and AutosaveMixin."""

import json
import logging
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.detail import SingleObjectMixin

from scn_portal.accounts.addresses import own_address_or

from .drafts import AutosaveMixin

logger = logging.getLogger(__name__)


class TransitionView(SingleObjectMixin, View):
    """POST carries out a transition, leaves a message and leads on. A refusal answers 403 or 409 with the reason.

    Set `confirm` to a question and GET shows a page that asks it. Set `form_class` where the step needs words;
    `details(form)` turns them into what the transition takes.
    """

    transition = None
    done = ""
    confirm = ""
    effect = ""
    button = _("Confirm")
    kind = ""
    form_class = None
    success_url = None
    template_name = "ui/confirm.html"

    def get(self, request, *args, **kwargs):
        if not self.confirm:
            return HttpResponseNotAllowed(["POST"])
        self.object = self.get_object()
        return self.ask(self.form_class() if self.form_class else None)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.form_class(request.POST) if self.form_class else None
        if form and not form.is_valid():
            return self.ask(form, status=422)
        self.object = type(self).transition(self.object, by=self.principal(), **self.details(form))
        if self.done:
            messages.success(request, self.done)
        return HttpResponseRedirect(self.get_success_url())

    def ask(self, form, status=200):
        values = self.get_context_data(
            form=form, confirm=self.confirm or self.done, effect=self.effect, button=self.button, kind=self.kind
        )
        values["back"] = self.get_success_url()
        return render(self.request, self.template_name, values, status=status)

    def principal(self):
        """Who acts: the person who is signed in. Override for holders of a link."""
        return self.request.user

    def details(self, form):
        return form.cleaned_data if form else {}

    def get_success_url(self):
        return self.success_url or self.object.get_absolute_url()


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(required=False)


@login_not_required
@require_POST
def language(request):
    """Remember the language in a cookie and lead back to the page. An unknown language changes nothing."""
    form = LanguageForm(request.POST)
    form.is_valid()
    response = HttpResponseRedirect(own_address_or(form.data.get("next", ""), "/"))
    if chosen := form.cleaned_data.get("language"):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response


REPORT_AT_MOST = 10 * 1024
REPORTS_A_MINUTE = 30


@csrf_exempt
@login_not_required
@require_POST
def csp_report(request):
    """What a browser reports of our content policy: counted in the log, at most so many a minute and address."""
    counter = f"csp-report:{request.META.get('REMOTE_ADDR', '')}:{timezone.now():%H%M}"
    cache.add(counter, 0, timeout=120)
    if int(request.headers.get("Content-Length") or 0) > REPORT_AT_MOST or cache.incr(counter) > REPORTS_A_MINUTE:
        return HttpResponse(status=204)
    try:
        report = json.loads(request.body[:REPORT_AT_MOST]).get("csp-report", {})
        rule = str(report.get("effective-directive") or report.get("violated-directive", ""))[:60]
    except (ValueError, AttributeError):
        rule = "unreadable"
    logger.warning("a content policy was violated", extra={"rule": rule})
    return HttpResponse(status=204)


@login_not_required
@require_safe
def security_txt(request):
    lines = {
        "Contact": f"mailto:{settings.SECURITY_ADDRESS}",
        "Expires": (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z"),
        "Preferred-Languages": ", ".join(code for code, _name in settings.LANGUAGES),
        "Canonical": f"{settings.BASE_URL}{request.path}",
        "Policy": f"{settings.BASE_URL}/security/",
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


__all__ = ["AutosaveMixin", "TransitionView", "csp_report", "language", "security_txt"]
