from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .addresses import own_address_or
from .models import User


@cache
def zones():
    """Zones of places, as "Europe/Paris"; without the historical and technical names."""
    return sorted({"UTC", *(each for each in available_timezones() if "/" in each and not each.startswith("Etc/"))})


class SettingsForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(each, each.replace("_", " ")) for each in zones()],
        help_text=_("Times on the portal and in your mail are shown in this zone."),
    )

    class Meta:
        model = User
        fields = ["name", "name_in_other_script", "language", "zone"]
        labels = {
            "name": _("Your name as you use it"),
            "name_in_other_script": _("Your name in another script"),
        }


class EndLoginsForm(forms.Form):
    """Which logins to end: one by its code, or all others."""

    which = forms.CharField(max_length=64)

    def __init__(self, *args, logins=(), current=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.logins, self.current = logins, current

    def clean_which(self):
        which = self.cleaned_data["which"]
        chosen = [each for each in self.logins if self._is_meant(each, which)]
        if which != "others" and not chosen:
            raise forms.ValidationError(_("This login had already ended."))
        self.chosen = chosen
        return which

    def _is_meant(self, login, which):
        return login.code == which or (which == "others" and login.session_key != self.current)


class NextForm(forms.Form):
    """Where to go on afterwards."""

    next = forms.CharField(required=False, max_length=2000)


def back_from(request, default):
    """The page of this portal that the address names as `next`, or the default."""
    form = NextForm(request.GET)
    return own_address_or(form.cleaned_data["next"], default) if form.is_valid() else default
