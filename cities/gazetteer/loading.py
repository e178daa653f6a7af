"""Fill the two tables of the gazetteer by COPY, in one transaction, its indexes built once at the end."""

import io

from django.db import connection, transaction

from cities.folding import folded
from cities.models import Place, PlaceName

_PLACES = ["geonames_id", "name", "country_code", "division", "lat", "lon", "population", "zone", "near_id"]
_NAMES = ["id", "place_id", "folded", "country_code", "weight"]


def load(rows):
    """Put `rows` into the tables and return how many places and names there were.

    Loading the same rows again changes nothing. A place that is no longer in the rows keeps its row, because a
    city may stand on it, but loses its names and is not found any more.
    """
    places, names = io.StringIO(), io.StringIO()
    counts = _spell_out(rows, places, names)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        _replace_places(cursor, places)
        _replace_names(cursor, names)
    with connection.cursor() as cursor:
        tidy = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"  # lets the index answer alone
        for model in (Place, PlaceName):
            cursor.execute(f"{tidy} {model._meta.db_table}")
    return counts


def _spell_out(rows, places, names):
    """Write both tables in COPY's text form; folded names hold letters, digits and blanks only."""
    number_of_places = number_of_names = 0
    for row in rows:
        number_of_places += 1
        own = folded(row.name)
        place = row._replace(name=row.name.replace("\\", r"\\"), near=row.near or r"\N")[:-1]
        places.write("\t".join(map(str, place)) + "\n")
        for name in row.names:
            number_of_names += 1
            weight = row.population * (PlaceName.OWN_NAME if name == own else 1)
            names.write(f"{number_of_names}\t{row.geonames_id}\t{name}\t{row.country_code}\t{weight}\n")
    places.seek(0)
    names.seek(0)
    return number_of_places, number_of_names


def _replace_places(cursor, places):
    table, columns = Place._meta.db_table, ", ".join(_PLACES)
    cursor.execute(f"CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")
    cursor.copy_expert(f"COPY arriving ({columns}) FROM STDIN", places)
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in _PLACES[1:])
    cursor.execute(
        f"INSERT INTO {table} AS held ({columns}) SELECT {columns} FROM arriving "
        f"ON CONFLICT (geonames_id) DO UPDATE SET {changes} WHERE held.* IS DISTINCT FROM EXCLUDED.*"
    )
    cursor.execute("DROP TABLE arriving")


def _replace_names(cursor, names):
    table = PlaceName._meta.db_table
    cursor.execute(f"TRUNCATE {table}")
    rebuild = _without_indexes(cursor, table)
    cursor.copy_expert(f"COPY {table} ({', '.join(_NAMES)}) FROM STDIN", names)
    for statement in rebuild:
        cursor.execute(statement)
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}")


def _without_indexes(cursor, table):
    """Drop the keys and indexes of `table` except its primary key; return the statements that bring them back."""
    cursor.execute(
        "SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, "
        "pg_get_constraintdef(oid)), format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) "
        "FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'f')",
        [table],
    )
    statements = cursor.fetchall()
    cursor.execute(
        "SELECT pg_get_indexdef(indexrelid), format('DROP INDEX %%s', indexrelid::regclass) FROM pg_index "
        "WHERE indrelid = %s::regclass AND NOT indisunique",
        [table],
    )
    statements += cursor.fetchall()
    for _, drop in statements:
        cursor.execute(drop)
    return [create for create, _ in statements]
