# SPDX-License-Identifier: MIT
"""From raw rounds to medians."""

import statistics


def values(rounds, contender, key):
    """The figure of each round that has it."""
    return [
        result[contender]["rows"][0][key]
        for result in rounds
        if key in result.get(contender, {}).get("rows", [{}])[0]
    ]


def median(rounds, contender, key):
    found = values(rounds, contender, key)
    return statistics.median(found) if found else None


def ratio(rounds, contender, reference, key):
    """The median of the rounds' ratios: what disturbs a whole round disturbs both its parts."""
    found = []
    for result in rounds:
        own = values([result], contender, key)
        other = values([result], reference, key)
        if own and other and other[0] > 0:
            found.append(own[0] / other[0])
    return statistics.median(found) if found else None


def ratio_between(rounds, contender, other_rounds, reference, key):
    """Of two scenarios that were not interleaved: the ratio of their medians."""
    own = median(rounds, contender, key)
    other = median(other_rounds, reference, key)
    return own / other if own is not None and other else None


def contenders(scenario):
    return list(scenario["rounds"][0])


def failures(scenario):
    return sorted({
        f"{name}: {result['failure']}"
        for results in scenario["rounds"]
        for name, result in results.items()
        if "failure" in result
    })
