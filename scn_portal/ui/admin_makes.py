"""What staff begin from a list of the admin: each creation has a page with its form, and goes through the lifecycle."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from scn_portal.accounts.fresh import demand_fresh_proof
from scn_portal.files.refusals import note
from scn_portal.lifecycle import TransitionRefused

from .forms import once


@dataclass(frozen=True)
class Make:
    """A creation as staff meet it: the link above the list, its form, and where it leads."""

    creation: object
    label: str
    done: str
    form_class: type
    leads_to: object = None  # row -> address; the row's own page where nothing is said
    needs_fresh_proof: bool = False

    @property
    def verb(self):
        return self.creation.name


class MakingAdmin:
    """For an ActingAdmin: pages to begin something new, linked above the list."""

    makes = ()
    change_list_template = "admin/making_change_list.html"
    make_template = "admin/make_form.html"

    def get_urls(self):
        meta = self.opts
        own = path(
            "make/<slug:verb>/",
            self.admin_site.admin_view(self.make_view),
            name=f"{meta.app_label}_{meta.model_name}_make",
        )
        return [own, *super().get_urls()]

    def _make_url(self, make):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_make", args=[make.verb])

    def changelist_view(self, request, extra_context=None):
        links = [{"label": each.label, "url": self._make_url(each)} for each in self.makes]
        return super().changelist_view(request, {"makes": links} | (extra_context or {}))

    def make_view(self, request, verb):
        if not self.has_view_permission(request):
            raise PermissionDenied
        make = next((each for each in self.makes if each.verb == verb), None)
        if make is None:
            raise Http404
        if make.needs_fresh_proof:
            demand_fresh_proof(request)
        form = make.form_class(request.POST or None, request.FILES or None, person=request.user)
        if request.method != "POST":
            return self._show_make(request, make, form)
        if form.is_valid():
            return self._made(request, make, form)
        note(form, by=request.user, owner_kind=self.opts.label_lower)
        return self._show_make(request, make, form, 422)

    def _made(self, request, make, form):
        def act():
            row = make.creation(by=request.user, **form.cleaned_data)
            messages.success(request, make.done)
            return HttpResponseRedirect(make.leads_to(row) if make.leads_to else self.address_of(row))

        try:
            return once(request, act)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self._show_make(request, make, form, 409)

    def _show_make(self, request, make, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": make.label,
            "opts": self.opts,
            "form": form,
            "make": make,
            "make_url": self._make_url(make),
            "has_errors": bool(form.errors),
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "list_title": self.opts.verbose_name_plural,
            "error_title": _("Error:"),
        }
        return TemplateResponse(request, self.make_template, context, status=status)


__all__ = ["Make", "MakingAdmin"]
