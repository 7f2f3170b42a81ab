"""From a rule file, the stage's defaults and the columns at hand to the rules of a run, in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.classes.values import SEXES, Kind, Mode, Scores, Stage

KEYS = {"stage", "size_tolerance", "same_name_apart", "order", "first", "strata", "by", "redraws", "teams", "steps",
        "covariates", "source"}
COVARIATE_KEYS = {"name", "column", "kind", "weight", "tolerance"}
# Columns that constrain, and are never balanced.
CONSTRAINTS = ("together", "apart", "needs", "receipt")
SCORE_WORDS = ("成绩", "分数", "总分")
MOST = 100


def rules_of(*, said: Mapping[str, Any], stage: Stage | None, mode: Mode, classes: int, columns: Sequence[str], pupils: int,
             steps: Mapping[str, int], file: str = "") -> dict[str, Any]:
    """The rules of a run as a transcript holds them: integers, texts and columns only.

    `said` is the rule file, {} without one; `columns` those of the roster; `steps` the house's budgets: `swaps` and
    `exchanges` for each pupil, the `least` of both, `redraws` of a lottery with tolerances. Raises Refused for what it does
    not know, for columns that are not there, and for scores where the stage refuses them.
    """
    known(said, KEYS, file)
    covariates = chosen(said, stage, columns, file)
    check_scores(said, stage, covariates, file)
    rules: dict[str, Any] = {
        "classes": classes, "source": text_in(said, "order", "ticket", ("ticket", "ring"), file),
        "first": text_in(said, "first", "lowest", ("lowest", "highest"), file),
        "size_tolerance": whole(said, "size_tolerance", stage.size_tolerance if stage else 1, file),
        "same_name_apart": "name" if said.get("same_name_apart") else "", "covariates": covariates,
    }
    if said.get("same_name_apart"):
        there("name", columns, file, "same_name_apart")
    if mode is Mode.BALANCED:
        asked = known(said.get("steps", {}), {"swaps", "exchanges"}, file)
        rules["steps"] = {part: whole(asked, part, max(steps["least"], steps[part] * pupils), file)
                          for part in ("swaps", "exchanges")}
    else:
        default = stage.strata if stage else ("sex",)
        strata = said.get("strata", [each for each in default if each in columns])
        rules["strata"] = [with_levels({"column": there(str(column), columns, file, "strata")}) for column in strata]
    if mode is Mode.LOTTERY:
        bound = any("tolerance" in each for each in covariates)
        rules["redraws"] = whole(said, "redraws", 0 if not bound or rules["source"] == "ring" else steps["redraws"], file)
        if rules["redraws"] and rules["source"] == "ring":
            raise wrong(file, "redraws", "A ring is drawn once: “%(key)s” goes with tickets only.", "redraws")
    if mode is Mode.SNAKE:
        scores = [each["column"] for each in covariates if each["kind"] == Kind.NUMERIC and is_score(each["column"])]
        rules["by"] = [there(str(column), columns, file, "by") for column in said.get("by", scores)]
        if not rules["by"]:
            raise wrong(file, "by", "The snake needs a score to go by; the roster has none.", "by")
    if said.get("teams"):
        rules["teams"] = [str(team) for team in said["teams"]]
        if len(set(rules["teams"])) != classes:
            raise wrong(file, "teams", "“%(key)s” must name one team for each class, none twice.", "teams")
    return rules


def chosen(said: Mapping[str, Any], stage: Stage | None, columns: Sequence[str], file: str) -> list[dict[str, Any]]:
    """The covariates: those of the rule file, else the stage's as far as the roster has them, else sex, scores and origin."""
    if "covariates" in said:
        found = said["covariates"]
        if isinstance(found, Mapping):
            found = [{"name": name, **each} for name, each in found.items()]
        specs = [known({"name": each} if isinstance(each, str) else each, COVARIATE_KEYS, file) for each in found]
        names = [there(str(each.get("name", each.get("column", ""))), columns, file, "covariates") for each in specs]
    else:
        wanted = stage.covariates if stage else ({"name": "sex"}, {"name": "score*", "kind": "numeric"}, {"name": "origin"})
        specs, names = [], []
        for each in wanted:
            name = str(each["name"])
            for column in columns:
                if column == name or (name.endswith("*") and column.startswith(name[:-1])):
                    specs.append(each)
                    names.append(column)
    if len(set(names)) != len(names) or len(names) > MOST:
        raise wrong(file, "covariates", "“%(key)s” names a column twice, or more columns than can be balanced.", "covariates")
    weights = [number(each.get("weight", 1), file, "weight") for each in specs]
    unit = max((-int(weight.as_tuple().exponent) for weight in weights), default=0)
    return [with_levels({
        "column": name, "kind": text_in(each, "kind", "numeric" if is_score(name) else "categorical", tuple(Kind), file),
        "weight": int(weight.scaleb(max(unit, 0))),
        **({"tolerance": int(number(each["tolerance"], file, "tolerance") * 1000)} if "tolerance" in each else {}),
    }) for name, each, weight in zip(names, specs, weights, strict=True)]


