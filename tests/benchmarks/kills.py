"""Kill indexing at random moments: `python -m tests.benchmarks.kills [HOW_MANY]`, 50 by default."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from pathlib import Path

from tests.index.test_killed import kill_and_complete


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        hit = kill_and_complete(Path(folder), multiprocessing.get_context("forkserver"), kills)
    print(f"{kills} kills, {hit} of them while it was at work; the index was right after each.")


if __name__ == "__main__":
    main()
