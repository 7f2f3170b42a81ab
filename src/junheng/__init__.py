"""Junheng 均衡: a county's published education plan, run and proved from its own rows."""
