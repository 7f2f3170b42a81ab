"""Actions are the only writers: keyword-only, by= and at=, with a sentence in the audit that exists in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.catalogue import chinese
from tests.house.trees import SOURCE, calls, here, modules, named, texts, tree_of

SAYS = {"tell_audit", "say", "_say", "_say_appointed", "look", "at_the_door", "announce"}
# Verbs that another verb calls inside its own transaction, which says the sentence; or that no person asks for.
WITHOUT_SENTENCE = {
    "audit/actions.py": "it is the audit",
    "files/actions.py": "the room that an attachment belongs to says what was done with it",
    "jobs/actions.py": "the verb that asks for the work says so, and the work's own verb what it did",
    "notify/actions.py": "a message is not a change; the verb that sends one says why",
    "plans/actions/adoption.py:ask_to_adopt": "the adoption that it starts says so when the tasks are there",
    "plans/actions/reminders.py": "reminders are kept in a table of their own, one row each",
}
WITHOUT_BY = {
    "notify/actions.py:tell": "messages come from verbs, not from persons",
    "people/actions/accounts.py:change_own_password": "account_id is the one who acts",
    "actions/slips.py:open_slip": "a guardian has no account: the slip and the child's number say who",
    "actions/slips.py:answer_slip": "a guardian has no account: the slip says who",
    "plans/actions/reminders.py:remind": "the house reminds by its own clock",
}
HELPERS = {"hand_over", "carry_out", "run", "finish", "unfinished", "kept", "take_up_left", "clear_queue", "clear_unheld",
           "drop_unheld", "hear", "say", "look", "at_the_door"}
PLACES = [place for place in modules() if place.name == "actions.py" or place.parent.name == "actions"]


def short(place: Path) -> str:
    return "/".join(place.relative_to(SOURCE).parts[1:])


def verbs(place: Path) -> Iterator[ast.FunctionDef]:
    """Public functions in one transaction."""
    for node in tree_of(place).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in HELPERS and any(
                named(mark) == "transaction.atomic" for mark in node.decorator_list):
            yield node


def sentences(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Sentences that go into the audit: written in the call, or given to a name before it."""
    given = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                given += zip(map(named, target.elts), node.value.elts, strict=True) if both else [(named(target), node.value)]
    for call in calls(tree):
        if named(call.func).rpartition(".")[2] in SAYS and call.args:
            first = call.args[0].value if isinstance(call.args[0], ast.Subscript) else call.args[0]
            values = [value for name, value in given if name == first.id] if isinstance(first, ast.Name) else [first]
            values = [each for value in values for each in (value.values if isinstance(value, ast.Dict) else [value])]
            yield from ((sentence, call) for value in values for sentence in texts(value))


VERBS = [(place, verb) for place in PLACES for verb in verbs(place)]
IDS = [f"{short(place)}:{verb.name}" for place, verb in VERBS]


def test_there_are_verbs_to_look_at():
    assert len(VERBS) > 35


@pytest.mark.parametrize(("place", "verb"), VERBS, ids=IDS)
def test_a_verb_takes_keywords_only_and_says_who_and_when(place, verb):
    assert (verb.args.posonlyargs, verb.args.args, verb.args.vararg) == ([], [], None)
    keywords = {argument.arg for argument in verb.args.kwonlyargs}
    assert "at" in keywords
    assert "by" in keywords or f"{short(place)}:{verb.name}" in WITHOUT_BY


@pytest.mark.parametrize(("place", "verb"), VERBS, ids=IDS)
def test_a_verb_writes_a_sentence_into_the_audit(place, verb):
    if {short(place), f"{short(place)}:{verb.name}"} & WITHOUT_SENTENCE.keys():
        return
    module = tree_of(place)
    called = {named(call.func) for call in calls(verb)}
    helpers = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name in called]
    tables = [node for node in module.body if isinstance(node, ast.Assign)]
    assert list(sentences(ast.Module(body=[verb, *helpers, *tables], type_ignores=[])))


def test_every_audit_sentence_exists_in_chinese():
    known = chinese()
    said = {sentence: here(place, call) for place in modules() for sentence, call in sentences(tree_of(place))}
    assert len(said) > 45
    assert {sentence: place for sentence, place in said.items() if sentence not in known} == {}


def test_no_exception_is_out_of_date():
    there = {short(place) for place in PLACES} | set(IDS)
    assert {name for name in {*WITHOUT_SENTENCE, *WITHOUT_BY} if name not in there} == set()
