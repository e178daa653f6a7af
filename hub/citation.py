"""How an item is cited: as text, as BibTeX, and as schema.org data. Built from what `content_for` lets a reader read.

The data follow https://schema.org; the BibTeX entry is a @misc, which every style knows.
"""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from cities.countries import country_name

from .record import web_links

NETWORK = "Strong Cities Network"
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC BY-NC-SA 4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC BY-ND 4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
TYPES = {
    "good_practice": "Article",
    "lesson_learned": "Article",
    "toolkit": "HowTo",
    "strategy_document": "DigitalDocument",
    "dataset": "Dataset",
    "report": "Report",
    "position_paper": "Report",
    "webinar": "VideoObject",
}
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def address_of(resource):
    """The whole address of the item's page."""
    return f"{settings.BASE_URL}{resource.get_absolute_url()}"


def author_of(resource):
    """Who gave it: the owner city, or the network. Of a public record the city is the subject, not the author."""
    return resource.city.name if resource.city and resource.origin == "member" else NETWORK


def as_text(reads):
    """One line that can be pasted into a report."""
    resource = reads.resource
    values = {
        "author": author_of(resource),
        "year": _year(resource),
        "title": reads["title"],
        "kind": resource.get_kind_display(),
        "network": NETWORK,
        "code": resource.code,
        "number": reads.version.number,
        "url": address_of(resource),
    }
    line = _("%(author)s (%(year)s). %(title)s [%(kind)s]. %(network)s, %(code)s, version %(number)s. %(url)s")
    return line % values


def as_bibtex(reads):
    """An entry for a list of references. Words of people are escaped, line ends become spaces."""
    resource = reads.resource
    fields = {
        "author": f"{{{_tex(author_of(resource))}}}",
        "title": f"{{{_tex(reads['title'])}}}",
        "year": str(_year(resource)),
        "howpublished": _tex(f"{NETWORK}, {resource.code}, version {reads.version.number}"),
        "url": address_of(resource),
        "language": _tex(_language(reads)),
    }
    if "licence" in reads:
        fields["note"] = _tex(reads["licence"])
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{resource.code.lower()},\n{lines}}}\n"


def as_schema_org(reads, themes=()):
    """The item as schema.org data, {property: value}; what is not known is left out."""
    resource, content = reads.resource, reads
    found = {
        "@context": "https://schema.org",
        "@type": TYPES[resource.kind],
        "@id": address_of(resource),
        "url": address_of(resource),
        "identifier": resource.code,
        "name": content["title"],
        "abstract": content["summary"],
        "inLanguage": _language(reads),
        "datePublished": resource.published_at and resource.published_at.date().isoformat(),
        "dateModified": resource.changed_at and resource.changed_at.date().isoformat(),
        "version": str(reads.version.number),
        "license": LICENCES.get(content["licence"], content["licence"]),
        "author": _organisation(resource),
        "publisher": {"@type": "Organization", "name": NETWORK, "url": settings.BASE_URL},
        "about": [label for _code, label in themes],
        "spatialCoverage": _place(resource, content),
        "temporalCoverage": _period(content),
        "isBasedOn": [link["url"] for link in web_links(content["sources"])],
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in (found | _of_its_kind(resource.kind, content)).items() if value}


def _of_its_kind(kind, content):
    """What only this type of schema.org knows."""
    if kind == "toolkit":
        return {"step": [{"@type": "HowToStep", "text": each} for each in content["steps"] or ()]}
    if kind == "dataset":
        columns = [each.get("name", "") for each in content["columns"] or ()]
        return {"variableMeasured": [each for each in columns if each], "measurementTechnique": content["method"]}
    if kind == "webinar":
        return {"contentUrl": content["film"], "transcript": content["transcript"], "uploadDate": content["held_on"]}
    return {}


def _organisation(resource):
    if author_of(resource) == NETWORK:
        return {"@type": "Organization", "name": NETWORK}
    address = {"@type": "PostalAddress", "addressCountry": resource.city.country_id}
    return {"@type": "GovernmentOrganization", "name": resource.city.name, "address": address}


def _place(resource, content):
    if content["coverage_places"]:
        return content["coverage_places"]
    if resource.city is None:
        return None
    return {"@type": "Place", "name": f"{resource.city.name}, {country_name(resource.city.country_id, 'en')}"}


def _period(content):
    """ISO 8601: a beginning alone is open to the right."""
    for begin, end in (("started", "ended"), ("period_from", "period_to"), ("coverage_from", "coverage_to")):
        if content[begin]:
            return f"{content[begin]}/{content[end] or '..'}"
    return None


def _language(reads):
    return reads["language"] or reads.resource.language


def _year(resource):
    return resource.published_at.year if resource.published_at else _("not published")


def _tex(words):
    return re.sub(r"[\\{}&%$#_~^]", lambda sign: SPECIAL[sign.group()], " ".join(str(words).split()))
