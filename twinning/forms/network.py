"""What may be asked of the network and of the comparison. A value that nobody knows is left out."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name
from cities.folding import folded
from cities.models import City

from ..network import KINDS

SORTS = {
    "since": lambda link: (-(link.since.toordinal() if link.since else 0), link.names),
    "cities": lambda link: (link.names.casefold(), link.url),
    "kind": lambda link: (str(link.kind_label), link.names),
    "state": lambda link: (str(link.state), link.names),
}


class NetworkForm(forms.Form):
    """Narrows the links of a reader; it offers only kinds, years and regions that occur among them."""

    q = forms.CharField(label=_("City or title"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.ChoiceField(label=_("Began in"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    sort = forms.ChoiceField(choices=[(each, each) for each in SORTS], required=False, widget=forms.HiddenInput)

    def __init__(self, data, links):
        super().__init__(data, auto_id="network-%s")
        self.links = links
        kinds, years = {each.kind for each in links}, {each.year for each in links} - {None}
        regions = {code: country_name(code) for each in links for code in each.regions}
        self.fields["kind"].choices = [("", _("All kinds")), *((key, KINDS[key]) for key in KINDS if key in kinds)]
        self.fields["year"].choices = [("", _("Any year")), *((str(year), year) for year in sorted(years)[::-1])]
        named = sorted(regions.items(), key=lambda each: each[1])
        self.fields["region"].choices = [("", _("Everywhere")), *named]
        self.is_valid()

    def asked(self, name):
        return self.cleaned_data.get(name, "")

    @property
    def left_out(self):
        """(label, value) of what was asked for and is not known."""
        return [(self[name].label, str(self[name].data)[:40]) for name in self.errors]

    @property
    def narrows(self):
        return any(self.asked(name) for name in ("q", "kind", "year", "region"))

    @property
    def order(self):
        return self.asked("sort") or "since"

    def found(self):
        """The links that answer, in the order that was asked for."""
        kind, year, region = (self.asked(name) for name in ("kind", "year", "region"))
        words = folded(self.asked("q")).split()
        links = [
            each
            for each in self.links
            if kind in ("", each.kind) and year in ("", str(each.year)) and (not region or region in each.regions)
        ]
        links = [each for each in links if all(word in each.folded for word in words)]
        return sorted(links, key=SORTS[self.order])

    def query(self, **changes):
        """The question as a query string, with changes."""
        values = {name: self.asked(name) for name in self.fields} | changes
        kept = {name: value for name, value in values.items() if value}
        return urlencode(kept)


class CompareForm(forms.Form):
    """Two to four cities. Unknown ones and those that the reader may not see are left out alike."""

    MOST = 4
    city = forms.MultipleChoiceField(label=_("Cities"), required=False)

    def __init__(self, data, user):
        super().__init__(data, auto_id="compare-%s")
        self.user = user
        self.known = City.objects.visible_to(user).filter(status__isnull=False)

    def chosen(self):
        """The cities in the order in which they were named, each once."""
        slugs = list(dict.fromkeys(each[:120] for each in self.data.getlist("city") if each))[:20]
        found = {city.slug: city for city in self.known.filter(slug__in=slugs).select_related("country", "type")}
        return [found[slug] for slug in slugs if slug in found][: self.MOST]
