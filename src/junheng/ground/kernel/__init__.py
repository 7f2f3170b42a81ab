"""Dates, calendars, numerals and findings: what every floor above speaks in."""
