"""From the inputs of a run to what is stored of it: matched, checked in plain whole numbers, explained line by line."""

import json
from hashlib import sha256

from .explaining import lines_for, reason_for, sums_of
from .round_inputs import cities_of, forbidden_of, locked_of, proofs_of, weights_of
from .verifying import verify


def outcome_of(inputs, private, *, on_stage=None, cancelled=None):
    """What the fields of a run say once it is done. Raises verifying.Wrong where a number does not hold."""
    from . import matching  # brings in the solver, which no page needs

    rule = {"locked": locked_of(inputs), "forbidden": forbidden_of(inputs)}
    cities, weights, largest = cities_of(inputs, private), weights_of(inputs), inputs["largest"]
    found = matching.solve(cities, weights, largest, **rule, on_stage=on_stage, cancelled=cancelled)
    if on_stage:
        on_stage("verifying", {"best": found.value, "survivors": found.survivors})
    verify(found, cities, weights, largest, **rule)
    result = _as_stored(found, inputs, cities, weights)
    return {
        "solver": matching.SOLVER,
        "proven": found.proven,
        "matched": found.matched,
        "total": found.total,
        "bound": found.bound,
        "figures": {
            "groups": found.allowed,
            "survivors": found.survivors,
            "worth": found.worth,
            "best": found.value,
            "bound": found.bound,
        },
        "result": result,
        "result_hash": hash_of(result),
    }


def hash_of(result):
    """Of the groups with all their numbers: equal inputs give an equal hash, on every machine."""
    told = [
        [group["total"], [[place["city"], place["score"]] for place in group["cities"]]] for group in result["groups"]
    ]
    return sha256(json.dumps(told).encode()).hexdigest()


def _as_stored(found, inputs, cities, weights):
    by_code, proofs = {city.code: city for city in cities}, proofs_of(inputs)
    held = found.columns.per_city()
    groups = []
    for codes, total in zip(found.groups, found.totals, strict=True):
        members = [by_code[code] for code in codes]
        places = [
            {"city": city.code, "score": found.scores[city.code], "lines": lines_for(city, members, weights, proofs)}
            for city in members
        ]
        groups.append({"total": total, "terms": sums_of(members, weights), "cities": places})
    left = [
        {"city": city.code, "reason": reason_for(city, cities, held), "allowed": held.get(city.code, 0)}
        for city in cities
        if city.code not in found.scores
    ]
    return {
        "groups": groups,
        "left": left,
        "allowed": found.allowed,
        "survivors": found.survivors,
        "percent_below": round(found.percent_below, 4),
        "others": _others(found),
    }


def _others(found):
    """For staff: the next best group for each city, as far as it had another."""
    next_best = {city: found.columns.best_with(city, found.groups) for city in found.columns.codes}
    return {city: list(group) for city, group in next_best.items() if group}
