"""Facts are found however an answer is typeset, and only where they are stated."""

from __future__ import annotations

import pytest

from assistant.evaluation.matching import readable, states


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("About 70,000 TROOPS", "70,000 troops"),
        ("70,000\n\u00a0 troops", "70,000 troops"),
        ("it won’t “budge”", 'won\'t "budge"'),
        ("it won't budge", "won’t"),
        ("Yes, says AP", r"/^\W*yes\b/"),
        ("seventy\nthousand", "/seventy thousand/"),
        ("a.b", "a.b"),
    ],
)
def test_states(text: str, alternative: str) -> None:
    assert states(text, ["never there", alternative])


@pytest.mark.parametrize(
    ("text", "alternative"),
    [("axb", "a.b"), ("eyes", r"/\byes\b/"), ("", "a"), ("70.000", "70,000")],
)
def test_does_not_state(text: str, alternative: str) -> None:
    assert not states(text, [alternative])


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"costs \*5\* \[sic\]", "costs *5* [sic]"),
        ("- AP: 70,000 [1][12].", "- AP: 70,000."),
        ("**70,000** `troops`", "70,000 troops"),
        (r"as \[3\] [3]", "as [3]"),
        (r"C:\dir", r"C:\dir"),
        (r"a \\[1]", "a \\"),
    ],
)
def test_readable(markdown: str, text: str) -> None:
    assert readable(markdown) == text
