"""The repository as a list of files and syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "junheng"
MADE = {".venv", "node_modules", "vendor", "__pycache__", ".git", "build", "dist"}


def written(*patterns: str, under: Path = ROOT) -> Iterator[Path]:
    """Files that somebody wrote: nothing installed, nothing made."""
    for pattern in patterns:
        for place in sorted(under.rglob(pattern)):
            if place.is_file() and not MADE & set(place.relative_to(ROOT).parts):
                yield place


def modules(*, under: Path = SOURCE, tests: bool = False) -> Iterator[Path]:
    """Python modules but migrations; with the tests where asked."""
    for place in written("*.py", under=under):
        if "migrations" not in place.parts and (tests or "tests" not in place.parts):
            yield place


@cache
def tree_of(place: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(place.read_text(encoding="utf-8"), filename=str(place))


def named(node: ast.AST) -> str:
    """`a.b.c` for a name or a chain of attributes, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = named(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def texts(node: ast.AST | None) -> Iterator[str]:
    """The text constants that an expression can give: a constant, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def here(place: Path, node: ast.AST | None = None) -> str:
    """A place as a person looks it up."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{place.relative_to(ROOT)}{line}"
