"""What staff write about collections and doors."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..doors import FACETS_OF_DOORS, number_behind
from ..filters import ResourceFilter
from ..models import Collection, CollectionItem, Door
from ..readers import EVERYBODY
from .recording import ItemField

MOST_ITEMS, LONGEST_NOTE = 60, 400
WIDE = {"size": 60}


class CollectionForm(forms.ModelForm):
    """A collection with its items, one on each line, in the order in which they are shown."""

    person = None  # who looks the items up: set by the page

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    release_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In UTC. Leave it empty to open it now."),
    )
    closed_on = forms.DateField(
        label=_("Ended"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    lines = forms.CharField(
        label=_("Items"),
        widget=forms.Textarea({"rows": 12, "cols": 90}),
        help_text=_("One on each line, in their order: the code or address of the item, then what you say of it."),
    )

    class Meta:
        model = Collection
        fields = ["title", "slug", "intro", "language", "sharing", "release_at", "closed_on"]

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if instance is not None and instance.pk:
            rows = instance.items.select_related("resource")
            self.initial["lines"] = "\n".join(f"{each.resource.code} {each.note}".strip() for each in rows)

    def clean_lines(self):
        lines = [each.strip() for each in self.cleaned_data["lines"].splitlines() if each.strip()]
        if len(lines) > MOST_ITEMS:
            raise forms.ValidationError(_("A collection holds at most %(most)s items.") % {"most": MOST_ITEMS})
        rows = [self._row(number, line) for number, line in enumerate(lines, 1)]
        named = [each.resource.pk for each in rows]
        if twice := next((each for each in rows if named.count(each.resource.pk) > 1), None):
            raise forms.ValidationError(_("“%(item)s” stands there twice.") % {"item": twice.resource})
        return rows

    def _row(self, number, line):
        name, _space, note = line.partition(" ")
        field = ItemField(max_length=200)
        field.person = self.person
        try:
            resource = field.clean(name)
        except forms.ValidationError as error:
            words = _("Line %(number)s: there is no item “%(name)s”.") % {"number": number, "name": name[:60]}
            raise forms.ValidationError(words) from error
        return CollectionItem(resource=resource, position=number, note=note.strip()[:LONGEST_NOTE])

    def write_items(self):
        """The items as they are written now, in the place of those before. The collection has been saved."""
        self.instance.items.all().delete()
        for each in self.cleaned_data["lines"]:
            each.collection = self.instance
        CollectionItem.objects.bulk_create(self.cleaned_data["lines"])


class SearchOfDoor(forms.ModelForm):
    """A door: its words in each language, and a search that finds something for everybody."""

    position = forms.TypedChoiceField(label=_("Position"), coerce=int, choices=[(each, each) for each in range(1, 5)])
    query = LineField(
        label=_("Search"),
        max_length=300,
        widget=forms.TextInput(WIDE | {"dir": "ltr"}),
        help_text=_("What follows the question mark in the address of the list, such as theme=youth&level=primary."),
    )

    class Meta:
        model = Door
        fields = ["position", "query"]

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        for code, _name in settings.LANGUAGES if instance else ():
            self.initial[f"titles_{code}"] = instance.titles.get(code, "")
            self.initial[f"lines_{code}"] = instance.lines.get(code, "")

    def clean_query(self):
        query = QueryDict(self.cleaned_data["query"].lstrip("?"))
        asked = ResourceFilter(query, EVERYBODY)
        foreign = [each for each in query if each not in FACETS_OF_DOORS]
        if foreign or asked.left_out or not asked.narrows:
            known = ", ".join(FACETS_OF_DOORS)
            raise forms.ValidationError(_("Use values that the list knows, of: %(known)s.") % {"known": known})
        if not number_behind(asked.canonical):
            raise forms.ValidationError(_("The public would find nothing behind this door."))
        return asked.canonical

    def save(self, commit=True):
        for field in ("titles", "lines"):
            words = {code: self.cleaned_data[f"{field}_{code}"] for code, _name in settings.LANGUAGES}
            setattr(self.instance, field, words)
        return super().save(commit)


def _in_each_language():
    """A title and a line for each language of the portal."""
    for code, name in settings.LANGUAGES:
        for field, label, most in (("titles", _("Title"), 120), ("lines", _("Line"), 240)):
            widget = forms.TextInput(WIDE | {"lang": code, "dir": "auto"})
            words = LineField(label=format_lazy("{} ({})", label, name), max_length=most, widget=widget)
            yield f"{field}_{code}", words


DoorForm = type("DoorForm", (SearchOfDoor,), dict(_in_each_language()))
