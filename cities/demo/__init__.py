"""The demonstration network: real public facts of cities, and made-up people, marked "Demonstration".

`seed()` adds what is missing and changes nothing that is there; `check()` compares the network with the files;
`cast()` names the people with whom one can try the portal. The launcher gives them passwords.
"""

from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from scn_portal.accounts.models import User

from ..folding import folded
from ..models import (
    City,
    CityDomain,
    CityName,
    Confirmation,
    Country,
    Membership,
    Place,
    Representative,
    Term,
    TermLabel,
)
from ..site_texts import seed_texts
from ..status import today
from . import governance
from .network import missing, seed_network
from .profiles import seed_profiles
from .requests import seed_requests
from .site import seed_site
from .tables import MARK, slug_of, table

CONFIRMED = ["contacts", "political_lead", "profile", "domains"]
STAND_IN_POINT = ("coordinates are those of", "manual approximate")  # the point of another place, or set by hand
CAST_CITY = "aarhus"
CAST = [
    ("political_lead", "Mayor", "Karen Lindqvist"),
    ("lead_contact", "Head of prevention", "Jonas Holm"),
    ("deputy", "Deputy head of prevention", "Amina Diallo"),
    ("practitioner", "Youth counsellor", "Peter Nygaard"),
]


def seed(say=lambda line: None):
    """Load what is missing. Running it again changes nothing. All of it, or nothing."""
    with transaction.atomic():
        seed_terms()
        seed_countries()
        made = seed_cities()
        link_places()
        seed_memberships(made)
        seed_people()
        seed_texts()
        seed_requests()
        seed_profiles()
        seed_network()
        seed_site()
        governance.seed_governance()
    say(f"{City.objects.listed().count()} member cities of {countries_of_members()} countries")


def countries_of_members():
    return City.objects.listed().values("country").distinct().count()


def seed_terms():
    """The shared lists, and their labels in each language that has one."""
    known = set(Term.objects.values_list("list", "code"))
    rows = [row for row in table("vocabularies") if (row["vocabulary"], row["code"]) not in known]
    Term.objects.bulk_create(
        Term(list=row["vocabulary"], code=row["code"], position=int(row["position"])) for row in rows
    )
    terms = {(each.list, each.code): each for each in Term.objects.all()}
    labels = [
        TermLabel(
            term=terms[row["vocabulary"], row["code"]], language="en", label=row["label"], definition=row["definition"]
        )
        for row in table("vocabularies")
    ]
    for row in table("vocabulary_labels"):
        term = terms[row["vocabulary"], row["code"]]
        labels += [TermLabel(term=term, language=language, label=row[language]) for language in ("fr", "es", "ar")]
    TermLabel.objects.bulk_create(labels, ignore_conflicts=True)


def seed_countries():
    fields = ("iso2", "iso3", "m49", "region", "region_code", "subregion", "subregion_code", "note")
    Country.objects.bulk_create(
        (Country(**{name: row[name] for name in fields}) for row in table("countries")), ignore_conflicts=True
    )


def seed_cities():
    """Every authority of the table, member or not; returns those made now, by slug, with their row."""
    types = {each.code: each for each in Term.objects.filter(list="authority_type")}
    rows = {slug_of(row["name"]): row for row in table("cities")}
    known = set(City.objects.filter(slug__in=rows).values_list("slug", flat=True))
    new = {slug: row for slug, row in rows.items() if slug not in known}
    cities = City.objects.bulk_create(_city(slug, row, types[row["authority_type"]]) for slug, row in new.items())
    by_name = {city.name: city for city in cities}
    CityName.objects.bulk_create(
        CityName(
            city=by_name[row["city"]],
            language=row["language"],
            name=row["name"],
            kind=row["kind"],
            folded=folded(row["name"]),
        )
        for row in table("city_names")
        if row["city"] in by_name
    )
    return {city.slug: (city, new[city.slug]) for city in cities}


