"""A claim and its denial are shown as two sides; anything less is no dispute."""

from __future__ import annotations

import pytest

from assistant.conflicts import dispute
from assistant.stance import Stance
from tests.assistant.test_stance import sentence

CLAIM = sentence("Wexmoor officials believe Arden plans to close the port.")
DENIAL = sentence("Arden denied that it plans to close the port.")


def test_a_claim_and_its_denial_are_two_positions_with_their_speakers() -> None:
    flag = dispute("the port", [(DENIAL, Stance.DENIED), (CLAIM, Stance.CLAIMED)], [4, 7])
    assert flag is not None
    assert (flag.kind, flag.relation) == ("statement", "parties_disagree")
    told = {(p.attributed_to, *p.citations) for p in flag.positions}
    assert told == {("Wexmoor officials", 7), ("Arden", 4)}


@pytest.mark.parametrize(
    "told",
    [
        [],
        [(DENIAL, Stance.DENIED)],
        [(CLAIM, Stance.CLAIMED), (CLAIM, Stance.CLAIMED)],
        [(CLAIM, Stance.AFFIRMS), (DENIAL, Stance.NEGATES)],
    ],
)
def test_one_side_alone_is_no_dispute(told: list[tuple[object, Stance]]) -> None:
    assert dispute("the port", told, list(range(1, len(told) + 1))) is None  # type: ignore[arg-type]
