"""Which documents carry a facet value, one bit for each, filled from the documents that are there."""

import django.db.models.deletion
from django.db import migrations, models

import hub.models.finding

MEMBERS = (
    'CREATE AGGREGATE hub_members(integer, integer) (SFUNC = set_bit, STYPE = "bit", INITCOND = \''
    + "0" * 4096
    + "', PARALLEL = SAFE)"
)
SEEN = "d.counted_from <= {0} AND d.level_from <= {0} AND d.level_to > {0}"
COUNTED = ", ".join(f"count(*) FILTER (WHERE {SEEN.format(level)})" for level in range(3))
OWN_VALUES = """
INSERT INTO hub_facetvalue (facet, value, documents) VALUES
('seen', '0', '{0,0,0}'), ('seen', '1', '{0,0,0}'), ('seen', '2', '{0,0,0}'), ('sharing', 'clear', '{0,0,0}'),
('sharing', 'green', '{0,0,0}'), ('sharing', 'amber', '{0,0,0}'), ('archived', 'yes', '{0,0,0}')"""
CARRIED = """
UPDATE hub_indexdocument d SET facets = ARRAY(
    SELECT unnest(d.facets)
    UNION
    SELECT v.id FROM hub_facetvalue v
    WHERE v.facet = 'seen' AND d.counted_from <= v.value::int AND d.level_from <= v.value::int
            AND d.level_to > v.value::int
        OR v.facet = 'sharing' AND v.value = (ARRAY['clear', 'green', 'amber'])[1 + d.level]
        OR v.facet = 'archived' AND d.is_archived
    ORDER BY 1)"""
FIGURES = f"""
UPDATE hub_facetvalue v SET documents = c.documents
FROM (SELECT value, ARRAY[{COUNTED}]::int[] AS documents FROM hub_indexdocument d, unnest(d.facets) AS value
      GROUP BY value) c
WHERE v.id = c.value AND v.facet IN ('seen', 'sharing', 'archived')"""
SETS = """
INSERT INTO hub_facetset (value_id, block, members)
SELECT value, d.id / 4096, hub_members(d.id % 4096, 1) FROM hub_indexdocument d, unnest(d.facets) AS value
GROUP BY 1, 2"""


class Migration(migrations.Migration):
    dependencies = [("hub", "0002_current_version_is_its_own")]
    operations = [
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "value_id", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("block", models.IntegerField()),
                ("members", hub.models.finding.BitsField()),
                (
                    "value",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hub.facetvalue",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(MEMBERS, "DROP AGGREGATE hub_members(integer, integer)"),
        migrations.RunSQL([OWN_VALUES, CARRIED, FIGURES, SETS], migrations.RunSQL.noop),
    ]
