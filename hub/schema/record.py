"""The good-practice record, and the fields that all kinds share (hub specification 2.3)."""

from django.utils.translation import gettext_lazy as _

from .fields import NOT_STATED_CODE, Field, Need, Section, Type

S, P = Need.RELEASE, Need.PUBLISH
STAGES = (
    ("idea", _("Idea")),
    ("pilot", _("Pilot")),
    ("running", _("Running")),
    ("scaled", _("Scaled up")),
    ("ended", _("Ended")),
    (NOT_STATED_CODE, _("Not stated in the source")),
)
TRANSFER_HELP = (
    ("documents", _("We send documents")),
    ("call", _("We take a call")),
    ("host_visit", _("We host a visit")),
    ("send_expert", _("We send an expert")),
    ("mentor", _("We mentor a team")),
    ("none", _("We cannot help at present")),
    (NOT_STATED_CODE, _("Not stated in the source")),
)

TITLE = Field(
    "title", _("Title"), Type.LINE, Need.START, _("What is done, in plain words."), most=90, weight="A", recorded=True
)
SUMMARY = Field(
    "summary",
    _("Summary"),
    Type.TEXT,
    S,
    _("Between 40 and 300 signs: who does what, for whom."),
    least=40,
    most=300,
    weight="C",
    recorded=True,
)
THEME_MAIN = Field(
    "theme_main",
    _("Main themes"),
    Type.TERMS,
    S,
    _("One to three."),
    terms="theme",
    least=1,
    most=3,
    weight="B",
    recorded=True,
)
THEME_OTHER = Field(
    "theme_other",
    _("Further themes"),
    Type.TERMS,
    help=_("Up to five others."),
    terms="theme",
    most=5,
    weight="B",
    recorded=True,
)
MOTIVATION = Field(
    "motivation_scope",
    _("Forms of violent extremism"),
    Type.TERMS,
    S,
    _("“All forms” is right for most work; it stands alone."),
    terms="motivation_scope",
    least=1,
    most=4,
    weight="",
)
LEVEL = Field(
    "prevention_level",
    _("Levels of prevention"),
    Type.TERMS,
    S,
    terms="prevention_level",
    least=1,
    most=3,
    weight="B",
    recorded=True,
)
PRACTICE_TYPE = Field(
    "practice_type", _("Type of practice"), Type.TERM, S, terms="practice_type", weight="B", recorded=True
)
AUDIENCE = Field("audience", _("Who it is for"), Type.TERMS, S, terms="audience", least=1, most=19, weight="B")
LANGUAGE = Field(
    "language",
    _("Language of this record"),
    Type.LINE,
    Need.START,
    _("The language in which you write the texts."),
    line="language",
    most=12,
    weight="",
    recorded=True,
)
LICENCE = Field(
    "licence",
    _("Licence"),
    Type.LINE,
    P,
    _("Under which others may use the text. CC BY 4.0 lets them use it, and asks them to name you."),
    line="licence",
    most=40,
    weight="",
)
CONTACT = Field(
    "contact",
    _("Mailbox for questions"),
    Type.LINE,
    P,
    _("A shared address, not a person's own. Members see it unless you say otherwise."),
    line="mailbox",
    most=254,
    may_be_stricter=True,
    weight="",
)
SOURCES = Field(
    "sources", _("Links"), Type.LINKS, help=_("Where one can read more."), most=20, weight="", recorded=True
)


def text(name, label, need=Need.NEVER, help="", most=4000, **more):
    return Field(name, label, Type.MARKDOWN, need, help, most=most, may_be_stricter=True, **more)


