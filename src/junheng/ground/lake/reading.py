"""Questions to a folder of Parquet files, the same for both engines. Nothing else in the house imports Ibis, DuckDB or Spark."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow.parquet import write_table

from junheng.ground.kernel.findings import Finding, Place, Refused


class Engine(StrEnum):
    """Who computes: DuckDB inside the process, or Spark (this machine's, or the cluster that SPARK_MASTER names)."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Lake:
    """An open folder: a table is `name.parquet`, or a folder of that name with its parts."""

    folder: Path
    connection: Any
    engine: Engine
    spare: Path

    def table(self, name: str) -> Any:
        """A table as an Ibis expression. Raises Refused where the folder has none."""
        for pattern in (f"{name}.parquet", f"{name}/*.parquet"):
            if next(self.folder.glob(pattern), None) is not None:
                return self.connection.read_parquet(str(self.folder / pattern))
        raise Refused(Finding(code="lake/no-table", message="The folder %(folder)s has no published table %(table)s.",
                              remedy="Name a folder that `junheng facts export` wrote.", place=Place(file=str(self.folder)),
                              values={"folder": self.folder.name, "table": name}))

    def held(self, rows: pyarrow.Table) -> Any:
        """Rows in memory as an Ibis expression. Spark takes them by way of a file, so that what is empty stays empty."""
        if self.engine is Engine.DUCKDB:
            import ibis

            return ibis.memtable(rows)
        place = Path(tempfile.mkdtemp(prefix="rows-", dir=self.spare)) / "rows.parquet"
        write_table(rows, place)
        return self.connection.read_parquet(str(place))

    def arrow(self, asked: Any) -> pyarrow.Table:
        """The rows that answer a question, as columns."""
        return self.connection.to_pyarrow(asked)

    def rows(self, asked: Any) -> list[dict[str, Any]]:
        """The rows that answer a question."""
        found: list[dict[str, Any]] = self.connection.to_pyarrow(asked).to_pylist()
        return found


@contextmanager
def opened(folder: Path, engine: Engine = Engine.DUCKDB) -> Iterator[Lake]:
    """A folder of published tables, until the block ends. Raises Refused where Spark is asked for and not installed."""
    connect = {Engine.DUCKDB: duckdb, Engine.SPARK: spark}[engine]
    with tempfile.TemporaryDirectory(prefix="junheng-lake-") as spare, connect() as connection:
        yield Lake(folder, connection, engine, Path(spare))


@contextmanager
def duckdb() -> Iterator[Any]:
    """DuckDB in memory, without a network: it fetches no extension."""
    import ibis  # slow to load: only who asks the lake pays for it

    connection = ibis.duckdb.connect(autoinstall_known_extensions=False, autoload_known_extensions=False)
    try:
        yield connection
    finally:
        connection.disconnect()


@contextmanager
def spark() -> Iterator[Any]:
    """A Spark session of our own; it ends with the block."""
    import ibis

    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Refused(Finding(code="lake/no-spark", message="Spark is not installed here.",
                              remedy="Install it with Java 17: pip install 'junheng[spark]'; or ask DuckDB.")) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("junheng").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    if master := os.environ.get("SPARK_MASTER", ""):
        builder = builder.master(master)
    else:
        builder = (builder.master("local[2]").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
                   .config("spark.sql.shuffle.partitions", "8"))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()
