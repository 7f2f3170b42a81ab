"""A published table as the bytes of a Parquet file: the same rows, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow
from pyarrow.parquet import write_table

from junheng.ground.facts import Table, Type

# The file itself names its writer; another one may lay the same rows out otherwise.
WRITER = f"parquet-cpp-arrow {pyarrow.__version__}"
TYPES = {Type.TEXT: pyarrow.string(), Type.WHOLE: pyarrow.int64(), Type.NUMBER: pyarrow.float64()}
# Every choice that changes the bytes, so that no default of a later writer decides.
SETTINGS: dict[str, Any] = {
    "version": "2.6", "data_page_version": "1.0", "compression": "zstd", "compression_level": 3, "use_dictionary": True,
    "write_statistics": True, "row_group_size": 1_000_000, "store_schema": False,
}


def schema(table: Table) -> pyarrow.Schema:
    """The columns of a table as Arrow has them; those of the key are never empty."""
    return pyarrow.schema([pyarrow.field(each.name, TYPES[each.type], nullable=each.name not in table.key) for each in table.columns])


def parquet(table: Table, rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows of a table, in the order given, as a Parquet file."""
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    held = pyarrow.table(list(map(pyarrow.array, columns, schema(table).types)), schema=schema(table))
    out = io.BytesIO()
    write_table(held, out, **SETTINGS)
    return out.getvalue()
