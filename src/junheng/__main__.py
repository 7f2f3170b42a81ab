"""`python -m junheng` is the same as the `junheng` command."""

from junheng.shell.cli import main

main()
