"""The schema of each kind: its sections and their fields, in the order in which they are asked and shown."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .fields import Field, Section, Type
from .record import (
    AUDIENCE,
    BASICS,
    LAST,
    MEANS,
    RESULTS,
    SAFEGUARD_SECTION,
    SOURCES,
    STORY,
    SUMMARY,
    THEME_MAIN,
    THEME_OTHER,
    TITLE,
    TRANSFER,
    P,
    S,
    text,
)

PHASES = (
    ("before", _("Before anything happens")),
    ("first_hours", _("First hours")),
    ("first_days", _("First days")),
    ("first_year", _("First year")),
    ("any_time", _("Any time")),
)
PLAN_STATES = (
    ("draft", _("Draft")),
    ("adopted", _("Adopted")),
    ("running", _("In force")),
    ("evaluated", _("Evaluated")),
)

NOT_AGAIN = text("not_again", _("What we would not do again"), S, _("Written so that others can avoid it."))
BASICS_LIGHT = replace(BASICS, fields=(TITLE, SUMMARY, THEME_MAIN, THEME_OTHER, AUDIENCE))
BODY = text("body", _("Text"), S, _("Markdown may be used."), most=20_000)


def light(*sections):
    """A kind with the short basics, its own sections, and what all kinds share."""
    return (BASICS_LIGHT, *sections, LAST)


SECTIONS = {
    "good_practice": (BASICS, STORY, MEANS, RESULTS, TRANSFER, SAFEGUARD_SECTION, LAST),
    "lesson_learned": (
        BASICS,
        replace(STORY, fields=(NOT_AGAIN, *STORY.fields)),
        MEANS,
        RESULTS,
        replace(TRANSFER, fields=TRANSFER.fields[2:]),
        SAFEGUARD_SECTION,
        LAST,
    ),
    "toolkit": light(
        Section(
            "toolkit",
            _("Toolkit"),
            (
                Field("phases", _("When it helps"), Type.TERMS, S, choices=PHASES, least=1, most=5, weight=""),
                BODY,
                Field("steps", _("Steps"), Type.BLOCKS, P, least=1, most=40, may_be_stricter=True),
                SOURCES,
            ),
        )
    ),
    "strategy_document": light(
        Section(
            "document",
            _("Document"),
            (
                Field("authority", _("Decided by"), Type.LINE, S, most=200),
                Field("period_from", pgettext_lazy("of a period", "From"), Type.MOMENT, S, weight=""),
                Field("period_to", pgettext_lazy("of a period", "To"), Type.MOMENT, weight=""),
                Field("plan_status", _("Where it stands"), Type.CHOICE, S, choices=PLAN_STATES, weight=""),
                Field("replaces", _("Replaces"), Type.LINE, most=200),
                Field("parent_plan", _("Belongs to the plan"), Type.LINE, most=200),
                BODY,
                SOURCES,
            ),
        )
    ),
    "dataset": light(
        Section(
            "dataset",
            _("Dataset"),
            (
                Field("coverage_places", _("Places covered"), Type.LINE, S, most=300),
                Field("coverage_from", pgettext_lazy("of a period", "From"), Type.MOMENT, S, weight=""),
                Field("coverage_to", pgettext_lazy("of a period", "To"), Type.MOMENT, weight=""),
                Field(
                    "columns",
                    _("Columns"),
                    Type.ROWS,
                    P,
                    least=1,
                    most=60,
                    columns=(("name", _("Column")), ("meaning", _("Meaning")), ("unit", _("Unit"))),
                ),
                text("method", _("Method"), P),
                SOURCES,
            ),
        )
    ),
    "webinar": light(
        Section(
            "recording",
            _("Recording"),
            (
                Field("held_on", _("Held on"), Type.MOMENT, S, weight=""),
                Field("event", _("At which event"), Type.LINE, most=200),
                Field(
                    "film",
                    _("Address of the film"),
                    Type.LINE,
                    S,
                    _("It opens at its own place; nothing is embedded."),
                    line="address",
                    most=600,
                    weight="",
                ),
                text(
                    "transcript",
                    _("Transcript"),
                    most=60_000,
                    help=_("Without it the recording is shown to members only."),
                ),
                SOURCES,
            ),
        )
    ),
}
REPORT = light(
    Section(
        "report",
        _("Publication"),
        (
            Field("publisher", _("Publisher"), Type.LINE, S, most=200),
            Field("published_in", _("Year"), Type.MOMENT, S, weight=""),
            Field("pages", _("Pages"), Type.NUMBER, weight=""),
            BODY,
            SOURCES,
        ),
    )
)
SECTIONS |= {"report": REPORT, "position_paper": REPORT}


def sections_of(kind):
    """The sections of a kind, in their order."""
    return SECTIONS[kind]


def fields_of(kind):
    """{name: Field} of a kind, in the order of its sections."""
    return {each.name: each for section in SECTIONS[kind] for each in section.fields}


def field_of(kind, name):
    return fields_of(kind)[name]
