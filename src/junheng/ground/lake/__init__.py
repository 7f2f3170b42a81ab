"""The lake: published facts as Parquet, and questions to them that DuckDB answers here and Spark for a province."""

from junheng.ground.lake.parquet import WRITER, parquet
from junheng.ground.lake.reading import Engine, Lake, opened

__all__ = ["WRITER", "Engine", "Lake", "opened", "parquet"]
