"""Made-up teams, strategies and words for a few cities of the demonstration. Nothing here is a fact about them.

Each name says "Demonstration"; where a city has a team or a strategy already, it is left alone.
"""

from datetime import date

from scn_portal.sharing import Sharing

from ..lifecycle import profile, strategies, teams
from ..lifecycle.outdated import fingerprint
from ..models import City, Representative, Strategy, StrategyVersion, Term

MARK = "Demonstration"
SHARED_TEAM = {
    "name": f"Round table on prevention ({MARK})",
    "about": "Demonstration: a made-up team. It meets each month, looks at concerns that were brought to it, "
    "and agrees who talks to whom. It keeps no names.",
}
# slug: sectors, who reads it, target (what, unit, amount, reached, due), training (title, held, people)
TEAMS = {
    "aarhus": (
        ["schools", "youth_work", "social_services", "police", "health"],
        Sharing.CLEAR,
        ("Schools with a contact person", "schools", 40, 31, date(2027, 6, 30)),
        ("Listening before judging", date(2026, 3, 12), 24),
    ),
    "mombasa": (
        ["community", "administration", "employment", "police"],
        Sharing.GREEN,
        ("Young people in a paid apprenticeship", "places", 60, 60, date(2026, 9, 30)),
        ("Speaking with families", date(2026, 5, 20), 18),
    ),
    "montreal": (
        ["research", "culture", "schools", "victims", "equality"],
        Sharing.CLEAR,
        ("Neighbourhood meetings", "meetings", 12, 5, date(2026, 6, 30)),
        ("Evaluating what we do", date(2025, 11, 4), 15),
    ),
}
# slug: kind, title, who reads it, [(from, day after the last, adopted on), …]
STRATEGIES = {
    "aarhus": (
        "strategy",
        f"Safe and open together ({MARK})",
        Sharing.CLEAR,
        [
            (date(2020, 1, 1), date(2025, 1, 1), date(2019, 11, 20)),
            (date(2025, 1, 1), None, date(2024, 12, 4)),
        ],
    ),
    "mombasa": (
        "action_plan",
        f"Action plan for young people ({MARK})",
        Sharing.GREEN,
        [(date(2024, 7, 1), date(2029, 7, 1), date(2024, 6, 12))],
    ),
    "montreal": (
        "strategy",
        f"Living together ({MARK})",
        Sharing.CLEAR,
        [(date(2016, 1, 1), date(2021, 1, 1), date(2015, 10, 1))],
    ),
}
WORDS = {
    "summary": f"{MARK}: a made-up text. We bring schools, youth workers and neighbours to one table.",
    "background": f"{MARK}. This text is made up to show how a city's page looks; it says nothing about the city.",
    "approach": f"{MARK}.\n\n- one front door for every concern\n- help first, and early\n- a review each year",
}
SPEAKS = "aarhus"  # the city of the cast, which also has words and themes
THEMES = ["multi_agency", "youth", "schools"]


def seed_profiles():
    """What is missing of the made-up parts; a city that wrote its own keeps it."""
    cities = {city.slug: city for city in City.objects.filter(slug__in={*TEAMS, *STRATEGIES})}
    leads = {
        role.city_id: role.user
        for role in Representative.objects.filter(
            city__in=cities.values(), role="lead_contact", until=None, basis=MARK
        ).select_related("user")
    }
    for slug, city in cities.items():
        if person := leads.get(city.pk):
            _seed_team(city, person, *TEAMS[slug])
            _seed_strategy(city, person, *STRATEGIES[slug])
            if slug == SPEAKS:
                _seed_words(city, person)


def _seed_team(city, person, sectors, sharing, target, training):
    if city.teams.exists():
        return
    terms = list(Term.objects.filter(list="team_sector", code__in=sectors))
    team = teams.create(by=person, within=city, sectors=terms, sharing=sharing, since=date(2019, 1, 1), **SHARED_TEAM)
    what, unit, amount, reached, due_on = target
    numbers = {"amount": amount, "reached": reached, "due_on": due_on, "checked_on": date(2026, 10, 1)}
    teams.add_target(team, by=person, what=f"{what} ({MARK})", unit=unit, **numbers)
    title, held_on, people = training
    teams.add_training(team, by=person, title=f"{title} ({MARK})", held_on=held_on, people=people)


def _seed_strategy(city, person, kind, title, sharing, periods):
    if Strategy.objects.filter(city=city).exists():
        return
    words = {"kind": kind, "title": title, "sharing": sharing}
    strategy = None
    for begin, end, adopted_on in periods:
        content = _content(city, begin, end, adopted_on)
        if strategy is None:
            strategy = strategies.start(by=person, within=city, **words, **content)
        else:
            draft = strategies.next_version(by=person, within=strategy)
            strategies.change_draft(draft, by=person, seen=fingerprint(draft, strategies.CONTENT), **content)
        draft = strategy.versions.get(status=StrategyVersion.Status.DRAFT)
        strategies.adopt(draft, by=person)


def _content(city, begin, end, adopted_on):
    return {
        "period": (begin, end),
        "adopted_on": adopted_on,
        "adopted_by": f"City council ({MARK})",
        "framework": f"National plan ({MARK})",
        "link": f"https://{city.slug}.example/strategy-{begin.year}",
    }


def _seed_words(city, person):
    own = profile.profile_of(city)
    if not own.texts.exists():
        profile.write(own, by=person, language="en", seen=0, **WORDS)
    if not own.themes.exists():
        themes = list(Term.objects.filter(list="theme", code__in=THEMES))
        profile.choose_themes(own, by=person, themes=themes)
