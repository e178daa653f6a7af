"""Acts of staff in the admin: a row's page shows it, and the transitions that are open, each with its form.

Status is never edited. An act posts to its own address, goes through the lifecycle, and comes back to the row's page;
a form with errors comes back on the same page with everything that was typed.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from scn_portal.accounts.fresh import demand_fresh_proof
from scn_portal.files.refusals import note
from scn_portal.lifecycle import TransitionRefused

from .admin_site import StaffAdmin


@dataclass(frozen=True)
class Act:
    """A transition as staff meet it: its button, its form, and whether the sign-in must be fresh."""

    transition: object
    label: str
    done: str
    form_class: type | None = None
    needs_fresh_proof: bool = False
    kind: str = "quiet"  # of the button; at most one act a page has "primary"
    is_ready: object = None  # row -> bool; the button shows only then
    stands_apart: bool = False  # the page shows its form itself, beside what it is about

    @property
    def verb(self):
        return self.transition.name

    def is_open_to(self, person, row):
        return self.transition.is_open_to(person, row) and (self.is_ready is None or self.is_ready(row))


@dataclass
class OpenAct:
    act: Act
    form: object
    url: str


class ActingAdmin(StaffAdmin):
    """A list whose rows open on a page of their own, named by `key_field`, with the acts that are open."""

    acts = ()
    key_field = "code"
    change_form_template = "admin/acting_change_form.html"

    def get_object(self, request, object_id, from_field=None):
        try:
            return self.get_queryset(request).filter(**{self.key_field: object_id}).first()
        except ValueError:  # a key that is no number
            return None

    def address_of(self, row):
        meta = self.opts
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[getattr(row, self.key_field)])

    def url_of(self, row, verb):
        """Where the act of this verb posts to."""
        meta = self.opts
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_act", args=[getattr(row, self.key_field), verb])

    def get_changelist(self, request, **kwargs):
        address_of = self.address_of

        class KeyedChangeList(super().get_changelist(request, **kwargs)):
            def url_for_result(self, result):
                return address_of(result)

        return KeyedChangeList

    def get_urls(self):
        meta = self.opts
        own = path(
            "<str:object_id>/act/<slug:verb>/",
            self.admin_site.admin_view(self.act_view),
            name=f"{meta.app_label}_{meta.model_name}_act",
        )
        return [own, *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        return False  # rows change by acts only

    def has_add_permission(self, request):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET"])
        return self.show(request, self._row(request, object_id))

    def _row(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def act_view(self, request, object_id, verb):
        row = self._row(request, object_id)
        act = next((each for each in self.acts if each.verb == verb), None)
        if act is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(self.address_of(row))
        if act.needs_fresh_proof:
            demand_fresh_proof(request)
        form = self.form_for(act, row, request.POST, request.FILES)
        if form is not None and not form.is_valid():
            note(form, by=request.user, owner_kind=row._meta.label_lower)
            return self.show(request, row, bound={verb: form}, status=422)
        return self._carry_out(request, row, act, form)

    def _carry_out(self, request, row, act, form):
        try:
            act.transition(row, by=request.user, **(form.cleaned_data if form else {}))
        except TransitionRefused as refusal:
            messages.warning(request, str(refusal))
            bound = {act.verb: form} if form else {}  # what was typed stays
            return self.show(request, self._row(request, getattr(row, self.key_field)), bound=bound, status=409)
        messages.success(request, act.done)
        return HttpResponseRedirect(self.address_of(row))

    def form_for(self, act, row, data=None, files=None):
        return act.form_class(data, files, prefix=act.verb, **self.form_values(act, row)) if act.form_class else None

    def form_values(self, act, row):
        """Further arguments for the form of an act, such as the row it chooses from."""
        return {}

    def open_acts(self, request, row, bound):
        return [
            OpenAct(act, bound.get(act.verb) or self.form_for(act, row), self.url_of(row, act.verb))
            for act in self.acts
            if not act.stands_apart and act.is_open_to(request.user, row)
        ]

    def show(self, request, row, *, bound=None, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "row": row,
            "original": row,
            "opts": self.opts,
            "open_acts": self.open_acts(request, row, bound or {}),
            "has_errors": bool(bound),
            "history": self.trail_of(row),
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "list_title": self.opts.verbose_name_plural,
            "error_title": _("Error:"),
            **self.row_context(request, row, bound or {}),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)

    def words_for_acts(self):
        return {each.verb: each.label for each in self.acts} | self.told_as

    def row_context(self, request, row, bound):
        return {}


__all__ = ["Act", "ActingAdmin"]
