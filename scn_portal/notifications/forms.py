from django import forms
from django.utils.translation import gettext_lazy as _

from . import kinds
from .models import Preference


class InboxFilter(forms.Form):
    """What the address of the inbox may say."""

    page = forms.IntegerField(min_value=1, required=False)


class KeptMailFilter(forms.Form):
    recipient = forms.CharField(label=_("Recipient"), max_length=254, required=False)


class PreferencesForm(forms.Form):
    """One choice per kind that can be switched off."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
        for kind in choosable():
            self.fields[kind.name.replace(".", "-")] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.because,
                choices=Preference.Channel.choices,
                initial=chosen.get(kind.name, Preference.Channel.MAIL),
                widget=forms.RadioSelect,
            )

    def save(self):
        for kind in choosable():
            channel = self.cleaned_data[kind.name.replace(".", "-")]
            Preference.objects.update_or_create(person=self.person, kind=kind.name, defaults={"channel": channel})


def choosable():
    """The kinds that a person may switch off, in the order of their names."""
    return sorted((kind for kind in kinds.registered.values() if kind.can_be_off), key=lambda kind: kind.name)
