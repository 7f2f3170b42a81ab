"""Nothing grows too large to be read in one sitting."""

from __future__ import annotations

import ast

import pytest

from tests.house.trees import ROOT, here, modules, tree_of, written

LINES, FUNCTION_LINES = 400, 60
# One file that a stranger downloads and runs, with nothing to import; it holds a replay of every kind of draw.
LONGER = {"tools/verify_draw.py": 1200}
PLACES = [*modules(tests=True), *modules(under=ROOT / "tests", tests=True), *modules(under=ROOT / "tools"),
          *modules(under=ROOT / "bench")]


def test_no_module_has_more_than_four_hundred_lines():
    long = {here(place): lines for place in PLACES
            if (lines := len(place.read_text(encoding="utf-8").splitlines())) > LONGER.get(here(place), LINES)}
    assert long == {}


def test_no_style_sheet_or_script_has_more_than_four_hundred_lines():
    long = {here(place): lines for place in written("*.css", "*.js", "*.html", "*.sh")
            if (lines := len(place.read_text(encoding="utf-8").splitlines())) > LINES}
    assert long == {}


@pytest.mark.parametrize("place", PLACES, ids=here)
def test_no_function_has_more_than_sixty_lines(place):
    long = [f"{here(place, node)} {node.name}" for node in ast.walk(tree_of(place))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES]
    assert long == []


@pytest.mark.parametrize("place", PLACES, ids=here)
def test_every_module_class_and_public_function_of_the_house_says_what_it_is(place):
    if "tests" in place.parts or (place.name == "__init__.py" and not place.read_text(encoding="utf-8").strip()):
        return
    silent = [getattr(node, "name", "module") for node in (tree_of(place), *tree_of(place).body)
              if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
              and not getattr(node, "name", "").startswith("_") and ast.get_docstring(node) is None]
    assert silent == []
