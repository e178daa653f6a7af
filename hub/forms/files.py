"""A file or a picture of an item: what it is, in which language, under which licence, and who may open it."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.countries import language_choices
from scn_portal.files.checks import EVERYTHING, PICTURES
from scn_portal.files.forms import UploadField
from scn_portal.files.pictures import WIDTHS
from scn_portal.sharing import Sharing
from scn_portal.ui.forms import LineField

LICENCE = "CC BY 4.0"
PICTURE_WORDS = ("alt", "author")


class DescriptionForm(forms.Form):
    """What is said of a file. All of it may wait; the check page names what is missing."""

    title = LineField(label=gettext_lazy("Title"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    licence = LineField(
        label=gettext_lazy("Licence"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Under which others may use it. CC BY 4.0 lets them use it and name you."),
    )
    sharing = forms.TypedChoiceField(
        label=gettext_lazy("Who may open it"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("A file may be stricter than its item, never looser."),
    )
    alt = LineField(
        label=gettext_lazy("What the picture shows"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("In a sentence, for those who cannot see it."),
    )
    author = LineField(label=gettext_lazy("Who made the picture"), max_length=200, required=False)

    def __init__(self, *args, resource, row=None, **options):
        self.row = row
        super().__init__(*args, **options)
        self.fields["language"].choices = [("", _("Not said yet")), *language_choices()]
        self.fields["sharing"].choices = [("", _("Whoever may read the item")), *_stricter(resource)]
        if len(self.fields["sharing"].choices) == 1:
            del self.fields["sharing"]
        if row is not None and not row.is_picture:
            for name in PICTURE_WORDS:
                del self.fields[name]

    def words(self):
        """What the lifecycle takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "upload"}


def _stricter(resource):
    """The levels above that of the item, as it will be read when no embargo holds."""
    return [
        (level.value, format_lazy("TLP:{}: {}", level.name, level.label))
        for level in Sharing
        if level > resource.sharing
    ]


class NewFileForm(DescriptionForm):
    """Adds a file or a picture."""

    upload = UploadField(label=gettext_lazy("File or picture"), widths=WIDTHS)
    field_order = ("upload",)


class FileForm(DescriptionForm):
    """Changes what is said of a file, or puts another one in its place."""

    upload = UploadField(label=gettext_lazy("Put another file in its place"), widths=WIDTHS, required=False)
    field_order = ("title",)

    def __init__(self, *args, row, **options):
        super().__init__(*args, row=row, **options)
        accepts = PICTURES if row.is_picture else tuple(kind for kind in EVERYTHING if kind not in PICTURES)
        self.fields["upload"] = UploadField(
            label=self.fields["upload"].label, accepts=accepts, widths=WIDTHS, required=False
        )
        if row.personal_columns:
            self.fields["personal_confirmed"] = forms.BooleanField(
                label=_("These columns hold no data about single people, or those people agreed."), required=False
            )


class MoveForm(forms.Form):
    """Which way a file moves in the list."""

    earlier = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
