"""Excel and other tables in and out."""

from junheng.ground.sheets.out import Column, Sheet, workbook
from junheng.ground.sheets.read import read_rows, sheet_name
from junheng.ground.sheets.tables import Table, read_table

__all__ = ["Column", "Sheet", "Table", "read_rows", "read_table", "sheet_name", "workbook"]
