"""Organisations beside the cities and regions of the network: what public sources say, and no more."""

from datetime import date

from ..models import Country, NetworkRegion, Organisation, OrganisationRole, RegionalHub
from .tables import slug_of, table

KINDS = {
    "host NGO": "ngo",
    "government": "government",
    "intergovernmental": "intergovernmental",
    "think tank": "think_tank",
    "association": "city_network",
    "city network": "city_network",
    "association of cities": "city_network",
    "association of local governments": "city_network",
    "city alliance": "city_network",
    "practitioner network": "network",
    "initiative": "network",
    "network": "network",
    "programme": "network",
    "coalition": "network",
    "observatory": "network",
    "NGO": "ngo",
}
# Only where the source says so: (number in the table, role, first year, last year)
ROLES = [
    ("O01", "host", None, None),
    ("O02", "funder", None, None),
    ("O02", "co_host", 2020, 2020),
    ("O03", "funder", None, None),
    ("O03", "co_host", 2020, 2020),
    ("O04", "co_host", 2020, 2020),
    ("O05", "co_host", 2020, 2020),
    ("O08", "programme_partner", None, None),
    ("O09", "funder", None, None),
    ("O10", "programme_partner", 2016, 2017),
    ("O11", "programme_partner", 2024, None),
    ("O12", "programme_partner", 2024, None),
]
# By the usual geography; staff may draw them otherwise.
REGIONS = [
    (
        "east-southern-africa",
        {
            "en": "East and Southern Africa",
            "fr": "Afrique de l’Est et australe",
            "es": "África oriental y meridional",
            "ar": "شرق أفريقيا وجنوبها",
        },
        "AO BI BW DJ ER ET KE KM LS MG MU MW MZ NA RW SC SO SS SZ TZ UG ZA ZM ZW",
    ),
    (
        "western-balkans",
        {
            "en": "Western Balkans",
            "fr": "Balkans occidentaux",
            "es": "Balcanes Occidentales",
            "ar": "غرب البلقان",
        },
        "AL BA ME MK RS XK",
    ),
]
HUB = ("east-southern-africa", "East and Southern Africa Regional Hub", "O13")


def seed_network():
    """Load what is missing. Running it again changes nothing; what staff drew otherwise stays."""
    rows = {row["org_id"]: row for row in table("organisations")}
    organisations = _seed_organisations(rows)
    _seed_regions(organisations, rows)


def missing():
    """One sentence for each organisation of the table that is not on record."""
    names = [row["name"] for row in table("organisations")]
    known = set(Organisation.objects.filter(slug__in=map(slug_of, names)).values_list("slug", flat=True))
    return [f"the organisation {name} is missing" for name in names if slug_of(name) not in known]


def _seed_organisations(rows):
    slugs = {number: slug_of(row["name"]) for number, row in rows.items()}
    known = set(Organisation.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True))
    Organisation.objects.bulk_create(
        Organisation(
            slug=slugs[number],
            name=row["name"],
            kind=KINDS[row["kind"]],
            scope=row["scope"],
            about=row["relation"][:1].upper() + row["relation"][1:],
            source=row["source"][:300],
        )
        for number, row in rows.items()
        if slugs[number] not in known
    )
    found = {each.slug: each for each in Organisation.objects.filter(slug__in=slugs.values())}
    OrganisationRole.objects.bulk_create(
        OrganisationRole(
            organisation=found[slugs[number]],
            role=role,
            since=date(first, 1, 1) if first else None,
            until=date(last, 12, 31) if last else None,
            precision="year" if first else "unknown",
            source=rows[number]["source"][:300],
        )
        for number, role, first, last in ROLES
        if slugs[number] not in known
    )
    return {number: found[slug] for number, slug in slugs.items()}


def _seed_regions(organisations, rows):
    known = set(NetworkRegion.objects.values_list("code", flat=True))
    for position, (code, names, countries) in enumerate(REGIONS, 1):
        if code not in known:
            region = NetworkRegion.objects.create(code=code, names=names, position=position)
            Country.objects.filter(pk__in=countries.split(), network_region=None).update(network_region=region)
            if code == HUB[0]:
                host = {"organisation": organisations[HUB[2]], "source": rows[HUB[2]]["source"]}
                RegionalHub.objects.create(region=region, name=HUB[1], **host)
