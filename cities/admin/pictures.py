"""The picture register as staff keep it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..credits import shown_pictures
from ..forms.pictures import DescribeForm, RegisterForm, ReplaceForm, initial_of
from ..lifecycle import pictures
from ..models import Picture


class InUse(admin.SimpleListFilter):
    title = _("on a public page")
    parameter_name = "in_use"

    def lookups(self, request, model_admin):
        return [("yes", _("shown")), ("no", _("not shown"))]

    def queryset(self, request, rows):
        shown = shown_pictures().values("pk")
        return {"yes": rows.filter(pk__in=shown), "no": rows.exclude(pk__in=shown)}.get(self.value(), rows)


@admin.register(Picture)
class PictureAdmin(MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    list_display = ["__str__", "author", "licence", "city", "status", "has_file"]
    list_filter = ["status", InUse, "commercial_use", "people_consent", "licence"]
    list_select_related = ["city", "file"]
    search_fields = ["title", "author", "source", "city__name"]
    change_form_template = "admin/cities/picture/change_form.html"
    told_as = {"register": _("Entered")}
    acts = [
        Act(pictures.publish, _("Let it be shown"), _("The picture may be shown."), kind="primary"),
        Act(pictures.describe, _("Change what is known of it"), _("Changed."), form_class=DescribeForm),
        Act(pictures.replace, _("Put another in its place"), _("Replaced on every page."), form_class=ReplaceForm),
        Act(pictures.retire, _("Take it off every page"), _("The picture is off every page.")),
    ]
    makes = [Make(pictures.register, _("Add a picture"), _("The picture is in the register."), RegisterForm)]

    @admin.display(description=_("file"), boolean=True)
    def has_file(self, picture):
        return picture.file_id is not None

    def form_values(self, act, row):
        if act.form_class is ReplaceForm:
            return {"picture": row}
        return {"initial": initial_of(row)} if act.form_class else {}

    def row_context(self, request, row, bound):
        return {
            "lacks": pictures.lacks(row),
            "is_shown": shown_pictures().filter(pk=row.pk).exists(),
            "alt_texts": row.alt.items(),
        }
