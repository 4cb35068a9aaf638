"""Reports of one thing in other people's words: they agree, clash, or are about something else.

`reports.jsonl` holds them. They were written by hand over sentences of the news data (named by
their hashes, as in `written`) and over invented events, because rules make pairs that are too much
alike: two reporters share few words where they agree, and many where they tell of two things.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.reader.training.events import Event, Report
from assistant.reader.training.written import digest

FILE = Path(__file__).parent / "reports.jsonl"
_MARKED = re.compile(r"\[\[(.+?)\]\]")


def reports(texts: Sequence[str], file: Path = FILE) -> Iterator[Event]:
    """The events; without those over sentences that are not among the texts."""
    by_hash = {digest(text): text for text in texts}
    for line in file.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        base = _base(item, by_hash)
        if base is not None:
            yield Event(
                question=item["q"],
                agreeing=(base, *map(report, item["agree"])),
                clashing=tuple(map(report, item["clash"])),
                others=tuple(map(report, item["other"])),
                near=tuple(item["near"]),
                verdict="" if base.span else item["a"],
            )


def _base(item: Mapping[str, Any], by_hash: Mapping[str, str]) -> Report | None:
    """The report that the others were written after."""
    if "passage" not in item:
        return report(item["base"])
    text = by_hash.get(item["passage"])
    if text is None or item["a"] in ("Yes", "No"):
        return None if text is None else Report(text)
    at = text.index(item["a"])
    return Report(text, (at, at + len(item["a"])))


def report(marked: str) -> Report:
    """A report whose answer stands between [[ and ]], if it has one."""
    found = _MARKED.search(marked)
    if found is None:
        return Report(marked)
    before, answer = marked[: found.start()], found[1]
    return Report(before + answer + marked[found.end() :], (len(before), len(before + answer)))
