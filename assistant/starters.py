"""Starter questions, drawn from what the indexed articles say."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from assistant import names, quantities
from index.chunking import passages

if TYPE_CHECKING:
    from assistant.chat import Assistant

_ARTICLES = 40
_SPEECH = re.compile(r"\b(?:said|says|demanded|warned|announced|denied|denies)\b")


def starters(assistant: Assistant, n: int) -> list[str]:
    """Up to n questions that the assistant itself answers, about what most articles mention."""
    counted: Counter[str] = Counter()
    speakers: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    for article in assistant.articles()[:_ARTICLES]:
        for passage in passages(article):
            for start, end in passage.sentences:
                sentence = article.text[start:end]
                found = [sentence[a:b] for a, b in names.find(sentence)]
                topics.update(set(found))
                if _SPEECH.search(sentence) and found:
                    speakers[found[0]] += 1
                for q in quantities.find(sentence):
                    if q.low >= 3 and q.unit and q.unit[-1].endswith("s") and not q.is_duration:
                        counted[" ".join(q.unit[-2:]).lower()] += 1
    ideas = [f"How many {unit}?" for unit, _ in counted.most_common(3)]
    ideas += [f"What did {name} say?" for name, _ in speakers.most_common(4)]
    ideas += [f"What is said about {name}?" for name, _ in topics.most_common(4)]
    answered = [idea for idea in ideas if assistant.ask(idea).status == "answered"]
    return answered[:n]
