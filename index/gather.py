"""Everything that is named on a command line, read: files, folders, web addresses and stdin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from index.articles import Reading, Seen, read_paths, read_stream
from index.web.fetch import Policy, read_addresses

STDIN = "-"
_SCHEMES = ("http://", "https://")

Progress = Callable[[int, int], None]


class Gatherer:
    """Reads sources, again and again if wanted: a file that did not change is not read again."""

    def __init__(self, policy: Policy, stdin: Callable[[], bytes]) -> None:
        self._policy = policy
        self._stdin = stdin
        self._seen: Seen = {}

    def read(
        self, sources: Sequence[str], progress: Progress = lambda done, total: None
    ) -> Reading:
        """The articles of all sources; `progress` is told (done, total) in files and addresses."""
        addresses = [s for s in sources if s.lower().startswith(_SCHEMES)]
        paths = [Path(s) for s in sources if s not in addresses and s != STDIN]
        reading = read_paths(paths, progress, self._seen)
        if addresses:
            reading.take(read_addresses(addresses, self._policy, progress))
        if STDIN in sources:
            reading.take(read_stream(self._stdin(), None))
        return reading
