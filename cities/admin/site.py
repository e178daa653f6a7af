"""Texts of the public site, and messages from visitors."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin

from ..lifecycle import site
from ..models import SiteText


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
    readers = ("moderator",)
    key_field = "address"
    list_display = ["title", "key", "language", "number", "status", "needs_check"]
    list_filter = ["status", "language", "needs_check"]
    search_fields = ["key", "title", "body"]
    change_list_template = "admin/cities/sitetext/change_list.html"
    change_form_template = "admin/cities/sitetext/change_form.html"
    acts = [
        Act(site.publish, _("Publish this version"), _("The text is on the site."), kind="primary"),
        Act(site.revise, _("Write a new version"), _("The new version is kept as a draft."), form_class=NewVersionForm),
        Act(site.retire, _("Take it off the site"), _("The text is off the site; English stands in its place.")),
    ]
