"""Texts of the public site, and messages from visitors."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin

from ..lifecycle import site
from ..models import ContactMessage, SiteText


class NewVersionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Markdown. It is not on the site before you publish it."),
    )

    def __init__(self, *args, text=None, **kwargs):
        if text is not None:
            kwargs["initial"] = {"title": text.title, "body": text.body}
        super().__init__(*args, **kwargs)


@admin.register(SiteText)
class SiteTextAdmin(ActingAdmin):
    """Every text of the site by language, and which are missing."""

    readers = ("moderator",)
    key_field = "address"
    list_display = ["title", "key", "language", "number", "status", "needs_check"]
    list_filter = ["status", "language", "needs_check"]
    search_fields = ["key", "title", "body"]
    change_list_template = "admin/cities/sitetext/change_list.html"
    change_form_template = "admin/cities/sitetext/change_form.html"
    acts = [
        Act(site.publish, _("Publish this version"), _("The text is on the site."), kind="primary"),
        Act(
            site.check_translation,
            _("The translation is right"),
            _("Noted: the translation has been checked."),
            is_ready=lambda text: text.needs_check,
        ),
        Act(site.revise, _("Write a new version"), _("The new version is kept as a draft."), form_class=NewVersionForm),
        Act(site.retire, _("Take it off the site"), _("The text is off the site; English stands in its place.")),
    ]

    def get_object(self, request, object_id, from_field=None):
        key, _separator, version = object_id.partition(":")
        language, _separator, number = version.partition(":")
        if not number.isdecimal():
            return None
        return self.get_queryset(request).filter(key=key, language=language, number=number).first()

    def form_values(self, act, row):
        return {"text": row} if act.form_class else {}

    def changelist_view(self, request, extra_context=None):
        codes = [code for code, _name in settings.LANGUAGES]
        there = set(SiteText.objects.published().values_list("key", "language"))
        gaps = [
            {"key": key, "languages": [(key, code) in there for code in codes]}
            for key in sorted({key for key, _language in there})
        ]
        extra = {"text_gaps": gaps, "languages": settings.LANGUAGES}
        return super().changelist_view(request, extra | (extra_context or {}))


@admin.register(ContactMessage)
class ContactMessageAdmin(ActingAdmin):
    readers = ("moderator", "registrar")
    key_field = "number"
    list_display = ["number", "topic", "name", "status", "sent_at", "handled_by"]
    list_filter = ["status", "topic"]
    list_select_related = ["handled_by"]
    search_fields = ["number", "name", "email"]
    change_form_template = "admin/cities/contactmessage/change_form.html"
    acts = [
        Act(site.take, _("I answer this message"), _("The message is yours to answer."), kind="primary"),
        Act(site.close, _("Close it"), _("The message is closed.")),
    ]
