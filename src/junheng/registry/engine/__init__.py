"""The pure part of the hall."""
