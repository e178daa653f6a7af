"""Who may read what is on the portal: fewer at once, more with a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from scn_portal.sharing import Sharing

from .sharing import CitiesField

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
    """The cities to which an item is named."""

    def __init__(self, *args, resource, **kwargs):
        super().__init__(*args, **kwargs)
        named = [each.city for each in resource.resource_cities.all() if each.role == "named"]
        rows = City.objects.in_force().exclude(pk=resource.city_id).select_related("country")
        known = {each.slug: each for each in sorted(rows, key=lambda city: (city.country.name, city.folded))}
        self.fields["named"] = CitiesField(
            known | {city.slug: city for city in named if city.slug not in known},
            label=_("Cities whose people read it at TLP:AMBER"),
            help_text=_("They read all of it, the parts for named cities too."),
        )
        self.initial["named"] = [city.slug for city in named]
