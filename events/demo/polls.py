"""A made-up workshop that is over: five questions that were counted, one broken down and one withheld, and a report."""

from cities.models import Term
from events.lifecycle import polls, registrations, reports
from events.models import Event, Poll, Pool
from scn_portal.lifecycle import SYSTEM, LinkHolder
from scn_portal.sharing import Sharing

from .meetings import DEMO, officer, opened, over
from .recorded import no_news

SLUG = "demonstration-listening"
ROOM = {"municipal": 24, "national": 16, "civil_society": 12, "research": 4, "international": 4}
FIRST_STEP = {"municipal": (15, 0, 9), "national": (11, 5, 0), "civil_society": (3, 9, 0), "research": (0, 4, 0)}
FIRST_STEP["international"] = (4, 0, 0)
WORTH = {
    "municipal": (23, 1),
    "national": (16, 0),
    "civil_society": (12, 0),
    "research": (4, 0),
    "international": (4, 0),
}
WORDS = ["Listen", "Patience", "Trust needs time", "Ask the young people", "Start small", "Write it down"]
QUESTIONS = [
    ("What comes first when you are home again?", ["Talk to schools", "Find a partner", "Count what there is"]),
    ("Was the day worth the way?", ["Yes", "No"]),
    ("What would help your city most?", ["A visit", "A guide", "Money", "Somebody to call"]),
    ("How sure are you of the next step?", []),
    ("One word that you take home", []),
]
LESSONS = [
    ("Listen before you plan", "An hour of listening before the first draft saved a month of changes after it."),
    (
        "One partner is enough to begin",
        "Cities that waited for all partners had not begun a year later; one was enough.",
    ),
    (
        "Count what there is",
        "A list of what is done already was short work, and it ended the argument about what lacks.",
    ),
]


def seed_polls():
    """The workshop, if it is missing."""
    if not Event.objects.filter(slug=SLUG).exists():
        _make()


@no_news()
def _make():
    facts = {"days": 18, "seats": {"delegate": 80}, "sharing": Sharing.CLEAR}
    event = opened(SLUG, "regional_workshop", "Workshop on listening to residents", **facts)
    people = _room(event)
    counted = [_ask(event, people, *each) for each in _asked()]
    over(event, 25)
    _report(Event.objects.get(pk=event.pk), counted)


def _room(event):
    """[registration] of made-up guests, in the order of their sectors."""
    pool, people = Pool.objects.get(stop__event=event), []
    for sector, number in ROOM.items():
        for place in range(1, number + 1):
            name = f"{sector.replace('_', ' ').capitalize()} guest {place} {DEMO}"
            address = f"{sector}.{place}.{event.pk}@guest.example"
            given = {"name": name, "email": address, "sector": sector}
            people.append(registrations.enter(by=officer(), within=event, pools=[pool], **given))
    return people


def _asked():
    """For each question its words, its answers, how it is asked, and what each person in turn says."""
    whole = sum(ROOM.values())
    by_sector = {"breakdown": Poll.Breakdown.SECTOR, "secrecy": Poll.Secrecy.SECRET}
    several = [[1 + place % 4, 1 + (place + 1 + place % 2) % 4] for place in range(whole)]
    scale = [[1 + (place * 7 + place // 3) % 5] for place in range(whole)]
    said = [WORDS[place] if place < len(WORDS) else None for place in range(whole)]
    return [
        (*QUESTIONS[0], by_sector, _spread(FIRST_STEP)),
        (*QUESTIONS[1], by_sector, _spread(WORTH)),
        (*QUESTIONS[2], {"kind": Poll.Kind.MULTIPLE, "max_choices": 2}, several),
        (*QUESTIONS[3], {"kind": Poll.Kind.SCALE, "secrecy": Poll.Secrecy.SECRET}, scale),
        (*QUESTIONS[4], {"kind": Poll.Kind.TEXT}, said),
    ]


def _spread(table):
    """[choices] of each person, sector by sector."""
    return [[option] for sector in ROOM for option, number in enumerate(table[sector], 1) for _each in range(number)]


def _ask(event, people, words, options, rules, said):
    """Written, opened, answered, closed, counted and, where enough people answered, published."""
    by = officer()
    texts = [{"en": each} for each in options]
    given = {"question": {"en": f"{words} {DEMO}"}, "options": texts, "audience": Poll.Audience.SEAT_HOLDERS} | rules
    poll = polls.write(by=by, within=event, **given)
    poll = polls.open(polls.preview(poll, by=by), by=by)
    for person, answer in zip(people, said, strict=True):
        given = {"words": answer} if isinstance(answer, str) else {"choices": answer or []}
        if answer:
            polls.vote(poll, by=LinkHolder(f"events.registration:{person.code}"), **given)
    poll = polls.seal(polls.close(poll, by=by), by=SYSTEM)
    return polls.publish(poll, by=by) if poll.result.answered >= 10 else poll


def _report(event, counted):
    by = officer()
    report = reports.write(
        by=by,
        within=event,
        title=f"What we learned about listening {DEMO}",
        summary="Demonstration: a made-up workshop, and what made-up people took home from it.",
    )

    def add(kind, **words):
        reports.add_block(report, by=by, kind=kind, **words)

    add("text", title="The day", text="Demonstration. People of cities, ministries and associations met for one day.")
    add("figure", figure=str(sum(ROOM.values())), title="people took part (Demonstration)")
    for poll in counted[:3]:
        add("chart", result=poll.result)
    add("quote", text="I came to speak, and I learned to listen. (Demonstration)", author="A guest", has_consent=True)
    theme = Term.objects.filter(list="theme").order_by("pk").first()
    for title, words in LESSONS:
        add("lesson", title=f"{title} {DEMO}", text=f"Demonstration. {words}", theme=theme)
    reports.publish(reports.submit(report, by=by), by=by)
