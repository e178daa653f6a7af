"""The gazetteer: real places of 1,000 people and more, from GeoNames."""
