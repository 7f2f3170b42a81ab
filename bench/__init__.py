"""Measurements against named peers and against an empty page; see README.md."""
