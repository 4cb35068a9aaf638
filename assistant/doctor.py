"""What is installed, where the index is and what it holds, what is wrong and how to mend it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from assistant.assembly import generator_for, reader_for
from assistant.corpora import default_corpus, nothing_indexed, server_address
from assistant.settings import Settings
from index.chunking import CHUNKING
from index.corpus import Corpus
from index.embeddings import Embedder
from index.errors import CrossreadError
from index.verify import vectors

_PACKAGES = (
    "crossread",
    "torch",
    "sentence-transformers",
    "chromadb",
    "llama-index-core",
    "gradio",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` says what to do about it where it is wrong."""

    about: str
    found: str
    mend: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that must be right for a question to be answered, in that order."""
    yield Finding("Python", f"{platform.python_version()} on {platform.platform(terse=True)}")
    for name in _PACKAGES:
        yield _package(name)
    yield _model(settings)
    yield _reader(settings)
    if settings.llm:
        yield _llm(settings)
    address = server_address(settings)
    where = str(address or settings.data.resolve())
    if address is None and not settings.data.exists():
        yield Finding("Index", f"{where}, not there yet", nothing_indexed(settings))
        return
    try:
        corpus = default_corpus(settings)
        yield Finding("Index", f"{where}, {'answers' if address else 'writable'}")
        yield from _contents(settings, corpus)
    except CrossreadError as error:
        yield Finding("Index", f"{where}, cannot be used", str(error))


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "not installed", "Run 'make install'.")


def _model(settings: Settings) -> Finding:
    import torch

    try:
        size = Embedder(settings.embeddings).query("news").size
    except CrossreadError as error:
        return Finding("Model", "cannot be loaded", str(error))
    capabilities = torch.cpu.get_capabilities()
    fast = capabilities.get("avx512_bf16") or capabilities.get("amx_bf16")
    bf16 = "bf16 in hardware" if fast else "no bf16 in hardware"
    return Finding("Model", f"{settings.embeddings}, {size} dimensions, {bf16}")


def _reader(settings: Settings) -> Finding:
    reader = reader_for(settings)
    try:
        reader.select("Who won?", ["Miller won."])
        reader.read("Who won?", ["Miller won."])
        reader.verify([("Miller won.", "Who won? Miller")])
    except CrossreadError as error:
        return Finding("Reader", "cannot be loaded", str(error))
    others = (settings.reader_select, settings.reader_read, settings.reader_verify)
    return Finding("Reader", ", ".join(filter(None, others)) or "the shipped one")


def _llm(settings: Settings) -> Finding:
    """Whether the language model says anything when it is asked."""
    try:
        generator = generator_for(settings, reader_for(settings))
        asked = generator.model.stream("Answer in one word.", "Ready?", bool) if generator else ()
        said = "".join(asked)
    except CrossreadError as error:
        return Finding("Language model", f"{settings.llm}, cannot be used", str(error))
    mend = "" if said.strip() else "It answers nothing: choose another with CROSSREAD_LLM."
    return Finding("Language model", f"{settings.llm}, answers", mend)


def _contents(settings: Settings, corpus: Corpus) -> Iterator[Finding]:
    catalog = corpus.catalog
    if corpus.is_empty:
        yield Finding("Articles", "none", nothing_indexed(settings))
        return
    yield Finding("Articles", f"{len(catalog.hashes()):,} in {catalog.passage_count():,} passages")
    outlets = catalog.outlets()
    rest = f" and {len(outlets) - 10:,} more" if len(outlets) > 10 else ""
    yield Finding("Outlets", f"{len(outlets):,}: {', '.join(outlets[:10])}{rest}")
    making = _making(settings, corpus)
    yield making
    if not making.mend:
        yield _vectors(corpus)


def _making(settings: Settings, corpus: Corpus) -> Finding:
    made = corpus.catalog.meta
    told = f"{made.get('model')}, {made.get('chunking')}"
    same = (made.get("model"), made.get("chunking")) == (settings.embeddings, CHUNKING)
    mend = (
        f"The settings say {settings.embeddings}, {CHUNKING}: run "
        "'crossread index --rebuild PATH...', or set CROSSREAD_EMBEDDINGS back."
    )
    return Finding("Made with", told, "" if same else mend)


def _vectors(corpus: Corpus) -> Finding:
    found = vectors(corpus)
    mend = f"{found.wrong}: run 'crossread index PATH...' again." if found.wrong else ""
    return Finding(found.about, found.found, mend)