def _city(slug, row, type):
    by_hand = row["geo_source"].startswith("manual")
    return City(
        slug=slug,
        name=row["name"],
        folded=folded(row["name"]),
        type=type,
        country_id=row["iso2"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        point_by=City.PointBy.STAFF if by_hand else City.PointBy.GAZETTEER,
        population=int(row["population"]) if row["population"] else None,
    )


def link_places():
    """Each city whose point is that of the place itself gets the place, once the gazetteer is loaded."""
    wanted = {
        slug_of(row["name"]): int(row["geo_source"].partition(":")[2])
        for row in table("cities")
        if row["geo_source"].startswith("GeoNames:") and not any(words in row["note"] for words in STAND_IN_POINT)
    }
    places = Place.objects.in_bulk(wanted.values())
    cities = [each for each in City.objects.filter(place=None, slug__in=wanted) if wanted[each.slug] in places]
    for city in cities:
        city.place = places[wanted[city.slug]]
        city.zone = city.zone or city.place.zone
    City.objects.bulk_update(cities, ["place", "zone"])


def joined(text):
    """The day of joining and how precise it is: "2015-09-29", "2016-01", "2017" or nothing."""
    precision = {0: "unknown", 1: "year", 2: "month", 3: "day"}[len(text.split("-")) if text else 0]
    return (date(*(map(int, (text + "-01-01").split("-")[:3]))) if text else None), precision


def seed_memberships(made):
    """A membership for each named member, confirmed on the seeding day, and its made-up mail domain."""
    members = [(city, row) for city, row in made.values() if row["member"] == "1"]
    memberships = Membership.objects.bulk_create(
        Membership(
            city=city,
            joined_on=joined(row["joined"])[0],
            precision=joined(row["joined"])[1],
            basis=Membership.Basis.REGISTER,
            source=row["source"],
        )
        for city, row in members
    )
    Confirmation.objects.bulk_create(
        Confirmation(
            membership=each, on=today(), basis=Confirmation.Basis.REGISTER, items=CONFIRMED, note=f"{MARK} data"
        )
        for each in memberships
    )
    CityDomain.objects.bulk_create(
        CityDomain(
            city=city, domain=domain_of(city), source_url=f"https://{domain_of(city)}/", checked_at=timezone.now()
        )
        for city, _ in members
    )


def domain_of(city):
    return f"{city.slug}.example"


def seed_people():
    """For every running membership of the register a lead contact and a political lead, and the cast of one city."""
    cities = City.objects.filter(memberships__basis=Membership.Basis.REGISTER, memberships__ended_on=None)
    new = cities.filter(representatives=None)
    people = [
        (city, role, office, name)
        for city in new
        for role, office, name in (CAST if city.slug == CAST_CITY else _two_for(city))
    ]
    users = User.objects.bulk_create(
        User(email=_address(city, role), name=f"{name} ({MARK})", sort_key=folded(name), password=make_password(None))
        for city, role, _, name in people
    )
    begin = datetime.combine(today(), datetime.min.time(), UTC)
    Representative.objects.bulk_create(
        Representative(user=user, city=city, role=role, office=office, since=begin, basis=MARK)
        for user, (city, role, office, _) in zip(users, people, strict=True)
    )


def _two_for(city):
    yield "political_lead", "Mayor or governor", f"Political lead of {city.name}"
    yield "lead_contact", "Prevention office", f"Lead contact of {city.name}"


def _address(city, role):
    return f"{role.replace('_', '.')}@{domain_of(city)}"


def cast():
    """The people of one city with whom to try the portal: (role, person, city), the lead contact first."""
    order = ["lead_contact", "deputy", "practitioner", "political_lead"]
    roles = Representative.objects.filter(city__slug=CAST_CITY, until=None, basis=MARK)
    roles = roles.select_related("user", "city")
    return [(each.role, each.user, each.city) for each in sorted(roles, key=lambda each: order.index(each.role))]


def check():
    """What differs between the network and the files, one sentence each; nothing where they agree."""
    rows = {slug_of(row["name"]): row for row in table("cities")}
    cities = {each.slug: each for each in City.objects.with_status().filter(slug__in=rows)}
    found = [f"{slug} is missing" for slug in rows if slug not in cities]
    for slug, city in cities.items():
        found += _differences(city, rows[slug])
    members = sum(row["member"] == "1" for row in rows.values())
    listed = City.objects.listed().filter(slug__in=rows).count()
    if listed != members:
        found.append(f"{listed} member cities are listed, the file names {members}")
    return found + missing()


def _differences(city, row):
    population = int(row["population"]) if row["population"] else None
    facts = [("country", city.country_id, row["iso2"]), ("population", city.population, population)]
    facts += [("latitude", city.lat, float(row["lat"])), ("longitude", city.lon, float(row["lon"]))]
    if row["member"] == "1":
        day, precision = joined(row["joined"])
        facts += [("day of joining", city.joined_on, day), ("precision", city.precision, precision)]
    else:
        facts.append(("status", city.status, None))
    return [f"{city.slug}: {name} is {has}, the file says {says}" for name, has, says in facts if has != says]
