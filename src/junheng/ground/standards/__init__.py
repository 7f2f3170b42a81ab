"""Numbers with their sources: dated TOML files of nation, province, city and county, resolved for a day."""

from junheng.ground.standards.book import Book, Dated, Entry, lint

__all__ = ["Book", "Dated", "Entry", "lint"]
