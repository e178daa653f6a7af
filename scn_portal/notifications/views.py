"""The inbox, what a person wants to hear, leaving a list, and the page of kept mail."""

import hashlib
import re
from base64 import b64encode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from . import inbox, kinds, unsubscribing
from .forms import KeptMailFilter, PreferencesForm
from .models import InboxItem, KeptMail

LINK = re.compile(r"https?://\S+")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class Inbox(ListView):
    template_name = "notifications/inbox.html"
    paginate_by = 20

    def get_queryset(self):
        return InboxItem.objects.filter(person=self.request.user).select_related("person")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        unread = inbox.unread_count(self.request.user)
        return context | {"notices": inbox.notices(context["page_obj"].object_list), "unread": unread}


class InboxOpen(View):
    """Marks the notice as read and leads to what it is about."""

    http_method_names = ["post"]

    def post(self, request, code):
        item = get_object_or_404(InboxItem.objects.select_related("person"), person=request.user, code=code)
        inbox.mark_read(request.user, pk=item.pk)
        return redirect(inbox.notices([item])[0].url or "notifications:inbox")


class InboxRead(View):
    http_method_names = ["post"]

    def post(self, request, code):
        item = get_object_or_404(InboxItem, person=request.user, code=code)
        inbox.mark_read(request.user, pk=item.pk)
        return redirect("notifications:inbox")


class InboxReadAll(View):
    http_method_names = ["post"]

    def post(self, request):
        inbox.mark_read(request.user)
        messages.success(request, _("All notices are marked as read."))
        return redirect("notifications:inbox")


class Preferences(FormView):
    template_name = "notifications/preferences.html"
    form_class = PreferencesForm
    success_url = reverse_lazy("notifications:preferences")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.request.user}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Your choice is saved."))
        return super().form_valid(form)


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class Unsubscribe(TemplateView):
    """One click without a cookie, as mail programs do it; the page itself only asks."""

    template_name = "notifications/unsubscribe.html"

    def get_context_data(self, **kwargs):
        row = unsubscribing.mail_of(self.kwargs["token"])
        kind = kinds.registered.get(row.kind) if row else None
        if kind is None or not kind.can_be_off:
            raise Http404
        return super().get_context_data(row=row, kind=kind, **kwargs)

    def post(self, request, token):
        context = self.get_context_data(done=True)
        unsubscribing.leave(context["row"])
        return self.render_to_response(context)


class KeptMailPages:
    """For staff, and only where the portal runs without a mail server; anywhere else the page does not exist."""

    def dispatch(self, request, *args, **kwargs):
        if not (settings.KEEP_MAIL and request.user.is_staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class KeptMailList(KeptMailPages, ListView):
    template_name = "notifications/kept_mail_list.html"
    paginate_by = 30

    def get_queryset(self):
        form = KeptMailFilter(self.request.GET)
        self.wanted = form.cleaned_data["recipient"] if form.is_valid() else ""
        return KeptMail.objects.filter(address__icontains=self.wanted)

    def get_context_data(self, **kwargs):
        return super().get_context_data(wanted=self.wanted, **kwargs)


class KeptMailDetail(KeptMailPages, DetailView):
    model = KeptMail
    slug_field = slug_url_kwarg = "code"
    template_name = "notifications/kept_mail_detail.html"

    def get_context_data(self, **kwargs):
        links = dict.fromkeys(LINK.findall(self.object.text))
        own = [link for link in links if link.startswith(settings.BASE_URL + "/")]
        return super().get_context_data(links=own, **kwargs)


class KeptMailHtml(KeptMailPages, DetailView):
    """The HTML part as a mail program shows it: no script, no form, no other host; its own style by its hash."""

    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        return KeptMail.objects.exclude(html="")

    def render_to_response(self, context):
        html = self.object.html
        hashes = [b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in STYLE.findall(html)]
        styles = " ".join(f"'sha256-{each}'" for each in hashes) or "'none'"
        response = HttpResponse(html)
        response["Content-Security-Policy"] = f"sandbox allow-popups; default-src 'none'; style-src {styles}"
        return response
