"""What comes in about rounds: a city to act for, consent, a private list, an answer, marks, groups that were seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City

from ..models import Place, StaffMark


class CityForm(forms.Form):
    """For which of one's own cities: from the address of a page."""

    city = forms.ModelChoiceField(queryset=None, to_field_name="slug", required=False)

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities

    @property
    def chosen(self):
        """The city that is meant: the first where nothing is said, None where it is none of one's own."""
        return (self.cleaned_data["city"] or self.fields["city"].queryset.first()) if self.is_valid() else None


class ConsentForm(forms.Form):
    consents = forms.BooleanField(
        label=_("We agree that the cities of our group read this entry once the group is proposed.")
    )


class PrivateListForm(forms.Form):
    """Cities with which one does not wish to be matched."""

    cities = forms.ModelMultipleChoiceField(
        label=_("Cities with which you do not wish to be matched"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody but the leads of your city ever reads this list."),
    )

    def __init__(self, *args, city, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cities"].queryset = City.objects.in_force().exclude(pk=city.pk).order_by("folded")


class AnswerForm(forms.Form):
    """Yes; or no, with the choice to stay in the round."""

    YES, STAY, LEAVE = "yes", "stay", "leave"
    answer = forms.ChoiceField(
        label=_("Does your city join this group?"),
        widget=forms.RadioSelect,
        choices=[
            (YES, _("Yes, we join")),
            (STAY, _("No, and we stay in the round: match us again if there is another wave")),
            (LEAVE, _("No, and we leave the round")),
        ],
    )
    note = forms.CharField(
        label=_("A word to the staff of the network"),
        help_text=_("Only they read it."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def details(self):
        """What an answer takes."""
        given = self.cleaned_data
        said = Place.Answer.YES if given["answer"] == self.YES else Place.Answer.NO
        return {"answer": said, "stays": given["answer"] == self.STAY, "note": given["note"]}


class MarkForm(forms.Form):
    """Staff keep cities together or apart."""

    kind = forms.ChoiceField(label=_("Mark"), choices=StaffMark.Kind.choices, widget=forms.RadioSelect)
    cities = forms.ModelMultipleChoiceField(label=_("Cities"), queryset=None, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("At least 20 signs. It stays on record."),
        min_length=20,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cities"].queryset = cities


class SeenForm(forms.Form):
    """Each group ticked as looked at."""

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        for proposal in proposals:
            names = ", ".join(place.city.name for place in proposal.places.all())
            self.fields[f"seen_{proposal.code}"] = forms.BooleanField(
                label=_("Looked at: %(cities)s") % {"cities": names}
            )

    @property
    def details(self):
        return {"seen": [name.removeprefix("seen_") for name in self.cleaned_data]}
