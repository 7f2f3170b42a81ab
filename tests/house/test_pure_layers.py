"""Engines, values, kernel and standards know no clock, no chance and no files, however they are called."""

from __future__ import annotations

import ast

import pytest

from tests.house.trees import SOURCE, calls, here, modules, named, tree_of

CLOCK = {"now", "today", "utcnow", "localtime", "localdate", "monotonic", "perf_counter", "time_ns", "gmtime", "ctime"}
CHANCE = {"random", "secrets", "uuid", "uuid1", "uuid4", "shuffle", "randint", "urandom", "token_hex", "default_rng"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "iterdir", "glob", "rglob"}
MODULES = {"random", "secrets", "time", "uuid", "os", "io", "pathlib", "shutil", "tempfile", "subprocess", "socket",
           "importlib", "numpy.random"}
PURE = [place for place in modules() if (
    "engine" in place.parts or place.name == "values.py" or "values" in place.parts or place.is_relative_to(SOURCE / "ground" / "kernel")
    or place.is_relative_to(SOURCE / "ground" / "standards")
)]


def faults_of(tree: ast.AST) -> list[str]:
    """Calls and imports that a pure module may not make."""
    found = [named(call.func) for call in calls(tree)
             if named(call.func).rpartition(".")[2] in CLOCK | CHANCE | FILES or named(call.func) == "__import__"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name in MODULES or name.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found += [node.module] if {node.module, node.module.split(".")[0]} & MODULES else []
    return found


def test_there_are_pure_modules_to_look_at():
    assert len(PURE) > 40


@pytest.mark.parametrize("place", PURE, ids=here)
def test_a_pure_module_knows_no_clock_no_chance_and_no_files(place):
    assert faults_of(tree_of(place)) == []


@pytest.mark.parametrize("wrong", [
    "from datetime import datetime\ndatetime.now()", "import datetime\ndatetime.date.today()", "import time",
    "from random import shuffle", "import numpy\nnumpy.random.default_rng()", "open('x')",
    "from pathlib import Path", "def f(p):\n    return p.read_text()", "import importlib.resources", "__import__('os')",
])
def test_the_look_finds_what_it_is_for(wrong):
    assert faults_of(ast.parse(wrong))
