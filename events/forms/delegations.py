"""What a coordinator writes about the people whom a city sends."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models.seats import new_key


class ReplaceForm(forms.Form):
    """A person: name, and an address where there is one."""

    name = LineField(label=_("Name of the person"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail of the person"),
        max_length=254,
        required=False,
        help_text=_("Leave it empty for somebody without an address, such as a driver: the mails then go to you."),
    )
    office = LineField(label=_("Office"), max_length=160, required=False)
    language = forms.ChoiceField(label=_("Language in which we write to the person"), choices=settings.LANGUAGES)
    key = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", (get_language() or "en")[:2])
        self.initial.setdefault("key", new_key())

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in ("name", "email", "office", "language", "key")}


class DelegateForm(ReplaceForm):
    """A person, and at which stops they take a seat of the delegation."""

    seats = forms.MultipleChoiceField(label=_("Seats"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, allotments, **kwargs):
        super().__init__(*args, **kwargs)
        self.pools = {f"{each.pool.stop.code}-{each.pool.category}": each.pool for each in allotments}
        labels = {f"{each.pool.stop.code}-{each.pool.category}": _label(each) for each in allotments}
        self.fields["seats"].choices = labels.items()
        if len(labels) == 1:
            self.fields["seats"].widget = forms.MultipleHiddenInput()
            self.initial["seats"] = list(labels)

    @property
    def values(self):
        return super().values | {"pools": [self.pools[each] for each in self.cleaned_data["seats"]]}


def _label(allotment):
    left = allotment.seats - allotment.claimed
    words = ngettext("%(where)s, %(left)s seat left", "%(where)s, %(left)s seats left", left)
    return words % {"where": allotment.pool.stop.where, "left": left}
