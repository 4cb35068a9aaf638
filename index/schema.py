"""The catalogue in SQL: its tables, and conditions on them."""

from __future__ import annotations

import json

from index.scope import Scope

SCHEMA_VERSION = "2"
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL, outlet TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, published TEXT, url TEXT, file TEXT, author TEXT, language TEXT,
    copy_of TEXT);
CREATE INDEX IF NOT EXISTS articles_by_source ON articles (outlet, published, id);
CREATE TABLE IF NOT EXISTS shingles (article_id TEXT PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bands (
    band BLOB NOT NULL, article_id TEXT NOT NULL, PRIMARY KEY (band, article_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (
    article_id TEXT NOT NULL, other_id TEXT NOT NULL,
    PRIMARY KEY (article_id, other_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL, sentences BLOB NOT NULL, vectors BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id, ordinal);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, body, content='', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row);
"""

ARTICLE_FIELDS = (
    "id", "outlet", "title", "text", "published", "url", "file", "author", "language",
)  # fmt: skip
"""The columns that are an Article's fields, in their order."""

ARTICLE = ", ".join(f"a.{field}" for field in ARTICLE_FIELDS) + ", o.id, o.outlet, o.published"
ORIGINAL = "LEFT JOIN articles o ON o.id = a.copy_of"
"""An article `a` in full, and the join that brings the `o` of which it is a copy."""

NEXT_REVISION = """INSERT INTO meta VALUES ('revision', '1')
    ON CONFLICT (key) DO UPDATE SET value = value + 1"""


def within(scope: Scope) -> tuple[str, list[str]]:
    """What follows FROM in SQL for the passages p inside a scope that narrows something.

    With the values for its question marks.
    """
    conditions: list[str] = []
    values: list[str] = []
    if scope.outlets:  # as one value: there may be more outlets than SQLite takes values
        conditions.append("a.outlet IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(scope.outlets)))
    # Two dates are compared as far as both are known: a month lies in its year.
    for sign, date in ((">=", scope.since), ("<=", scope.until)):
        if date:
            conditions.append(
                f"substr(a.published, 1, length(?)) {sign} substr(?, 1, length(a.published))"
            )
            values += [date, date]
    articles = "articles a JOIN passages p ON p.article_id = a.id"
    return f"{articles} WHERE {' AND '.join(conditions)}", values
