"""SQL on the atlas, so that the query printed on a card can be run again.

In: one SELECT over the atlas's tables by name, over `states` (names and codes), `tables`, `columns` and `sources` (what the atlas
holds), and over tables given beside it. Out: a Polars frame. DuckDB reads the Parquet files where they lie; the connection may
read nothing outside the atlas's folder and write nothing. Numbers kept in 32 bits come out as published (16.39), not as their
nearest 64-bit neighbour (16.389999389648438).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from detente.evidence.atlas import Atlas


def query(atlas: Atlas, sql: str, more: Mapping[str, Mapping[str, Any]] | None = None) -> pl.DataFrame:
    """Rows of a query on the atlas, and on `more`: `schema.table` to its columns as NumPy arrays.

    Raises:
        InputError: the query is not SQL that DuckDB can answer from the atlas.

    """
    import duckdb
    import polars as pl

    with duckdb.connect() as connection:
        folder = str(atlas.path).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{folder}']")
        connection.execute("SET enable_external_access = false")
        for name, entry in atlas.catalogue["tables"].items():
            file = str(atlas.path / entry["file"]).replace("'", "''")
            connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{file}')")
        for name, frame in _about(atlas).items():
            whole = [c for c, kind in frame.schema.items() if kind.is_integer()]
            texts = frame.select(pl.all().cast(pl.String))
            connection.register(f"about_{name}", {c: texts[c].to_numpy() for c in texts.columns})
            cast = ", ".join(f'CAST("{c}" AS INTEGER) AS "{c}"' for c in whole)
            chosen = f"* REPLACE ({cast})" if cast else "*"
            connection.execute(f'CREATE TABLE "{name}" AS SELECT {chosen} FROM about_{name}')
            connection.unregister(f"about_{name}")
        for number, (name, columns) in enumerate((more or {}).items()):
            schema, table = name.split(".")
            connection.register(f"given_{number}", dict(columns))
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            kind = "TABLE" if schema == "main" else "VIEW"
            connection.execute(f'CREATE {kind} "{schema}"."{table}" AS SELECT * FROM given_{number}')
            if kind == "TABLE":
                connection.unregister(f"given_{number}")
        connection.execute("SET lock_configuration = true")
        try:
            if len(connection.extract_statements(sql)) != 1:
                raise InputError("The query cannot be answered: give one SELECT.")
            result = connection.execute(sql)
            described = result.description or ()
            rows = result.fetchall()
        except duckdb.Error as error:
            raise InputError(f"The query cannot be answered: {str(error).splitlines()[0]}") from None
    columns = [d[0] for d in described]
    frame = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    return _as_published(frame, [n for n, d in enumerate(described) if str(d[1]) == "FLOAT"])


def _as_published(frame: pl.DataFrame, single: list[int]) -> pl.DataFrame:
    """Columns of 32-bit numbers as the shortest decimal that stands for them."""
    import polars as pl

    names = [frame.columns[n] for n in single if frame.dtypes[n] == pl.Float64]
    return frame.with_columns(pl.col(names).cast(pl.Float32).cast(pl.String).cast(pl.Float64))


def _about(atlas: Atlas) -> dict[str, pl.DataFrame]:
    """What the atlas holds, and the states its codes stand for, as tables."""
    import polars as pl

    from detente.actors import codes

    tables, columns = [], []
    for name, entry in atlas.catalogue["tables"].items():
        first, last = entry["coverage"] or (None, None)
        key, from_ = ", ".join(entry["key"]), ", ".join(entry["sources"])
        tables.append((name, entry["description"], entry["rows"], first, last, key, from_))
        columns += [(name, c["name"], c["type"], c["unit"], c["description"]) for c in entry["columns"]]
    sources = [
        (source, s["title"], s["version"], s["licence"], s["terms"], s["citation"], s["url"])
        for source, s in sorted(atlas.sources.items())
    ]
    about = {
        "tables": (tables, ("name", "description", "rows", "first", "last", "key", "sources")),
        "columns": (columns, ("in_table", "name", "type", "unit", "description")),
        "sources": (sources, ("id", "title", "version", "licence", "terms", "citation", "url")),
    }
    frames = {n: pl.DataFrame(r, schema=list(s), orient="row") for n, (r, s) in about.items()}
    return {"states": codes(), **frames}
