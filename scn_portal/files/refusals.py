"""Why a file is refused: each reason has a name for staff and a sentence for the sender, and leaves a row."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import RefusedUpload

NOTED_A_DAY = 200  # of one sender; more of the same would tell staff nothing new
REASONS = {
    "kind": _("“%(name)s” is of another kind than what is taken here: %(kinds)s."),
    "empty": _("The file is empty. Choose another one."),
    "too_large": _("The file is larger than 20 MB. Choose a smaller one."),
    "not_as_named": _(
        "What is inside “%(name)s” is not what its ending says. Save it again in one of these: %(kinds)s."
    ),
    "program": _("“%(name)s” is a program. Programs are not taken here."),
    "web_page": _("“%(name)s” is a web page. Print it to a PDF and send that one."),
    "drawing": _("“%(name)s” is an SVG drawing, which can carry scripts. Save it as PNG and send that one."),
    "archive": _("“%(name)s” is an archive. Send the files in it one by one."),
    "two_in_one": _("“%(name)s” is two files in one. Save it again in the program it was made with."),
    "pdf_damaged": _("This PDF is damaged or cut off. Save it again, or send a picture of the page."),
    "pdf_locked": _("This PDF is locked with a password. Save it without one, so that we can read it."),
    "pdf_active": _("This PDF contains scripts or other files. Print it to a new PDF and send that one."),
    "pdf_packed": _("We cannot look into this PDF. Print it to a new PDF and send that one."),
    "picture_damaged": _("This picture is damaged. Save it again, or take a new one."),
    "picture_pixels": _("The picture has more than 25 megapixels. Save it in a smaller size."),
    "picture_frames": _("The picture has more than 50 frames. Send a still picture."),
    "office_damaged": _("“%(name)s” is damaged. Open it, save it again, and send the new file."),
    "office_locked": _(
        "“%(name)s” is locked with a password or in an old format. Save it without a password as %(kind)s."
    ),
    "office_parts": _("“%(name)s” is made of more than 2,000 parts. Send it as a PDF, or split it."),
    "office_unpacked": _("“%(name)s” unpacks to far more than it is. Send it as a PDF, or split it."),
    "office_paths": _("“%(name)s” has parts in odd places. Open it, save it again, and send the new file."),
    "office_nested": _(
        "“%(name)s” contains other files. Paste tables and charts as pictures, and send the files one by one."
    ),
    "office_controls": _("“%(name)s” contains embedded objects or controls. Save it without them."),
    "office_outside": _(
        "“%(name)s” loads something from elsewhere when it is opened. Remove the link and save it again."
    ),
    "macros": _("“%(name)s” contains macros. Save it without them, as DOCX, XLSX or PPTX."),
    "text_encoding": _("The letters of “%(name)s” cannot be read. Save it as “UTF-8” and send it again."),
    "text_signs": _("“%(name)s” contains signs that do not belong in a text. Save it again as plain text."),
    "table_damaged": _("“%(name)s” cannot be read as a table. Save it again as CSV."),
    "too_many": _("That is more than 100 files or 200 MB in a day. Please go on tomorrow."),
}


class Refused(ValidationError):  # noqa: N818 -- a refusal is an answer, not an error
    """A file was not taken: `Refused("macros", name=…)`."""

    def __init__(self, reason, **params):
        super().__init__(REASONS[reason], code=reason, params=params)
        self.found = {}


def note(form, *, by, owner_kind=""):
    """Write a row for each file that this form refused, and return how many. The bytes are not kept."""
    refusals = [each for errors in form.errors.as_data().values() for each in errors if isinstance(each, Refused)]
    for refused in refusals:
        note_one(refused, by=by, owner_kind=owner_kind)
    return len(refusals)


def note_one(refused, *, by, owner_kind=""):
    """Write the row of one refusal. `by` is a person, the holder of a link, or a visitor."""
    person = by if by.audit_kind == "person" else None
    sender = {"sender_kind": by.audit_kind, "sender": by.audit_key}
    since = timezone.now() - timedelta(days=1)
    if RefusedUpload.objects.filter(refused_at__gt=since, **sender).count() < NOTED_A_DAY:
        found = {"name": "?", "size": 0, "sha256": ""} | refused.found
        RefusedUpload.objects.create(reason=refused.code, owner_kind=owner_kind, person=person, **sender, **found)
