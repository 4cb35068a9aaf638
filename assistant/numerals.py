"""Numerals: the number that figures and number words stand for."""

from __future__ import annotations

import re

from assistant import quantity_grammar as grammar


def value(text: str, like: str | None = None) -> float:
    """The number a stretch of text stands for; `like` lends its scale ("2 to 3 million")."""
    text = text.lower().strip()
    match = re.match(rf"({grammar.FIGURE})\s?([a-z]*)", text)
    if match:
        scale = match[2] or (re.sub(r"^[\d.,\s]+", "", like.lower()) if like else "")
        return float(match[1].replace(",", "")) * grammar.SCALES.get(scale, 1.0)
    total = group = 0.0
    for word in re.split(r"[\s-]+", text):
        if word in grammar.SCALES and grammar.SCALES[word] >= 1000:
            total, group = total + (group or 1) * grammar.SCALES[word], 0.0
        elif word in grammar.SCALES:
            group = (group or 1) * grammar.SCALES[word]
        elif word == "half":
            group = 0.5
        else:
            group += grammar.ONES.get(word, grammar.TENS.get(word, 0))
    return total + group


def part(text: str) -> float:
    """The number that "two-thirds" or "half an" stands for."""
    first, *rest = re.split(r"[\s-]", text.lower())
    if {"in", "out"} & set(rest):  # one in five, one vote in five
        return 1 / value(rest[-1])
    if "half" in (first, *rest[:1]):
        return 0.5
    whole = grammar.PARTS[rest[0].rstrip("s")] if rest else 1
    return grammar.ONES.get(first, 1) / whole


def plural(text: str) -> float:
    """The least that "tens of thousands" or "dozens" stands for."""
    least = 1.0
    for word in text.lower().split():
        least *= grammar.PLURAL.get(word, 1.0)
    return least