def with_levels(spec: dict[str, Any]) -> dict[str, Any]:
    """A covariate or stratum; for sex with what its cells mean."""
    return {**spec, "levels": dict(SEXES)} if spec["column"] == "sex" else spec


def check_scores(said: Mapping[str, Any], stage: Stage | None, covariates: Sequence[Mapping[str, Any]], file: str) -> None:
    """Raises Refused where the stage takes no scores and no document is cited that allows them."""
    scores = [each["column"] for each in covariates if is_score(each["column"])]
    scores += [column for column in map(str, said.get("by", ())) if is_score(column)]
    cited = isinstance(said.get("source"), Mapping) and str(said["source"].get("document", "")).strip()
    if scores and stage and stage.scores is Scores.REFUSED and not cited:
        raise Refused(Finding(
            "scores", "%(stage)s takes no scores into account; the rules name %(column)s.",
            "Leave the scores out. If a document of the county allows them, cite it under [source] in the rules.",
            Place(file=file, column=scores[0]), {"stage": stage.title, "column": scores[0]}))


def is_score(column: str) -> bool:
    """Whether a column holds marks of an examination."""
    return column.startswith("score") or any(word in column for word in SCORE_WORDS)


def known(table: Any, keys: set[str], file: str) -> Mapping[str, Any]:
    """A table of the rule file whose keys are all known. Raises Refused for the first that is not."""
    if not isinstance(table, Mapping):
        raise wrong(file, str(table), "“%(key)s” is not a table of rules.", str(table))
    for key in table:
        if key not in keys:
            raise wrong(file, key, "The rules do not know “%(key)s”.", key)
    return table


def there(column: str, columns: Sequence[str], file: str, key: str) -> str:
    """A column that the roster has. Raises Refused."""
    if column not in columns or column in CONSTRAINTS:
        raise Refused(Finding("covariate-unknown", "The rules name “%(column)s” (%(key)s); the roster has no such column to use.",
                              "Correct the name, or add the column to the roster.", Place(file=file, column=column),
                              {"column": column, "key": key}))
    return column


def whole(table: Mapping[str, Any], key: str, default: int, file: str) -> int:
    """A whole number, 0 or more, below 2^31."""
    found = table.get(key, default)
    if type(found) is not int or not 0 <= found < 2**31:
        raise wrong(file, key, "“%(key)s” must be a whole number, 0 or more.", key)
    return found


def number(found: Any, file: str, key: str) -> Decimal:
    """A decimal from 0 to 1000 with three places at most."""
    try:
        value = Decimal(str(found))
        fits = 0 <= value <= 1000 and value == value.quantize(Decimal("0.001"))
    except InvalidOperation:
        fits = False
    if isinstance(found, bool) or not fits:
        raise wrong(file, key, "“%(key)s” must be a number from 0 to 1000 with three places at most.", key)
    return value.normalize() if value else Decimal(0)


def text_in(table: Mapping[str, Any], key: str, default: str, allowed: Sequence[str], file: str) -> str:
    """One of some words."""
    found = str(table.get(key, default))
    if found not in allowed:
        raise Refused(Finding("rules", "“%(key)s” must be one of %(words)s.", "Correct the rules.", Place(file=file, column=key),
                              {"key": key, "words": "、".join(allowed)}))
    return found


def wrong(file: str, column: str, message: str, key: str) -> Refused:
    """A refusal of a rule file."""
    return Refused(Finding(code="rules", message=message, remedy="Correct the rules.", place=Place(file=file, column=column),
                           values={"key": key}))
