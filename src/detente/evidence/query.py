"""SQL on the atlas, so that the query printed on a card can be run again.

In: one SELECT over the atlas's tables by name. Out: a Polars frame. DuckDB reads the Parquet files
where they lie; the connection may read nothing outside the atlas's folder and write nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from detente.evidence.atlas import Atlas


def query(atlas: Atlas, sql: str) -> pl.DataFrame:
    """Rows of a query on the atlas.

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
        connection.execute("SET lock_configuration = true")
        try:
            result = connection.execute(sql)
            columns = [d[0] for d in result.description or ()]
            return pl.DataFrame(result.fetchall(), schema=columns, orient="row", infer_schema_length=None)
        except duckdb.Error as error:
            raise InputError(f"The query cannot be answered: {str(error).splitlines()[0]}") from None
