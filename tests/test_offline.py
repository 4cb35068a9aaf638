"""Everything works, and nothing is looked up elsewhere, with the network closed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SEEDS

ROOT = Path(__file__).parent.parent
_UNSHARE = shutil.which("unshare")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What tests/offline.py found, run where there is no network at all if that can be had."""
    question = "How many Russian troops are near Ukraine's border?"
    command = [sys.executable, "-m", "tests.offline", str(SEEDS), question]
    done = subprocess.run(
        [*_no_network(), *command],
        cwd=ROOT,
        env={"CROSSREAD_DATA": str(tmp_path_factory.mktemp("offline")), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _no_network() -> list[str]:
    for prefix in (["unshare", "-n"], ["unshare", "-rn"]):
        if _UNSHARE and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix
    return []


def test_nothing_was_looked_up_elsewhere(found: dict[str, Any]) -> None:
    assert found["refused"] == []


def test_a_question_is_answered(found: dict[str, Any]) -> None:
    assert found["answer"]["status"] == "answered"
    assert found["answer"]["citations"]


def test_the_chat_is_served(found: dict[str, Any]) -> None:
    assert found["health"]["status"] == "ok"
    assert "<html" in found["page"]


def test_the_page_loads_nothing_from_elsewhere(found: dict[str, Any]) -> None:
    loaded = re.findall(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"(https?:[^\"]*)", found["page"]
    )
    assert loaded == []


def test_asking_does_not_load_the_chat(found: dict[str, Any]) -> None:
    assert not found["asking_needs_gradio"]
