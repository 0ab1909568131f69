"""SQL on the atlas, so that the query printed on a card can be run again.

In: one SELECT over the atlas's tables by name, and over tables given beside it. Out: a Polars frame. DuckDB reads the Parquet
files where they lie; the connection may read nothing outside the atlas's folder and write nothing.
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
        for number, (name, columns) in enumerate((more or {}).items()):
            schema, table = name.split(".")
            connection.register(f"given_{number}", dict(columns))
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            connection.execute(f'CREATE VIEW "{schema}"."{table}" AS SELECT * FROM given_{number}')
        connection.execute("SET lock_configuration = true")
        try:
            if len(connection.extract_statements(sql)) != 1:
                raise InputError("The query cannot be answered: give one SELECT.")
            result = connection.execute(sql)
            columns = [d[0] for d in result.description or ()]
            return pl.DataFrame(result.fetchall(), schema=columns, orient="row", infer_schema_length=None)
        except duckdb.Error as error:
            raise InputError(f"The query cannot be answered: {str(error).splitlines()[0]}") from None
