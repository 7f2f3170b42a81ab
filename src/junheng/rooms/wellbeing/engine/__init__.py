"""The fitness standard scored: by columns, and plainly. No Django, no files."""
