"""Copies on a server: what a cut-off writer left open is settled, whoever writes next."""

from __future__ import annotations

from contextlib import suppress

import pytest

from index.corpus import Corpus
from index.server.connection import ServerAddress
from index.sync import forget, sync
from tests.index.server.test_cut_off import cut_off
from tests.index.server.test_writers import agree, opened
from tests.index.test_duplicates import AGENCY, INDEPENDENT, WIRE, article, originals, text

pytestmark = pytest.mark.scale
MANY = 30
COPY = article("copy", text(WIRE[:9]), day="2021-12-12")


def prints(corpus: Corpus) -> list[str]:
    return corpus.catalog._copies.ids()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("writes", range(6, 18, 2))
def test_cut_off_at_any_write_the_next_writer_settles_whose_report_it_is(
    server_address: ServerAddress, writes: int
) -> None:
    first = [AGENCY, COPY, article("own", text(INDEPENDENT))]
    sync(opened(server_address), first)
    dying = opened(server_address, lease=0)
    dying._backend.lease._renew = lambda *_: None  # type: ignore[attr-defined]
    cut_off(dying, writes)
    rewritten = article("own", text(WIRE), day="2021-12-01")
    with suppress(OSError):
        sync(dying, [COPY, rewritten])
    again = opened(server_address)
    sync(again, [COPY, rewritten])
    assert originals(again) == {"own": None, "copy": "own"}
    assert agree(again)
    assert len(prints(again)) == 2


def test_many_copies_that_come_at_once_are_one_report(server_address: ServerAddress) -> None:
    corpus = opened(server_address)
    sync(corpus, [AGENCY, *(article(f"c{n:02}", text(WIRE[: 8 + n % 4])) for n in range(MANY))])
    assert set(originals(corpus).values()) == {None, "agency"}
    forget(corpus, ["agency"])
    assert set(originals(corpus).values()) == {None, "c00"}
    assert len(prints(corpus)) == MANY
