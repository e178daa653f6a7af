"""Documents of a collection as rows of the product: resources with one current version each, as publishing leaves
them, written in bulk. The index is not written here."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from hub.content import copy_columns
from hub.models import Resource, Version

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
KIND = "report"
SHOWN = """
UPDATE hub_resource r SET current_version_id = v.id, status = 'published'
FROM hub_version v WHERE v.resource_id = r.id AND r.id = ANY(%s)"""


def insert(documents):
    """Returns {key of the resource: id of the document}. A document has id, title, text and lang; it may have a kind
    and `more` fields."""
    resources, versions = [], []
    for number, document in enumerate(documents):
        at = BEGAN + timedelta(seconds=number)
        language = (document.get("lang") or "und")[:12]
        resource = Resource(
            kind=document.get("kind", KIND), origin="network", sharing=0, published_at=at, changed_at=at
        )
        resource.slug = resource.code.lower()
        content = {
            "title": _clean(document.get("title") or ""),
            "body": _clean(document.get("text") or ""),
            "language": language,
        }
        content |= {"licence": "CC BY 4.0"} | document.get("more", {})
        version = Version(status="current", content=content, content_hash="-", released_at=at)
        copy_columns(resource, version)
        resources.append(resource)
        versions.append(version)
    Resource.objects.bulk_create(resources)
    for resource, version in zip(resources, versions, strict=True):
        version.resource = resource
    Version.objects.bulk_create(versions)
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [[resource.pk for resource in resources]])
    return {resource.pk: document["id"] for resource, document in zip(resources, documents, strict=True)}


def _clean(text):
    return (text or "").replace("\x00", "")
