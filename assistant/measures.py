"""Units of measure: what kind of thing each measures, and how large it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SECONDS = {
    "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0,
    "month": 2629746.0, "year": 31556952.0, "decade": 315569520.0, "century": 3155695200.0,
    "centurie": 3155695200.0,
}  # fmt: skip
_METRES = {
    "mm": 0.001, "cm": 0.01, "m": 1.0, "metre": 1.0, "meter": 1.0, "km": 1000.0,
    "kilometre": 1000.0, "kilometer": 1000.0, "inch": 0.0254, "inche": 0.0254, "ft": 0.3048,
    "foot": 0.3048, "feet": 0.3048, "yard": 0.9144, "mile": 1609.344,
}  # fmt: skip
_CURRENCIES = {
    "dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "yen": "¥", "yuan": "yuan",
    "rouble": "₽", "roubles": "₽", "ruble": "₽", "rubles": "₽", "rupees": "₹", "francs": "francs",
    "pesos": "pesos",
}  # fmt: skip
_NO_MEASURE_AFTER = frozenset("a an each every per square cubic".split())


@dataclass(frozen=True, slots=True)
class Measure:
    """The kind of thing measured (time, length, share, points, count, or money with its sign), and
    the unit's size.

    The size is in seconds or metres, and 1 for the other kinds.
    """

    kind: str
    size: float


def of(unit: Sequence[str]) -> Measure:
    """What the words after a number measure: "full hours" time, "vehicles a day" a count."""
    for word in unit:
        bare = re.sub(r"['’]s?$|-.*$", "", word.lower())
        if bare in _NO_MEASURE_AFTER:
            break
        if bare.startswith("percentagepoint"):
            return Measure("points", 1.0)
        if bare.startswith("percent"):
            return Measure("share", 1.0)
        if bare in _CURRENCIES:
            return money(_CURRENCIES[bare])
        single = bare if bare in _METRES else bare.rstrip("s")
        if single in _SECONDS:
            return Measure("time", _SECONDS[single])
        if single in _METRES:
            return Measure("length", _METRES[single])
    return Measure("count", 1.0)


def money(sign: str) -> Measure:
    """Amounts of a currency, by its sign: "US$" is "$"."""
    return Measure(f"money {sign.removeprefix('US')}", 1.0)
