"""What an invited person answers."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

NEW_PASSWORD = {"autocomplete": "new-password"}


class NewcomerForm(forms.Form):
    """The name and the first password of a person who was not here before."""

    email = forms.EmailField(disabled=True, required=False, widget=forms.HiddenInput)
    name = LineField(
        label=_("Your name as you use it"),
        max_length=120,
        error_messages={"required": _("Give your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        error_messages={"required": _("Choose a password.")},
        help_text=_("12 signs or more. Three or four words that have nothing to do with each other are good."),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )
    repeated = forms.CharField(
        label=_("The same password again"), strip=False, widget=forms.PasswordInput(NEW_PASSWORD)
    )

    def __init__(self, *args, person, **kwargs):
        self.person = person  # as the rules for passwords want to know: not saved
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", person.name)

    def clean(self):
        given = self.cleaned_data
        password = given.get("password")
        if password and given.get("repeated") and password != given["repeated"]:
            self.add_error("repeated", _("The two passwords are not the same."))
        elif password:
            self._check(password)
        return given

    def _check(self, password):
        self.person.name = self.cleaned_data.get("name", "")
        try:
            validate_password(password, self.person)
        except forms.ValidationError as refused:
            self.add_error("password", refused)
