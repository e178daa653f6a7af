"""The one upload field of the portal."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scn_portal.lifecycle import VISITOR

from . import refusals
from .checks import ENDINGS, EVERYTHING, PICTURES, check, spelled

LIMIT = _("{kinds}; at most 20 MB.")
LIMIT_WITH_PICTURES = _("{kinds}; at most 20 MB. Pictures are kept without their metadata.")


class UploadField(forms.FileField):
    """Takes one file and gives a CheckedUpload; says its limits before anything is chosen.

    `accepts` names the kinds that are taken here; a picture is also drawn in each of `widths`.
    """

    widget = forms.FileInput

    def __init__(self, *, accepts=EVERYTHING, widths=(), **options):
        self.accepts, self.widths = tuple(accepts), tuple(widths)
        words = LIMIT_WITH_PICTURES if set(PICTURES) & set(accepts) else LIMIT
        options.setdefault("help_text", format_lazy(words, kinds=spelled(accepts)))
        super().__init__(**options)

    def widget_attrs(self, widget):
        endings = ",".join(f".{ending}" for ending, kind in ENDINGS.items() if kind in self.accepts)
        return super().widget_attrs(widget) | {"accept": endings}

    def to_python(self, data):
        if data in self.empty_values:
            return None
        return check(data, self.accepts, self.widths)

    def clean(self, data, initial=None):
        return super(forms.FileField, self).clean(data)

    def has_changed(self, initial, data):
        return data is not None


class NotesRefusals:
    """For a view whose form takes files: each refused file leaves a row for staff, and the rest stays in the form."""

    files_for = ""  # the kind of row that the files would have belonged to

    def sender(self):
        """Who is sending: the person who signed in, or the `holder` of the link behind which the page stands."""
        user = self.request.user
        return getattr(self, "holder", None) or (user if user.is_authenticated else VISITOR)

    def form_invalid(self, form):
        refusals.note(form, by=self.sender(), owner_kind=self.files_for)
        return super().form_invalid(form)
