"""Files and pictures of an item that is being written: one page with the list, one for each file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from scn_portal.files.forms import NotesRefusals
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin

from ..files import lacks
from ..forms.files import LICENCE, FileForm, MoveForm, NewFileForm
from ..lifecycle import files as lifecycle
from ..models import ResourceFile
from ..progress import FILES
from .writing import OwnDraft


class DraftFiles(OwnDraft):
    """The files of a draft, for those who write it."""

    files_for = "hub.resourcefile"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        code = kwargs.get("code")
        self.row = get_object_or_404(lifecycle.rows_of(self.version), file__code=code) if code else None

    def get_success_url(self):
        return reverse("hub:resource_files", args=[self.resource.slug])


class Saving(FormView):
    """Saves a form, says so, and leads on."""

    done = ""

    def form_valid(self, form):
        self.save(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)


class FileFormView(DraftFiles, NotesRefusals, PortalFormMixin, Saving):
    """A form with a file in it. What is refused stands in the form, with everything that was typed."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"resource": self.resource}

    def get_context_data(self, **context):
        return super().get_context_data(**Saving.get_context_data(self, **context))

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except TransitionRefused as refused:
            form.add_error("upload" if form.cleaned_data.get("upload") else None, str(refused))
        except ValidationError as refused:
            form.add_error("upload", refused)
        return self.form_invalid(form)


class ResourceFiles(FileFormView):
    """The files of a draft in their order, each with what it still lacks, and the form that adds one."""

    template_name = "hub/resource_files.html"
    form_class = NewFileForm
    done = gettext_lazy("The file has been added.")

    def get_initial(self):
        return {"language": self.resource.language, "licence": self.resource.licence or LICENCE}

    def get_context_data(self, **context):
        rows = list(ResourceFile.objects.of_version(self.version).for_lists())
        values = {"files": [(row, lacks(row)) for row in rows], "most": ResourceFile.MOST}
        context = super().get_context_data(**context, **values, is_full=len(rows) >= ResourceFile.MOST)
        return context | {"section": next(task for task in context["tasks"] if task.key == FILES)}

    def save(self, form):
        upload = form.cleaned_data["upload"]
        row = lifecycle.take_in(self.version, upload, by=self.request.user, **form.words())
        if row.personal_columns:
            self.done = _("The file has been added. Some of its columns need your word; see below.")


class FileUpdate(FileFormView):
    """One file: what is said of it, and another file in its place."""

    template_name = "hub/file_form.html"
    form_class = FileForm
    done = gettext_lazy("The file has been changed.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"row": self.row}

    def get_initial(self):
        names = ("title", "language", "licence", "sharing", "alt", "author", "personal_confirmed")
        return {name: getattr(self.row, name) for name in names}

    def get_context_data(self, **context):
        return super().get_context_data(**context, row=self.row, lacks=lacks(self.row))

    def save(self, form):
        given, by = form.words(), self.request.user
        if form.cleaned_data["upload"]:
            given.pop("personal_confirmed", None)  # was said of the file that goes
            lifecycle.take_in(self.version, form.cleaned_data["upload"], by=by, replaces=self.row, **given)
        else:
            lifecycle.describe_file(self.version, by=by, row=self.row, **given)


class FileMove(DraftFiles, View):
    """One place up or down."""

    def post(self, request, *args, **kwargs):
        form = MoveForm(request.POST)
        if form.is_valid():
            earlier = form.cleaned_data["earlier"]
            lifecycle.move_file(self.version, by=request.user, row=self.row, earlier=earlier)
        return redirect(self.get_success_url())


class FileRemove(DraftFiles, View):
    """Takes a file out of the draft."""

    def post(self, request, *args, **kwargs):
        lifecycle.remove_file(self.version, by=request.user, row=self.row)
        messages.success(request, _("The file has been removed from this draft."))
        return redirect(self.get_success_url())
