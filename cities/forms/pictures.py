"""What the register asks about a picture."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scn_portal.files.checks import PICTURES
from scn_portal.files.forms import UploadField
from scn_portal.files.pictures import WIDTHS
from scn_portal.ui.forms import LineField

from ..models import City, Picture

FACTS = ["title", "author", "licence", "licence_url", "commercial_use", "source", "changes", "people_consent"]
YES_NO = [("", _("not known")), ("true", _("yes")), ("false", _("no"))]


def initial_of(picture):
    """What the register says of a picture, as the form shows it."""
    values = {name: getattr(picture, name) for name in FACTS}
    values["commercial_use"] = {True: "true", False: "false"}.get(picture.commercial_use, "")
    return values | {f"alt_{language}": words for language, words in picture.alt.items()}


class DescribeForm(forms.ModelForm):
    """The facts of a picture, with what it shows in each language of the portal."""

    commercial_use = forms.TypedChoiceField(
        label=_("Commercial use allowed"),
        choices=YES_NO,
        required=False,
        coerce=lambda value: value == "true",
        empty_value=None,
    )

    class Meta:
        model = Picture
        fields = FACTS
        help_texts = {
            "licence": _("As its author names it, such as CC BY 4.0."),
            "source": _("Where it was found, or who sent it."),
            "changes": _("Such as “cropped, tinted”."),
            "people_consent": _("A picture on which people can be recognised is shown only if they have agreed."),
        }

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"alt_{code}"] = LineField(
                label=format_lazy(_("What it shows, for those who cannot see it ({language})"), language=name),
                max_length=200,
                required=False,
            )

    def clean(self):
        values = super().clean()
        words = {code: values.pop(f"alt_{code}", "") for code, _name in settings.LANGUAGES}
        values["alt"] = {code: text for code, text in words.items() if text}
        return values


class RegisterForm(DescribeForm):
    upload = UploadField(label=_("Picture"), accepts=PICTURES, widths=WIDTHS, required=False)
    within = forms.ModelChoiceField(label=_("City that it shows"), queryset=City.objects.none(), required=False)
    field_order = ["upload"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = City.objects.order_by("name")


class ReplaceForm(forms.Form):
    new = forms.ModelChoiceField(label=_("The picture that takes its place"), queryset=Picture.objects.none())

    def __init__(self, *args, picture, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new"].queryset = Picture.objects.published().exclude(pk=picture.pk)
