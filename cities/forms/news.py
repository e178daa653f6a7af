"""What staff write for the public site: news, stories, testimonials; and by what visitors filter the news."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import City, NewsItem, Picture, Testimonial

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NEEDS_CHECK = _("This is a translation that somebody should still check")


class StaffForm(forms.Form):
    """A form of the staff pages; what it chooses from is asked for when it is shown."""

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {"cities": City.objects.order_by("folded"), "city": City.objects.order_by("folded")}
        choices |= {"picture": Picture.objects.published(), "portrait": Picture.objects.published()}
        for name in choices.keys() & self.fields.keys():
            self.fields[name].queryset = choices[name]


class NewsFactsForm(StaffForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=NewsItem.Kind.choices, initial=NewsItem.Kind.NEWS)
    cities = forms.ModelMultipleChoiceField(
        label=_("Cities"), queryset=City.objects.none(), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    picture = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=Picture.objects.none(),
        required=False,
        help_text=_("From the register, as far as it may be shown."),
    )
    publish_at = forms.DateTimeField(label=_("Shown from (UTC)"), widget=MOMENT, initial=timezone.now)
    until = forms.DateTimeField(label=_("Shown until (UTC)"), widget=MOMENT, required=False)

    def clean(self):
        values = super().clean()
        begin, end = values.get("publish_at"), values.get("until")
        if begin and end and end <= begin:
            self.add_error("until", _("The end comes after the beginning."))
        return values


class NewsTextForm(StaffForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    title = LineField(label=_("Title"), max_length=160)
    text = forms.CharField(
        label=_("Text"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("At most 1,500 signs. Markdown may be used. Name no group as a cause of violence."),
    )
    needs_check = forms.BooleanField(label=NEEDS_CHECK, required=False)


class NewsForm(NewsFactsForm, NewsTextForm):
    needs_check = None
    field_order = ["language", "title", "text", "kind", "cities", "picture", "publish_at", "until"]


class NewsFilterForm(forms.Form):
    """Which news a visitor asks for."""

    city = forms.ModelChoiceField(
        queryset=City.objects.none(), to_field_name="slug", required=False, empty_label=_("All cities")
    )
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_the_news = City.objects.filter(news__in=NewsItem.objects.shown()).distinct().order_by("folded")
        self.fields["city"].queryset = in_the_news
        self.fields["city"].label = _("City")

    @property
    def asked_city(self):
        """The city that is asked for, or None."""
        return self.cleaned_data.get("city") if self.is_valid() else None

    @property
    def asked_page(self):
        return self.cleaned_data.get("page") if self.is_valid() else None


class TestimonialFactsForm(StaffForm):
    name = LineField(label=_("Name"), max_length=120)
    office = LineField(label=_("Office on that day"), max_length=160)
    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.none(), required=False)
    said_on = forms.DateField(label=_("Said on"), widget=DAY, required=False)
    precision = forms.ChoiceField(label=_("How exactly the day is known"), choices=[])
    is_quotation = forms.BooleanField(
        label=_("These are the very words"),
        required=False,
        help_text=_("Without this mark the text is shown as a summary, never as a quotation."),
    )
    language = forms.ChoiceField(label=_("Language in which it was said"), choices=settings.LANGUAGES)
    portrait = forms.ModelChoiceField(label=_("Portrait"), queryset=Picture.objects.none(), required=False)
    consent = LineField(
        label=_("How consent was given"),
        max_length=200,
        required=False,
        help_text=_("Such as “by letter of the mayor's office”. Nothing is shown without it."),
    )
    consent_on = forms.DateField(label=_("Consent given on"), widget=DAY, required=False)
    source = LineField(label=_("Source"), max_length=300, required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["precision"].choices = Testimonial._meta.get_field("precision").choices


class TestimonialTextForm(StaffForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text = forms.CharField(label=_("Text"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
    needs_check = forms.BooleanField(label=NEEDS_CHECK, required=False)


class TestimonialForm(TestimonialFactsForm):
    text = forms.CharField(label=_("What was said"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ["name", "office", "city", "text"]
