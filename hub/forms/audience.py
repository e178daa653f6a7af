"""Who may read what is on the portal: fewer at once, more with a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from scn_portal.sharing import Sharing

LEVELS = {
    Sharing.CLEAR: _("TLP:CLEAR – everybody"),
    Sharing.GREEN: _("TLP:GREEN – members of the network"),
    Sharing.AMBER: _("TLP:AMBER – named cities"),
}


class LevelForm(forms.Form):
    """`now` is the level that holds; a wider one needs a reason."""

    sharing = forms.TypedChoiceField(
        label=_("Who may read it"), choices=list(LEVELS.items()), coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why more people may read it"),
        help_text=_("Only if you make it wider. For everybody, a moderator agrees first."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_sharing(self):
        sharing = self.cleaned_data["sharing"]
        if sharing == self.now:
            raise forms.ValidationError(_("That level holds already. Choose another one."))
        return sharing

    def clean(self):
        given = super().clean()
        if given.get("sharing", self.now) < self.now and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why more people may read it."))
        return given


class CitiesForm(forms.Form):
    """The cities to which it is named."""

    named = forms.ModelMultipleChoiceField(
        label=_("Cities whose people read it at TLP:AMBER"),
        help_text=_("They read all of it, the parts for named cities too."),
        queryset=City.objects.none(),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = City.objects.in_force().order_by("folded")
