"""What a city may change on its own page."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import Term


class LanguageForm(forms.Form):
    """Which language's texts to edit, from the address."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class TextsForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of these texts"), choices=settings.LANGUAGES, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    summary = LineField(
        label=_("In one or two sentences"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should another city know first? At most 400 signs."),
    )
    background = forms.CharField(
        label=_("Background"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Your city, and what it has lived through. Name no group as a cause of violence."),
    )
    approach = forms.CharField(
        label=_("Approach"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Who works together, on what, and how you know whether it helps. Markdown may be used."),
    )


class ThemesForm(forms.Form):
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes your city works on"),
        queryset=Term.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose up to five. Other cities find you by them."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Term.objects.of("theme")

    def clean_themes(self):
        themes = self.cleaned_data["themes"]
        if len(themes) > 5:
            raise forms.ValidationError(_("Choose at most five themes, so that cities see what matters most to you."))
        return themes


class ContactForm(forms.Form):
    mailbox = forms.EmailField(
        label=_("Mailbox of your team"),
        required=False,
        help_text=_("A shared address, not a person's own. Only members of the network see it (TLP:GREEN)."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
