"""Save and come back: what is typed into a long form is kept on the server while it is typed.

With JavaScript every ten seconds and on leaving a field; without it by the button "Save for later". Two windows, or
two colleagues, never overwrite each other silently: whoever saves second sees both texts and chooses.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic.edit import BaseUpdateView

from .models import Draft

NEVER_KEPT = (forms.PasswordInput, forms.FileInput, forms.MultiWidget)


class DraftConflict(Exception):  # noqa: N818 -- an answer to the person who types
    def __init__(self, draft):
        super().__init__(draft.form)
        self.draft = draft


@dataclass
class Autosaved:
    """What the form's template needs to know of the draft."""

    url: str
    revision: int = 0
    saved_at: object = None

    @property
    def words(self):
        return words_for(self.saved_at) if self.saved_at else ""


def words_for(instant):
    return _("Saved %(time)s") % {"time": date_format(timezone.localtime(instant), "H:i")}


def values_of(form):
    """What stands in the form now, as JSON can hold it."""
    kept = (bound for bound in form if not isinstance(bound.field.widget, NEVER_KEPT) and not bound.field.disabled)
    return {bound.name: bound.data for bound in kept if bound.data is not None}


@transaction.atomic
def keep(owner, name, values, revision, window=""):
    """Store `values`, unless another window has stored other ones since `revision`.

    `window` names one showing of the form: what it saved a moment ago is no conflict with what it sends now.
    """
    defaults = {"values": values, "window": window}
    draft, is_new = Draft.objects.get_or_create(owner=owner, form=name, defaults=defaults)
    if is_new:
        return draft
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.values == values:
        return draft
    is_own = bool(window) and draft.window == window
    if draft.revision != revision and not is_own:
        raise DraftConflict(draft)
    draft.values, draft.revision, draft.window = values, draft.revision + 1, window
    draft.save()
    return draft


class AutosaveMixin:
    """For FormView, CreateView and UpdateView, before PortalFormMixin: keeps drafts of the view's form.

    Say in `draft_name()` which form on which object this is, and in `draft_owner()` whose: by default the person
    who is signed in; colleagues who share a form share the owner. The view's own checks decide who gets here.
    """

    conflict_template = "ui/conflict.html"

    def draft_owner(self):
        return f"person:{self.request.user.public_id}"

    def draft_name(self):
        return f"{type(self).__module__}.{type(self).__name__}:{self.request.path}"[-120:]

    @property
    def draft(self):
        return Draft.objects.filter(owner=self.draft_owner(), form=self.draft_name()).first()

    def get_initial(self):
        draft = self.draft if self.request.method == "GET" else None
        return super().get_initial() | (draft.values if draft else {})

    def get_form(self, form_class=None):
        form, draft = super().get_form(form_class), self.draft
        form.autosave = Autosaved(self.request.path)
        if draft:
            form.autosave = Autosaved(self.request.path, draft.revision, draft.saved_at)
        return form

    def post(self, request, *args, **kwargs):
        self.object = self.get_object() if isinstance(self, BaseUpdateView) else None
        form = self.get_form()
        try:
            return self._answer(request, form, *args, **kwargs)
        except DraftConflict as conflict:
            return self.show_both(form, conflict.draft)

    def _answer(self, request, form, *args, **kwargs):
        is_automatic = "X-Autosave" in request.headers
        is_for_later = "save_draft" in request.POST
        draft = self.draft
        if is_automatic or is_for_later or draft:
            draft = keep(
                self.draft_owner(),
                self.draft_name(),
                values_of(form),
                self._posted_revision(),
                request.POST.get("submission_key", "")[:32],
            )
        if is_automatic:
            return JsonResponse({"words": words_for(draft.saved_at), "revision": draft.revision})
        if is_for_later:
            messages.success(request, _("Saved. You can come back to this page at any time."))
            return HttpResponseRedirect(request.path)
        return super().post(request, *args, **kwargs)

    def _posted_revision(self):
        revision = self.request.POST.get("draft_revision", "0")
        return int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0

    def form_valid(self, form):
        response = super().form_valid(form)
        if response.status_code >= 400:
            return response  # refused after all: the draft stays
        Draft.objects.filter(owner=self.draft_owner(), form=self.draft_name()).delete()
        return response

    def show_both(self, form, draft):
        """Both texts side by side. "Keep mine" sends the form again with the revision that it has now seen."""
        words = _("This was changed in another window, or by a colleague.")
        if "X-Autosave" in self.request.headers:
            return JsonResponse({"words": words}, status=409)
        mine = values_of(form)
        rows = [
            (bound.label, mine.get(bound.name, ""), draft.values.get(bound.name, ""))
            for bound in form
            if mine.get(bound.name, "") != draft.values.get(bound.name, "")
        ]
        form.autosave = Autosaved(self.request.path, draft.revision, draft.saved_at)
        return render(self.request, self.conflict_template, {"form": form, "rows": rows, "draft": draft}, status=409)
