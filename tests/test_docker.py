"""The image and the composition, as far as they can be tried without a Docker engine."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from assistant.settings import Settings
from index.corpus import Corpus
from tests.servers import free_port

ROOT = Path(__file__).parent.parent
Step = tuple[str, str]
"""An instruction of the Dockerfile and what it says."""


def _steps() -> list[Step]:
    text = (ROOT / "Dockerfile").read_text()
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\s*\\\n\s*", " ", lines)
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in joined.splitlines() if line]


STEPS = _steps()
LAST = max(n for n, (name, _) in enumerate(STEPS) if name == "FROM")
"""Where the stage begins that becomes the image."""
COMPOSED: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
WEB, CHROMA = (COMPOSED["services"][name] for name in ("crossread", "chroma"))


def said(name: str, steps: list[Step] = STEPS) -> list[str]:
    return [rest for step, rest in steps if step == name]


def copied(steps: list[Step]) -> list[tuple[str, str]]:
    """Every file or folder of the repository that is copied, and where to."""
    told = [shlex.split(rest) for rest in said("COPY", steps)]
    ours = [words for words in told if not words[0].startswith("--from")]
    return [(source, words[-1]) for words in ours for source in words[:-1]]


def is_sent(path: str) -> bool:
    """Whether .dockerignore lets a path pass; its last pattern that fits decides."""
    own = PurePosixPath(path)
    places = [str(own), *map(str, own.parents)][:-1]
    sent = True
    for pattern in (ROOT / ".dockerignore").read_text().split("\n"):
        shape = pattern.removeprefix("!")
        anywhere = shape.startswith("**/") and shape.removeprefix("**/") in own.parts
        if shape and not shape.startswith("#") and (anywhere or any(map(_fits(shape), places))):
            sent = pattern.startswith("!")
    return sent


def _fits(shape: str) -> Any:
    return lambda place: place.count("/") == shape.count("/") and fnmatch(place, shape)


def environment() -> dict[str, str]:
    """What the image sets."""
    words = shlex.split(" ".join(said("ENV", STEPS[LAST:])))
    return dict(word.split("=", 1) for word in words)


def test_what_is_copied_is_there_and_nothing_else_is_sent() -> None:
    sources = {source for source, _ in copied(STEPS)}
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if not is_sent(source)] == []
    sent = {path.name for path in ROOT.iterdir() if is_sent(path.name)}
    assert sent == {PurePosixPath(source).parts[0] for source in sources}
    assert is_sent("assistant/web/app.py")
    assert not is_sent("assistant/web/__pycache__/app.pyc")


def test_the_copied_files_are_enough_to_install(tmp_path: Path) -> None:
    first = STEPS[:LAST]
    for source, target in copied(first):
        folder = tmp_path / target
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / source, folder)
    (made,) = [target for run in said("RUN", first) for target in re.findall(r"make (\w+)$", run)]
    planned = subprocess.run(
        ["make", "--dry-run", made], cwd=tmp_path, capture_output=True, text=True
    )
    assert planned.returncode == 0, planned.stderr
    assert "-c constraints.txt -e ." in planned.stdout

    told = tomllib.loads((tmp_path / "pyproject.toml").read_text())
    needed = [told["project"]["readme"], *told["project"]["license-files"]]
    packages = told["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    needed += [f"{package}/__init__.py" for package in packages]
    assert [name for name in needed if not (tmp_path / name).exists()] == []


def test_the_code_of_every_package_is_in_the_image() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = told["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {(p, p) for p in [*packages, "seeds"]} == set(copied(STEPS[LAST:]))


def test_what_it_is_made_from_has_a_version() -> None:
    versions = dict(rest.split("=", 1) for rest in said("ARG"))
    images = [rest.split()[0].replace("${PYTHON}", versions["PYTHON"]) for rest in said("FROM")]
    images += [CHROMA["image"]]
    assert [image for image in images if not re.search(r":\d+\.\d+", image)] == []


def test_it_does_not_run_as_root_and_may_write_only_where_the_index_is() -> None:
    user = said("USER", STEPS[LAST:])[-1]
    uid = user.split(":")[0]
    assert int(uid) > 0
    (made,) = [run for run in said("RUN", STEPS[LAST:]) if "useradd" in run]
    assert f"--uid {uid}" in made
    assert said("VOLUME") == [environment()["CROSSREAD_DATA"]]
    assert f"--owner crossread --group crossread {environment()['CROSSREAD_DATA']}" in made


def test_every_setting_in_them_is_one() -> None:
    names = [name for name in [*environment(), *WEB["environment"]] if name.startswith("CROSSREAD")]
    assert names
    fields = {f"CROSSREAD_{name.upper()}" for name in Settings.model_fields}
    assert [name for name in names if name not in fields] == []


def test_what_is_served_to_others_takes_no_uploads() -> None:
    assert not Settings(host=environment()["CROSSREAD_HOST"]).uploads_allowed


@pytest.fixture(scope="module")
def port(seeds_corpus: Corpus) -> Iterator[int]:
    """Where what the image starts is served: on this machine only."""
    port = free_port()
    command = json.loads(said("ENTRYPOINT")[-1]) + json.loads(said("CMD")[-1])
    ours = {
        "CROSSREAD_DATA": str(seeds_corpus.folder),
        "CROSSREAD_HOST": "127.0.0.1",
        "CROSSREAD_PORT": str(port),
    }
    here = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    server = subprocess.Popen(
        command, env=os.environ | environment() | ours | here, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout
    try:
        assert any("ready" in line for line in server.stdout), "It ended before it was ready."
        yield port
    finally:
        server.terminate()
        server.communicate()


def healthy(port: int) -> bool:
    (check,) = said("HEALTHCHECK")
    program, *arguments = json.loads(check[check.index("CMD ") + 4 :])
    assert program == "python"
    ours = os.environ | {"CROSSREAD_PORT": str(port)}
    return not subprocess.run(
        [sys.executable, *arguments], env=ours, stderr=subprocess.DEVNULL
    ).returncode


def test_it_is_healthy_where_it_is_served(port: int) -> None:
    assert healthy(port)


def test_it_is_not_healthy_where_nobody_serves() -> None:
    assert not healthy(free_port())


def test_the_chroma_server_is_the_one_that_is_tested_with() -> None:
    pinned = re.findall(r"^chromadb==(.*)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert [CHROMA["image"]] == [f"chromadb/chroma:{version}" for version in pinned]


def chroma_healthy(port: int) -> bool:
    kind, *command = CHROMA["healthcheck"]["test"]
    assert kind == "CMD"
    *shell, script = [word.replace("$$", "$") for word in command]
    assert "/8000;" in script
    script = script.replace("/8000;", f"/{port};")
    return not subprocess.run([*shell, script], stderr=subprocess.DEVNULL).returncode


def test_the_chroma_server_is_healthy_where_it_answers(chroma_server: str) -> None:
    assert chroma_healthy(int(chroma_server.rpartition(":")[2]))


def test_the_chroma_server_is_not_healthy_where_nobody_answers(port: int) -> None:
    assert not chroma_healthy(free_port())
    assert not chroma_healthy(port)  # another server


def test_crossread_finds_the_chroma_server_and_waits_for_it() -> None:
    assert WEB["environment"]["CROSSREAD_CHROMA_URL"] == "http://chroma:8000"
    assert WEB["depends_on"]["chroma"]["condition"] == "service_healthy"
    assert set(WEB["networks"]) & set(CHROMA["networks"]) == {"index"}


def test_nobody_but_crossread_reaches_the_chroma_server() -> None:
    assert "ports" not in CHROMA
    assert COMPOSED["networks"]["index"]["internal"]


def test_there_can_be_replicas() -> None:
    assert "container_name" not in WEB
    (published,) = WEB["ports"]
    first, last, inside = map(int, re.findall(r":(\d+)-(\d+):(\d+)$", published)[0])
    assert last > first
    assert inside == int(environment()["CROSSREAD_PORT"])


def test_it_needs_to_write_to_its_volumes_alone() -> None:
    assert WEB["read_only"]
    assert WEB["tmpfs"] == ["/tmp"]
    kept = dict(volume.split(":", 1) for volume in [*WEB["volumes"], *CHROMA["volumes"]])
    assert kept.keys() == COMPOSED["volumes"].keys()
    assert kept["crossread"] == environment()["CROSSREAD_DATA"]
