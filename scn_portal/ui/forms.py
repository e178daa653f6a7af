"""One look and one behaviour for all forms, those of sign-in and of the staff pages included."""

import uuid

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from .models import Submission
from .text import clean_line, clean_lines

LATIN_INPUTS = (forms.EmailInput, forms.URLInput, forms.NumberInput, forms.TelInput)
AUTOCOMPLETE = {
    "email": "email",
    "name": "name",
    "telephone": "tel",
    "url": "url",
    "website": "url",
    "job_title": "organization-title",
}


class PortalBoundField(BoundField):
    """A field on a form: cleans typed text, says its direction, and knows where the error summary leads."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        messages = getattr(field, "error_messages", {})
        if messages.get("required") == forms.Field.default_error_messages["required"]:
            messages["required"] = self._what_is_missing()

    def _what_is_missing(self):
        """Says what to do, in the words of the label, instead of "This field is required"."""
        label = str(self.label).rstrip(".?!:؟ ")
        if isinstance(self.field.widget, forms.CheckboxInput):
            return _("Tick “%(label)s”.") % {"label": label}
        if isinstance(self.field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
            return _("Choose an answer to “%(label)s”.") % {"label": label}
        return _("Fill in “%(label)s”.") % {"label": label}

    @property
    def data(self):
        value = super().data
        if not isinstance(value, str):
            return value
        widget = self.field.widget
        if isinstance(widget, forms.Textarea):
            return clean_lines(value)
        if isinstance(widget, forms.TextInput):
            return clean_line(value)
        return value

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if "placeholder" in widget.attrs:
            attrs["placeholder"] = False  # it repeats the label and vanishes when one types
        if isinstance(widget, LATIN_INPUTS):
            attrs.setdefault("dir", "ltr")
        elif isinstance(widget, forms.TextInput | forms.Textarea):
            attrs.setdefault("dir", "auto")
        if self.name in AUTOCOMPLETE and isinstance(widget, forms.TextInput) and "autocomplete" not in widget.attrs:
            attrs.setdefault("autocomplete", AUTOCOMPLETE[self.name])
        return attrs

    @property
    def focus_id(self):
        """The id of the first thing in this field that can take the focus."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label or self.auto_id

    @property
    def look(self):
        """`data-look` of the field, by the attribute of its widget."""
        return self.field.widget.attrs.get("data-look", "")

    @property
    def is_optional(self):
        return not self.field.required and not self.field.disabled


class PortalRenderer(TemplatesSetting):
    """All forms of the portal."""

    form_template_name = "components/form.html"
    formset_template_name = "components/formset.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField


class LineField(forms.CharField):
    """A single line, also where no widget of ours is between: see `text.clean_line`."""

    def to_python(self, value):
        return clean_line(super().to_python(value))


class PortalFormMixin:
    """For FormView, CreateView and UpdateView: an invalid form answers 422, a repeated one gets the same receipt.

    Each rendering of a form carries a fresh hidden key. The first POST with it stores where it led; any other with
    the same key waits for that transaction and is led to the same place.
    """

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        valid = super()
        return once(self.request, lambda: valid.form_valid(form))


def once(request, act):
    """The response of `act()`; a form that was sent before in the same rendering leads to where it led then."""
    key = request.POST.get("submission_key", "")
    if not is_submission_key(key):
        return act()
    with transaction.atomic():
        submission, is_first = Submission.objects.get_or_create(key=key)
        if not is_first:
            return HttpResponseRedirect(submission.location or request.path)
        response = act()
        submission.location = getattr(response, "url", "")
        submission.save(update_fields=["location"])
    return response


def new_submission_key():
    return uuid.uuid4().hex


def is_submission_key(key):
    return len(key) == 32 and key.isascii() and key.isalnum()
