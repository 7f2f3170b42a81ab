"""The plan room's rules and algorithms: no Django, no files, no clock, no chance."""
