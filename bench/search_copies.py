"""More documents in little time: the index rows of those that the product wrote, copied under new numbers.

Every figure grows by the same factor, so that words stay as rare as they were. The copied items are not published:
only the search reads these rows.
"""

from django.db import connection

from hub.finding.sets import BLOCK, MEMBERS
from hub.models import IndexDocument, IndexText, Posting, Resource

OVER = {
    Resource: {
        "id": "id + %(resource)s",
        "code": "'C' || (id + %(resource)s)",
        "slug": "'copy-' || (id + %(resource)s)",
        "status": "'unpublished'",
        "current_version_id": "NULL",
    },
    IndexDocument: {"id": "id + %(document)s", "resource_id": "resource_id + %(resource)s"},
    IndexText: {"document_id": "document_id + %(document)s"},
    Posting: {"document_id": "document_id + %(document)s"},
}
KEPT = ("hub_indexterm.documents", "hub_indexterm.occurrences", "hub_indexword.documents", "hub_facetvalue.documents")
KEPT += ("hub_indexlanguage.documents", "hub_indexlanguage.length")
SETS = f"""
INSERT INTO hub_facetset (value_id, block, members)
SELECT value, {BLOCK.format("d.id")}, {MEMBERS.format("d.id")} FROM hub_indexdocument d, unnest(d.facets) AS value
GROUP BY 1, 2"""


def multiply(factor):
    """Make `factor` times as many documents of those that are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM hub_resource")
        (resources,) = cursor.fetchone()
        cursor.execute("SELECT max(id) FROM hub_indexdocument")
        (documents,) = cursor.fetchone()
        for model in OVER:
            for copy in range(1, factor):
                shift = {"resource": copy * resources, "document": copy * documents}
                cursor.execute(_statement(model), shift | {"resources": resources, "documents": documents})
        for each in KEPT:
            table, column = each.split(".")
            cursor.execute(f"UPDATE {table} SET {column} = ARRAY(SELECT n * {factor} FROM unnest({column}) AS n)")
        cursor.execute("DELETE FROM hub_facetset")
        cursor.execute(SETS)
        for table, last in (("hub_resource", resources), ("hub_indexdocument", documents)):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, factor * last])


def _statement(model):
    columns = [each.column for each in model._meta.concrete_fields if each.column]
    values = [OVER[model].get(column, column) for column in columns]
    key = "id" if model in (Resource, IndexDocument) else "document_id"
    most = "resources" if model is Resource else "documents"
    table = model._meta.db_table
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {key} <= %({most})s"
