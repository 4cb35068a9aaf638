"""What a release must agree on with itself."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


_DISTRIBUTIONS = {
    "Stemmer": "pystemmer",
    "dateutil": "python-dateutil",
    "frontmatter": "python-frontmatter",
    "llama_index": "llama-index-core",
    "markdown_it": "markdown-it-py",
    "markupsafe": "jinja2",
    "pythonjsonlogger": "python-json-logger",
    "sklearn": "scikit-learn",
    "starlette": "fastapi",
    "yaml": "pyyaml",
}
"""Where a module comes from, or what brings it, if that has another name."""
_OTHERS_NEED = {"cryptography", "lxml-html-clean"}
"""What packages in use import, and do not all bring."""
_OURS = ("bench", "dev", "ray", "train")
"""The extras that are worked with here; a user who chooses a language model's takes the newest."""


def _name(need: str) -> str:
    return re.split(r"[<>=~\[; ]", need)[0].lower()


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]  # type: ignore[no-any-return]


def test_the_newest_version_of_the_changelog_is_the_package_s() -> None:
    versions = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[0] == _project()["version"]


def test_everything_the_project_needs_is_pinned() -> None:
    pinned = dict(
        re.findall(r"^([\w.-]+)==([^;\s]+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    )
    names = {name.lower().replace("_", "-") for name in pinned}
    project = _project()
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *chain(*(extras[name] for name in _OURS))]
    assert {_name(need) for need in needed} <= names
    assert not [version for version in pinned.values() if "+" in version]


def test_the_packages_declared_are_those_in_use() -> None:
    files = [*ROOT.glob("assistant/**/*.py"), *ROOT.glob("index/**/*.py"), ROOT / "app.py"]
    used = {name for file in files for name in _imports(file)} - {"assistant", "index"}
    used -= sys.stdlib_module_names
    project = _project()
    extras = chain(*project["optional-dependencies"].values())
    found = {_DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in used}
    declared = {_name(need) for need in project["dependencies"]}
    assert found - {_name(need) for need in extras} == declared - _OTHERS_NEED


def test_app_py_stays_a_composition_root() -> None:
    assert len((ROOT / "app.py").read_text().splitlines()) <= 60
