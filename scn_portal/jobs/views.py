"""Is the portal well? For machines, for visitors, and for staff."""

from ipaddress import ip_address

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView, View

from . import health, running, system
from .models import Job

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """The process answers. Touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """One item each. 503 only where nothing can be served; details for staff and for this machine."""
    found = health.findings()
    state = health.state_of(found)
    items = {each.item.key: "ok" if each.is_well else "trouble" for each in found}
    if state != "down" and _may_read_details(request):
        items |= {each.item.key: each.trouble for each in found if not each.is_well}
    return JsonResponse({"state": state, "items": items}, status=503 if state == "down" else 200)


def _may_read_details(request):
    return _is_this_machine(request) or (request.user.is_active and getattr(request.user, "is_staff", False))


def _is_this_machine(request):
    """A call from here that no proxy has passed on."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a socket of the server without an address
        return False


@method_decorator([login_not_required, never_cache], name="dispatch")
class Status(TemplateView):
    """The same items in plain words."""

    template_name = "jobs/status.html"

    def get_context_data(self, **kwargs):
        found = health.findings()
        troubles = dict.fromkeys(each.item.outage for each in found if not each.is_well)
        return super().get_context_data(state=health.state_of(found), troubles=troubles, **kwargs)


@method_decorator(never_cache, name="dispatch")
class JobDetail(DetailView):
    """How far a long job is, for whoever began it and for staff. A script asks every two seconds for the part alone."""

    slug_field = slug_url_kwarg = "code"
    template_name = "jobs/job_detail.html"

    def get_queryset(self):
        person, jobs = self.request.user, Job.objects.filter(kind__in=running.registered)
        return jobs if person.is_staff else jobs.filter(owner=person.audit_key)

    def get_template_names(self):
        is_part = self.request.htmx and not self.request.htmx.history_restore_request
        return [f"{self.template_name}#state" if is_part else self.template_name]

    def get_context_data(self, **kwargs):
        kind = running.registered[self.object.kind]
        return super().get_context_data(
            label=kind.label, report_url=kind.leads_to(self.object), told=kind.tells(self.object), **kwargs
        )


class StaffPage:
    """A page inside the admin site, with its own rule of who may enter."""

    @classmethod
    def as_view(cls, **kwargs):
        return admin.site.admin_view(super().as_view(**kwargs))


class System(StaffPage, TemplateView):
    template_name = "jobs/system.html"

    def get_context_data(self, **kwargs):
        around = admin.site.each_context(self.request)
        page = {"title": _("System"), "findings": health.findings(), "tables": system.tables(), "stuck": system.stuck()}
        return super().get_context_data(**around, **page, **kwargs)


class SystemAct(StaffPage, View):
    """Staff settle one row that was given up: try it again, or close it with a reason."""

    http_method_names = ["post"]

    def post(self, request, key):
        form = system.SettleForm(request.POST)
        source, row = system.find(key)
        if row is None:
            raise Http404
        if not form.is_valid():
            messages.error(request, _("Give a reason before you close it."))
        elif source.settle(row, form.cleaned_data["act"], form.cleaned_data["reason"], request.user):
            messages.success(request, _("Done."))
        else:
            messages.error(request, _("Somebody else has settled this already."))
        return redirect("jobs:system")