BASICS = Section(
    "basics", _("Basics"), (TITLE, SUMMARY, THEME_MAIN, THEME_OTHER, MOTIVATION, LEVEL, PRACTICE_TYPE, AUDIENCE)
)
STORY = Section(
    "story",
    _("Story"),
    (
        text("need", _("Which need it answers"), S, _("What was the case in your city, and how did you know?")),
        text("action", _("What you do"), S, _("Who does what, how often, with whom.")),
        Field(
            "started", _("Started"), Type.MOMENT, S, _("A year such as 2019, or a month such as 2019-04."), weight=""
        ),
        Field("ended", _("Ended"), Type.MOMENT, help=_("Only if it is over."), weight=""),
        Field("stage", _("Where it stands"), Type.CHOICE, S, choices=STAGES, weight=""),
        Field(
            "local_lead",
            _("Office in charge"),
            Type.LINE,
            S,
            _("An office, never a person."),
            most=160,
            may_be_stricter=True,
        ),
        Field(
            "partners",
            _("Partners"),
            Type.ROWS,
            help=_("Organisations, not people."),
            most=20,
            may_be_stricter=True,
            columns=(("organisation", _("Organisation")), ("kind", _("Kind")), ("role", _("Role"))),
        ),
        Field(
            "reach", _("Reach"), Type.REACH, help=_("How many of what, in which year."), may_be_stricter=True, weight=""
        ),
    ),
)
MEANS = Section(
    "means",
    _("Means"),
    (
        Field("cost_band", _("Cost a year"), Type.TERM, terms="cost_band", may_be_stricter=True, weight=""),
        Field("cost_year", _("In which year"), Type.MOMENT, may_be_stricter=True, weight=""),
        Field("currency_note", _("Note on the currency"), Type.LINE, most=200, may_be_stricter=True, weight=""),
        Field("staff_fte", _("Staff, in full-time posts"), Type.NUMBER, may_be_stricter=True, weight=""),
        Field("funding", _("Who pays"), Type.LINE, most=300, may_be_stricter=True),
        Field("time_to_start", _("Months from decision to start"), Type.NUMBER, may_be_stricter=True, weight=""),
    ),
)
RESULTS = Section(
    "results",
    _("Results"),
    (
        text("outputs", _("What was done, in figures"), P),
        text("results", _("What changed"), P),
        text("worked", _("What worked"), P),
        text("did_not_work", _("What did not work"), P, _("The most useful part for the next city.")),
        Field(
            "evidence_level",
            _("How strong the evidence is"),
            Type.TERM,
            P,
            terms="evidence_level",
            weight="",
            recorded=True,
            help=_("An honest “described” is welcome."),
        ),
        text("evidence_method", _("How it was measured"), help=_("Figures with a date, and the method.")),
        Field("evaluator", _("Who evaluated it"), Type.LINE, most=200, may_be_stricter=True),
    ),
)
CORE = Field(
    "core",
    _("What must stay"),
    Type.BLOCKS,
    P,
    _("The parts without which it is another practice, one by one."),
    least=1,
    most=12,
    may_be_stricter=True,
)
CHANGEABLE = Field(
    "changeable",
    _("What may change"),
    Type.BLOCKS,
    help=_("The parts a city fits to its place."),
    most=12,
    may_be_stricter=True,
)
TRANSFER = Section(
    "transfer",
    _("Transfer"),
    (
        CORE,
        CHANGEABLE,
        text("preconditions", _("What a city needs first"), P, _("Law, mandate, staff, trust.")),
        Field(
            "transfer_help",
            _("How you can help"),
            Type.TERMS,
            P,
            choices=TRANSFER_HELP,
            least=1,
            most=5,
            may_be_stricter=True,
            weight="",
        ),
        Field("follows", _("Standard it follows"), Type.LINE, most=200, may_be_stricter=True),
        SOURCES,
    ),
)
SAFEGUARD_SECTION = Section(
    "safeguards",
    _("Safeguards"),
    (Field("safeguards", _("Safeguards"), Type.SAFEGUARDS, S, may_be_stricter=True),),
    intro=_("Answer each, or say why it does not apply. Which are needed follows from the levels and the audience."),
)
LAST = Section("sharing", _("Sharing"), (LANGUAGE, LICENCE, CONTACT))
