"""The one upload field of the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .checks import ENDINGS, check


class UploadField(forms.FileField):
    """Takes one file and gives a CheckedUpload; says its limits before anything is chosen."""

    widget = forms.FileInput

    def __init__(self, **options):
        options.setdefault(
            "help_text", _("PDF, PNG, JPEG or WebP, at most 20 MB. Pictures are kept without their metadata.")
        )
        super().__init__(**options)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"accept": ",".join(f".{ending}" for ending in ENDINGS)}

    def to_python(self, data):
        if data in self.empty_values:
            return None
        return check(data)

    def clean(self, data, initial=None):
        return super(forms.FileField, self).clean(data)

    def has_changed(self, initial, data):
        return data is not None
