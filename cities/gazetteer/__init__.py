"""The gazetteer: real places of 1,000 people and more, from GeoNames."""

from .search import find_places

__all__ = ["find_places"]
