"""`python -m assistant.reader.train`: from the data folder to the shipped weights.

Of one network that learns all three tasks come the reader, which selects and reads, and the
verifier; of the verifier the check of a language model's sentences.
"""

from __future__ import annotations

import json
import random
import shutil
import zlib
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console

from assistant.reader import network
from assistant.reader.figures import figures
from assistant.reader.trained import CALIBRATION, TrainedReader, assembled
from assistant.reader.training import lessons, sources
from assistant.reader.training.batches import Encoded
from assistant.reader.training.calibrate import calibrate
from assistant.reader.training.events import KEPT_EVENTS
from assistant.reader.training.examples import Example
from assistant.reader.training.run import blend, copy, train
from assistant.reader.training.written import KEPT
from index.errors import CrossreadError

_ONE_IN = 50
"""One question or statement in so many is kept from training, to calibrate on."""


class Model(StrEnum):
    """What is trained: what the others begin with, the reader, the verifier, from that the check
    of grounding, or one after the other."""

    every = "all"
    base = "base"
    reader = "reader"
    verifier = "verifier"
    grounding = "grounding"


_TAUGHT = {
    Model.base: lessons.reading,
    Model.reader: lessons.answering,
    Model.verifier: lessons.verifying,
    Model.grounding: lessons.grounding,
}
_NEW = {Model.base: 0.6, Model.reader: 0.5}
"""Share of the weights that a lesson made, mixed with those from before it; of others all."""


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    data: Annotated[Path, typer.Option(help="Folder with the reader's data.")] = Path(
        "../shared/data/reader"
    ),
    model: Annotated[Model, typer.Option(help="What is trained.")] = Model.every,
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = network.WEIGHTS,
    work: Annotated[Path, typer.Option(help="Where checkpoints are kept.")] = Path(
        ".crossread/reader-training"
    ),
    held_out: Annotated[
        list[Path] | None, typer.Option(help="More texts that must not be trained on.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same examples in the same order.")] = 1,
    share: Annotated[float, typer.Option(help="Part of the examples, for a trial.")] = 1.0,
    heads: Annotated[
        str, typer.Option(help="Heads to train, for an ablation.")
    ] = "select,read,verify",
) -> None:
    """Train the reader, the verifier and the check of grounding, calibrate and measure them."""
    try:
        for kind in _TAUGHT if model is Model.every else (model,):
            barred = held_out or [Path("seeds"), Path("tests/gold")]
            _make(kind, data, out, work, barred, seed, share, heads)
        for name, value in figures(assembled(out), data).items():
            Console().print(f"{name:50} {value:.3f}")
    except CrossreadError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _make(
    kind: Model, data: Path, out: Path, work: Path,
    held_out: list[Path], seed: int, share: float, heads: str,
) -> None:  # fmt: skip
    console = Console()
    barred = sources.held_out(data, _files(held_out))
    records = {n: list(barred.without(sources.read(data, n), n)) for n in sources.TRAIN}
    console.print(f"Left out, as a test set holds the same text: {dict(barred.dropped) or 'none'}")
    torch.manual_seed(seed)  # the heads have no weights yet: the same ones each time
    folders = {Model.base: work / "base", Model.reader: out}
    folders |= {m: out / m.value for m in (Model.verifier, Model.grounding)}
    model = _begun(kind, folders)
    out = folders[kind]
    checkpoints = work / f"{kind}-{seed}-{share:g}-{heads}"
    seconds, kept = 0.0, list[Example]()
    for n, lesson in enumerate(_TAUGHT[kind](records, seed)):
        free = [e for e in lesson if not barred.holds(e.first, e.second)]
        shown, aside = split([e for e in free if _asks(e, heads)], seed, share)
        kept += aside
        console.print(
            f"Training on {len(shown):,} pairs; {len(aside):,} kept to calibrate on, "
            f"{len(lesson) - len(free):,} left out."
        )
        before = copy(model)
        seconds += train(model, Encoded(shown, network.tokenizer()), checkpoints / str(n), seed)
        if kind is not Model.base or n:  # before it are no weights of ours
            blend(model, before, _NEW.get(kind, 1.0))
    out.mkdir(parents=True, exist_ok=True)
    network.save(model, out)
    shutil.rmtree(checkpoints)  # or the next run would take itself for finished
    calibration = calibrate(TrainedReader(out), kept)
    (out / CALIBRATION).write_text(json.dumps(asdict(calibration), indent=1) + "\n")
    console.print(f"Trained in {seconds / 60:.0f} minutes.")


def _begun(kind: Model, folders: dict[Model, Path]) -> network.Network:
    """What is trained on: all but the first model begin with the weights of another.

    Raises CrossreadError where those have not been made.
    """
    if kind is Model.base:
        return network.Network()
    before = Model.verifier if kind is Model.grounding else Model.base
    if not (folders[before] / network.FILE).exists():
        raise CrossreadError(
            f"The {kind} begins with weights that are not in {folders[before]}: make them first "
            f"(--model {before}), or name the folder that has them (--work, --out)."
        )
    return network.load(folders[before]).train()


def split(
    every: list[Example], seed: int, share: float = 1.0
) -> tuple[list[Example], list[Example]]:
    """What is trained on, and what is kept from it: no question or statement is in both.

    A question or statement is kept for its text alone, whatever the seed and the other data, so
    that what was kept from one run was kept from any.
    """
    some = random.Random(seed).sample(every, int(share * len(every)))
    kept = [
        e.source in (KEPT, KEPT_EVENTS) or zlib.crc32(e.key.encode()) % _ONE_IN == 0 for e in some
    ]
    return (
        [e for e, k in zip(some, kept, strict=True) if not k],
        [e for e, k in zip(some, kept, strict=True) if k],
    )


def _asks(example: Example, heads: str) -> bool:
    return (
        (example.select is not None and "select" in heads)
        or (example.span is not None and "read" in heads)
        or (example.verify is not None and "verify" in heads)
    )  # fmt: skip


def _files(places: list[Path]) -> list[Path]:
    found = [f for p in places for f in (p.rglob("*") if p.is_dir() else [p])]
    return [f for f in found if f.suffix in (".txt", ".jsonl")]


if __name__ == "__main__":
    app()
