#!/usr/bin/env python3
"""Check a draw of Junheng with nothing but Python: no package, no network.

    python verify_draw.py TRANSCRIPT.json ROSTER.csv [--notice NOTICE.json] [--share SHARE]...

ROSTER is the frozen list as .csv (UTF-8 or GB18030), for a round of admissions the folder of its files; SHARE is what a
witness sealed, in the order of the notice. Prints one line for each thing looked at; exit status 0 when all hold, 4 when
one does not, 2 for wrong use, 3 for a file that cannot be read. Python 3.8 or later. The format is described in
docs/reference/draws.md.

复核一次派位或编班：只需要 Python，不联网。全部相符退出码为 0，有一项不符为 4。
"""

import csv
import io
import json
import re
import sys
import unicodedata
from datetime import date, time
from fractions import Fraction
from hashlib import sha256
from math import isqrt
from pathlib import Path

FORMAT, NOTICE_FORMAT, EXACT = "junheng-draw/1", "junheng-notice/1", 2**53 - 1
WHITE = ("\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
         "\u205f\u3000\ufeff\u200b")
KEYS = {"format", "kind", "algorithm", "notice", "lists", "rules", "seed", "outcome", "digest"}
LIST_KEYS = {"name", "columns", "numeric", "titles", "lines", "digest", "locators"}
TURNED = str.maketrans("0123456789abcdef", "fedcba9876543210")

# 19 signs that GB 18030-2022 and browsers no longer keep among the private ones.
GB_2022 = str.maketrans("\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
                        "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb")

# Cells and lists.


def normal(text):
    """A text in NFKC without white space at its ends."""
    return unicodedata.normalize("NFKC", text).strip(WHITE)


def plain_number(text):
    """A number in its one spelling. Raises ValueError."""
    said = normal(text)
    if not said:
        return ""
    found = re.fullmatch(r"([+-]?)([0-9]+)(?:\.([0-9]+))?", said)
    if not found:
        raise ValueError(said)
    sign, whole, part = found.groups()
    whole, part = whole.lstrip("0") or "0", (part or "").rstrip("0")
    spelled = whole + ("." + part if part else "")
    return "-" + spelled if sign == "-" and spelled != "0" else spelled


def read_csv(data):
    """The rows of a .csv. Raises ValueError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030").translate(GB_2022)
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error as fault:
        raise ValueError(str(fault)) from None


def frozen(named, rows):
    """The lines of a list in the columns that the transcript names; None where one is missing, twice or no number."""
    titles = dict(zip(named["titles"], named["columns"]))  # noqa: B905
    heads = [[titles.get(title.strip(), title.strip()) for title in row] for row in rows[:20]]
    at = next((at for at, head in enumerate(heads) if all(column in head for column in named["columns"])), None)
    if at is None:
        return None
    titled = [place for place, title in enumerate(heads[at]) if title]
    if len({heads[at][place] for place in titled}) < len(titled):
        return None
    places = [heads[at].index(column) for column in named["columns"]]
    numeric = {named["columns"].index(column) for column in named["numeric"]}
    lines = [row for row in rows[at + 1:] if any(row[place].strip() for place in titled if place < len(row))]
    try:
        return [tuple((plain_number if count in numeric else normal)(row[place] if place < len(row) else "")
                      for count, place in enumerate(places)) for row in lines]
    except ValueError:
        return None


def parting(named, rows):
    """Where a list parts from its description; "" when it does not."""
    digests = [sha256("\x1f".join(row).encode()).hexdigest() for row in rows]
    for count, digest in enumerate(digests):
        known = named["locators"][count * 16:count * 16 + 16]
        if digest[:16] != known:
            return f"line {count + 1}" if known else f"lines {len(digests)}"
    if named["lines"] != len(digests) or len(named["locators"]) != 16 * len(digests):
        return f"lines {len(digests)}"
    return "" if named["digest"] == sha256("\n".join(digests).encode()).hexdigest() else "digest"


def column(named, rows, name):
    """All cells of a column; empty texts when the list has none of that name."""
    if name not in named["columns"]:
        return [""] * len(rows)
    place = named["columns"].index(name)
    return [row[place] for row in rows]


# Order: tickets and the ring.


def ticket(seed, name):
    """SHA-256(seed + "," + identifier)."""
    return sha256(f"{seed},{name}".encode()).hexdigest()


def ring(size, start, step):
    """Numbers 1…size in the order in which they leave the ring."""
    left, at, gone = list(range(1, size + 1)), start - 1, []
    while left:
        gone.append(left.pop(at))
        if left:
            at = (at + step - 1) % len(left)
    return gone


def order_keys(seed, names, source="ticket", first="lowest"):
    """A text for each name; the lower goes first."""
    if source == "ticket":
        if first not in ("lowest", "highest"):
            raise ValueError(first)
        keys = {name: ticket(seed, name) for name in names}
        return [keys[name].translate(TURNED) if first == "highest" else keys[name] for name in names]
    circle = list(dict.fromkeys(names))
    found = re.fullmatch(r"([0-9]+),([0-9]+)", seed) if source == "ring" else None
    if not found or not (1 <= int(found[1]) <= len(circle) and 1 <= int(found[2]) <= len(circle)):
        raise ValueError(f"{source} {seed}")
    place = {circle[number - 1]: f"{turn:016d}"
             for turn, number in enumerate(ring(len(circle), int(found[1]), int(found[2])))}
    return [place[name] for name in names]


def run_order(rules, seed, lists):
    """A draw of kind `order`."""
    take = rules.get("take", 0)
    if type(take) is not int or take < 0:
        raise ValueError(f"take {take}")
    named, rows = lists["roster"]
    names = column(named, rows, named["columns"][0])
    keys = order_keys(seed, names, rules.get("source", "ticket"), rules.get("first", "lowest"))
    places = sorted(range(len(names)), key=lambda place: (keys[place], names[place], place))
    return {"order": [place + 1 for place in places[:take or len(places)]]}


# Placement of pupils into classes: docs/reference/placement.md in the same order. A unit is [lines, load, conflicts].


def place_column(list_, name):
    """A column of the roster."""
    return column(list_[0], list_[1], name)


def whole_numbers(texts):
    """Decimals as integers in one common unit of 10^-p, with p; None for empty ones."""
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    shifted = [text.partition(".")[0] + text.partition(".")[2].ljust(places, "0") for text in texts]
    return [int(digits) if text else None for text, digits in zip(texts, shifted, strict=True)], places


def numbers_of(list_, name):
    """The numbers of a column; a day counts as its month."""
    cells = place_column(list_, name)
    if name in list_[0].get("numeric", []):
        return whole_numbers(cells)[0]
    found = [re.match(r"([0-9]{4})[-/.\u5e74]?([0-9]{1,2})", cell) for cell in cells]
    if any(cell and not (day and 1 <= int(day[2]) <= 12) for cell, day in zip(cells, found, strict=True)):
        raise ValueError(f"{name}: a cell is not a day or a month")
    return [int(day[1]) * 12 + int(day[2]) - 1 if day else None for day in found]


def needs_of(list_):
    """How many pupils each line counts as beyond one, in units of 10^-p, with p."""
    if "needs" in list_[0]["columns"] and "needs" not in list_[0].get("numeric", []):
        raise ValueError("needs are numbers")
    needs, places = whole_numbers(place_column(list_, "needs"))
    return [need or 0 for need in needs], places


def standardised(values, weight, heaviest, scale):
    """Whole numbers of 1/scale standard deviations from the mean."""
    known = [value for value in values if value is not None]
    count, total = len(known), sum(known)
    spread = isqrt((count * sum(value * value for value in known) - total * total) << 40)
    if not spread:
        return [0] * len(values)
    return [0 if value is None else ((2 * weight * scale * (count * value - total) << 20) + heaviest * spread)
            // (2 * heaviest * spread) for value in values]


def levels_of(list_, spec):
    """The level of each line."""
    means = spec.get("levels") or {}
    return [means.get(cell, cell) for cell in place_column(list_, spec["column"])]


def columns_of(list_, covariates, scale):
    """Numeric columns and columns of levels."""
    heaviest = max((each.get("weight", 1) for each in covariates), default=1) or 1
    numeric, levels = [], []
    for each in covariates:
        weight = each.get("weight", 1)
        if each["kind"] == "numeric":
            numeric.append(standardised(numbers_of(list_, each["column"]), weight, heaviest, scale))
        elif each["kind"] == "categorical":
            said = levels_of(list_, each)
            counts = {level: said.count(level) for level in set(said)}
            shown = sorted(counts)[:len(counts) - 1] if len(counts) <= 2 else sorted(
                level for level, count in counts.items() if count > 1)
            levels += [standardised([int(one == level) for one in said], weight, heaviest, scale) for level in shown]
        else:
            raise ValueError(each["kind"])
    return [one for one in numeric if any(one)], [one for one in levels if any(one)]


def rows_of(list_, covariates, members):
    """Rows of units, and how many of their columns are numeric."""
    scale = 512
    while True:
        numeric, levels = columns_of(list_, covariates, scale)
        rows = [[sum(one[line] for line in lines) for one in numeric + levels] for lines in members]
        reach = sum(4 * max(map(abs, one)) * (sum(map(abs, one)) + max(map(abs, one))) for one in zip(*rows, strict=True))
        if scale == 1 or reach < 2**53:
            return rows, len(numeric)
        scale //= 2


def grouped(labels):
    """Lines that share a label."""
    groups = {}
    for line, label in enumerate(labels):
        if label:
            groups.setdefault(label, []).append(line)
    return groups


def units_of(rules, seed, list_):
    """Members, loads, conflicts, tolerance: units in the order drawn."""
    ids = place_column(list_, list_[0]["columns"][0])
    keys = order_keys(seed, ids, rules.get("source", "ticket"), rules.get("first", "lowest"))
    together, classes = place_column(list_, "together"), rules["classes"]
    members = sorted([*grouped(together).values(), *([line] for line, label in enumerate(together) if not label)],
                     key=lambda lines: min((keys[line], ids[line]) for line in lines))
    needs, places = needs_of(list_)
    loads = [sum(10**places + needs[line] for line in lines) for lines in members]
    unit_of = {line: unit for unit, lines in enumerate(members) for line in lines}
    tolerance = rules.get("size_tolerance", 1) * 10**places
    if classes > len(members) or max(loads) > (sum(loads) + (classes - 1) * tolerance) // classes:
        raise ValueError("groups do not fit the classes")
    conflicts = [set() for _ in members]
    for name in ("apart", rules.get("same_name_apart") or ""):
        for lines in grouped(place_column(list_, name)).values():
            units = {unit_of[line] for line in lines}
            if name == "apart" and len(lines) > 1 and (len(units) < len(lines) or len(lines) > classes):
                raise ValueError("pupils to be apart cannot be")
            if name == "apart" or len(units) <= classes:
                for unit in units:
                    conflicts[unit] |= units - {unit}
    return members, loads, [sorted(each) for each in conflicts], tolerance


def deal(units, classes, order, strata, snake=False):
    """The first hand."""
    _, loads, conflicts, tolerance = units
    placed, held, counts = [-1] * len(order), [0] * classes, [{} for _ in range(classes)]
    for turn, unit in enumerate(sorted(order, key=lambda unit: (-len(conflicts[unit]), -loads[unit]))):
        taken, back = {placed[other] for other in conflicts[unit]}, snake and turn // classes % 2 == 1
        group = abs(min((held[each], counts[each].get(strata[unit], 0), -each if back else each)
                        for each in range(classes) if each not in taken)[2])
        placed[unit] = group
        held[group] += loads[unit]
        counts[group][strata[unit]] = counts[group].get(strata[unit], 0) + 1
    while max(held) - min(held) > tolerance:
        full, spare = held.index(max(held)), held.index(min(held))
        gap, best = held[full] - held[spare], None
        coming = [-1, *(unit for unit, group in enumerate(placed) if group == spare)]
        for out in (unit for unit, group in enumerate(placed) if group == full):
            for back in coming:
                shift = loads[out] - (loads[back] if back >= 0 else 0)
                if 0 < shift < gap and (best is None or abs(gap - 2 * shift) < best[0]) and may_swap(
                        conflicts, placed, out, back, full, spare):
                    best = (abs(gap - 2 * shift), out, back, shift)
        if best is None:
            raise ValueError("sizes cannot be even")
        placed[best[1]] = spare
        if best[2] >= 0:
            placed[best[2]] = full
        held[full] -= best[3]
        held[spare] += best[3]
    return placed


def may_swap(conflicts, placed, one, other, mine, theirs):
    """Whether `one` of class `mine` and `other` of class `theirs` (-1: nobody) can change places."""
    return (all(placed[unit] != theirs or unit == other for unit in conflicts[one])
            and (other < 0 or all(placed[unit] != mine or unit == one for unit in conflicts[other])))


def swap(rows, placed, sums, one, other):
    """Two units change places."""
    mine, theirs = placed[one], placed[other]
    change = [b - a for a, b in zip(rows[one], rows[other], strict=True)]
    sums[mine] = [held + each for held, each in zip(sums[mine], change, strict=True)]
    sums[theirs] = [held - each for held, each in zip(sums[theirs], change, strict=True)]
    placed[one], placed[other] = theirs, mine


def swap_round(rows, loads, conflicts, placed, sums, budget):
    """Part one of the search."""
    count, steps, moved, apart = len(rows), 0, False, 1
    while steps < budget and count > 1:
        for one in range(count):
            other = (one + apart) % count
            mine, theirs = placed[one], placed[other]
            if mine == theirs or loads[one] != loads[other]:
                continue
            steps += 1
            gain = 0
            for a, b, here, there in zip(rows[one], rows[other], sums[mine], sums[theirs]):  # noqa: B905
                gain += (b - a) * (here - there + b - a)
            if gain < 0 and may_swap(conflicts, placed, one, other, mine, theirs):
                swap(rows, placed, sums, one, other)
                moved = True
        apart += 1
        if apart > count // 2:
            if not moved:
                return
            apart, moved = 1, False


def clipped(value):
    """The square of a distance, counted up to a limit."""
    return min(abs(value), 1024) ** 2


def weight_of(a, b):
    """How far two classes lie from each other and from the whole."""
    return sum(clipped(x - y) * (6 * clipped(x + y) + clipped(x - y)) for x, y in zip(a, b, strict=True))


def exchange(rows, numeric, kinds, conflicts, placed, sums, budget):
    """Part two of the search."""
    classes, steps, turn = len(sums), 0, 0
    while steps < budget:
        weights = {(a, b): weight_of(sums[a][:numeric], sums[b][:numeric]) for a in range(classes) for b in range(a + 1, classes)}
        moved = False
        for _ in range(3 * classes):
            if steps >= budget or not weights:
                break
            one, other = max(weights, key=lambda pair: (weights[pair], -pair[0], -pair[1]))
            weight = weights.pop((one, other))
            if not weight:
                return
            windows = []
            for group in (one, other):
                free = [unit for unit, held in enumerate(placed) if held == group and not conflicts[unit]]
                windows.append(free if len(free) <= 96 else [free[(place + turn * 48) % len(free)] for place in range(96)])
            kept = sorted((sum((y - x) ** 2 for x, y in zip(rows[a][:numeric], rows[b][:numeric], strict=True)), count)
                          for count, (a, b) in enumerate((a, b) for a in windows[0] for b in windows[1])
                          if kinds[a] == kinds[b])[:128]
            kept = [(windows[0][at // len(windows[1])], windows[1][at % len(windows[1])]) for _, at in kept]
            swaps, looked = best_exchange(rows, numeric, kept, sums[one], sums[other], turn * 683 % 1024, weight)
            steps += looked
            for a, b in swaps:
                swap(rows, placed, sums, a, b)
            if swaps:
                moved = True
                for pair in ((min(group, each), max(group, each)) for group in (one, other) for each in range(classes)
                             if each not in (one, other)):
                    weights[pair] = weight_of(sums[pair[0]][:numeric], sums[pair[1]][:numeric])
        if not moved:
            return
        turn += 1


def best_exchange(rows, numeric, kept, mine, theirs, shift, weight):
    """One, two or four swaps after which the weight is least, and the steps taken."""
    changes = [[2 * (y - x) for x, y in zip(rows[a][:numeric], rows[b][:numeric], strict=True)] for a, b in kept]
    gaps = [x - y for x, y in zip(mine[:numeric], theirs[:numeric], strict=True)]
    sides = [6 * clipped(x + y) for x, y in zip(mine[:numeric], theirs[:numeric], strict=True)]
    limit, steps, best, hashed = isqrt(weight), 0, [], list(zip(range(min(6, numeric)), gaps))  # noqa: B905
    none, pairs, heads, following = [0] * numeric, [], [-1] * 8192, []

    def lighter(change, more):
        total = 0
        for gap, a, b, side in zip(gaps, change, more, sides):  # noqa: B905
            square = (gap + a + b) ** 2
            if square > limit:
                return -1
            total += square * (side + square)
            if total >= weight:
                return -1
        return total

    for count, (a, b) in enumerate(kept):
        steps += 1
        if (less := lighter(changes[count], none)) >= 0:
            weight, limit, best = less, isqrt(less), [(a, b)]
        for before in range(count):
            c, d = kept[before]
            if a == c or b == d:
                continue
            both = [x + y for x, y in zip(changes[count], changes[before])]  # noqa: B905
            steps += 1
            if (less := lighter(both, none)) >= 0:
                weight, limit, best = less, isqrt(less), [(a, b), (c, d)]
            wanted = bucket = 0
            for at, gap in hashed:
                wanted = wanted * 31 + (shift - gap - both[at]) // 1024
                bucket = bucket * 31 + (shift + both[at]) // 1024
            place = heads[wanted % 8192]
            for _ in range(16):
                if place < 0:
                    break
                steps += 1
                e, f, held = pairs[place]
                if (less := lighter(both, held)) >= 0:
                    four = [(a, b), (c, d), kept[e], kept[f]]
                    if len({one for one, _ in four}) == len({other for _, other in four}) == 4:
                        weight, limit, best = less, isqrt(less), four
                place = following[place]
            following.append(heads[bucket % 8192])
            heads[bucket % 8192] = len(pairs)
            pairs.append((count, before, both))
    return best, steps


def checked(rules):
    """Raises ValueError for rules that are not of the shape that a placement takes."""
    def count(held):
        return type(held) is int and held >= 0

    def texts(held):
        return isinstance(held, list) and all(isinstance(each, str) for each in held)

    def spec(held):
        return (isinstance(held, dict) and isinstance(held.get("column"), str) and count(held.get("weight", 1))
                and held.get("kind", "numeric") in ("numeric", "categorical") and count(held.get("tolerance", 0))
                and isinstance(held.get("levels", {}), dict) and texts(list(held.get("levels", {}).values())))

    steps = rules.get("steps", {"swaps": 0, "exchanges": 0})
    fits = (count(rules.get("classes")) and rules["classes"] > 0
            and all(count(rules.get(key, 0)) for key in ("size_tolerance", "redraws"))
            and texts([rules.get(key, "") for key in ("source", "first", "same_name_apart")])
            and isinstance(steps, dict) and all(count(steps.get(key)) for key in ("swaps", "exchanges"))
            and all(texts(rules.get(key, [])) for key in ("by", "teams"))
            and all(isinstance(rules.get(key, []), list) and all(map(spec, rules.get(key, [])))
                    for key in ("covariates", "strata")))
    if not fits:
        raise ValueError("the rules are not as they must be")


def run_balanced(rules, seed, lists):
    """`balanced/1`."""
    checked(rules)
    list_, classes = lists["roster"], rules["classes"]
    units = units_of(rules, seed, list_)
    members, loads, conflicts, _ = units
    placed = deal(units, classes, range(len(members)), [""] * len(members))
    rows, numeric = rows_of(list_, rules["covariates"], members)
    if rows[0]:
        sums = [[sum(each) for each in zip([0] * len(rows[0]), *(row for row, group in zip(rows, placed, strict=True)
                                                              if group == one), strict=True)] for one in range(classes)]
        swap_round(rows, loads, conflicts, placed, sums, rules["steps"]["swaps"])
        if numeric and classes > 1:
            kinds = [(load, *row[numeric:]) for load, row in zip(loads, rows, strict=True)]
            exchange(rows, numeric, kinds, conflicts, placed, sums, rules["steps"]["exchanges"])
    return placement(rules, seed, members, placed)


def run_lottery(rules, seed, lists):
    """`lottery/1`."""
    checked(rules)
    list_ = lists["roster"]
    for turn in range(rules["redraws"] + 1):
        units = units_of(rules, f"{seed}#{turn}" if turn else seed, list_)
        strata = strata_of(rules, list_, units[0])
        placed = deal(units, rules["classes"], sorted(range(len(strata)), key=strata.__getitem__), strata)
        if within(rules, list_, units[0], placed):
            return {**placement(rules, seed, units[0], placed), "redraws": turn}
    raise ValueError("no draw is within tolerance")


def run_snake(rules, seed, lists):
    """`snake/1`."""
    checked(rules)
    list_ = lists["roster"]
    units = units_of(rules, seed, list_)
    strata = strata_of(rules, list_, units[0])
    scores = [standardised(numbers_of(list_, name), 1, 1, 512) for name in rules["by"]]
    height = [sum(score[line] for score in scores for line in lines) for lines in units[0]]
    order = sorted(range(len(strata)), key=lambda unit: (strata[unit], -height[unit]))
    return placement(rules, seed, units[0], deal(units, rules["classes"], order, strata, snake=True))


def strata_of(rules, list_, members):
    """The stratum of each unit: that of its first line."""
    strata = [levels_of(list_, each) for each in rules["strata"]]
    return ["\x1f".join(each[lines[0]] for each in strata) for lines in members]


def within(rules, list_, members, placed):
    """Whether the widest gaps keep the tolerances."""
    groups = [[line for lines, group in zip(members, placed, strict=True) if group == one for line in lines]
              for one in range(rules["classes"])]
    for each in rules["covariates"]:
        if each.get("tolerance") is not None:
            numeric, levels = columns_of(list_, [{**each, "weight": 1}], 512)
            for one in numeric + levels:
                sums = [(sum(one[line] for line in lines), len(lines)) for lines in groups]
                if any((s * m - t * n) * 1000 > each["tolerance"] * 512 * n * m for s, n in sums for t, m in sums):
                    return False
    return True


def run_late(rules, seed, lists):
    """`late/1`."""
    checked(rules)
    list_, count = lists["roster"], rules["classes"]
    ids = place_column(list_, list_[0]["columns"][0])
    placed = [int(cell or 0) for cell in place_column(list_, "class")]
    if any(not 0 <= group <= count for group in placed):
        raise ValueError("there is no such class")
    needs, places = needs_of(list_)
    rows, _ = rows_of(list_, rules["covariates"], [[line] for line in range(len(placed))])
    loads, sums, choice = [0] * (count + 1), [[0] * len(rows[0]) for _ in range(count + 1)], drawn(rules, seed, "class", count)
    keys = order_keys(seed, ids, rules.get("source", "ticket"), rules.get("first", "lowest"))
    together, apart = place_column(list_, "together"), place_column(list_, "apart")
    waiting = sorted((line for line, group in enumerate(placed) if not group), key=lambda line: (keys[line], ids[line]))
    for line in [*(line for line, group in enumerate(placed) if group), *waiting]:
        if not placed[line]:
            shut = {placed[other] for other, label in enumerate(apart) if label and label == apart[line] and other != line}
            home = {placed[other] for other, label in enumerate(together) if label and label == together[line]} - {0}
            free = [group for group in (sorted(home) or choice) if group not in shut]
            placed[line] = min(free, key=lambda group: (
                loads[group], sum(each * (2 * held + each) for held, each in zip(sums[group], rows[line], strict=True)),
                choice.index(group)))
        group = placed[line]
        loads[group] += 10**places + needs[line]
        sums[group] = [held + each for held, each in zip(sums[group], rows[line], strict=True)]
    return {"classes": placed}


def run_tutors(rules, seed, lists):
    """`tutors/1`."""
    (named, rows), tutors = lists["roster"], lists["tutors"]
    names = place_column(tutors, tutors[0]["columns"][0])
    loads_of = [place_column(tutors, name) for name in ("most", "least")]
    if not all(cell.isascii() and cell.isdecimal() for cells in loads_of for cell in cells if cell):
        raise ValueError("loads are whole numbers")
    most, least = ([int(cell or 0) for cell in cells] for cells in loads_of)
    if sum(most) < len(rows) or sum(least) > len(rows) or any(low > high for low, high in zip(least, most, strict=True)):
        raise ValueError("the loads do not fit")

    def order_of(ids):
        keys = order_keys(seed, ids, "ticket", rules.get("first", "lowest"))
        return sorted(range(len(ids)), key=lambda place: (keys[place], ids[place], place))

    turn, known = {tutor: place for place, tutor in enumerate(order_of(names))}, {name: at for at, name in enumerate(names)}
    wishes, avoid = column(named, rows, "choices"), column(named, rows, "avoid")
    order = order_of(column(named, rows, named["columns"][0]))
    given, wish_of, loads, left, lacking = [-1] * len(order), [0] * len(order), [0] * len(most), len(order), sum(least)
    for line in order:
        for number, wish in enumerate(wishes[line].split(";"), start=1):
            tutor = known.get(normal(wish), -1) if wishes[line] else -1
            needed = lacking - (tutor >= 0 and loads[tutor] < least[tutor])
            if tutor >= 0 and loads[tutor] < most[tutor] and left - 1 >= needed and names[tutor] != avoid[line]:
                given[line], wish_of[line], lacking, left = tutor, number, needed, left - 1
                loads[tutor] += 1
                break
    for line in order:
        if given[line] < 0:
            free = [tutor for tutor in turn if loads[tutor] < most[tutor] and names[tutor] != avoid[line]]
            given[line] = min(free, key=lambda tutor: (-max(0, least[tutor] - loads[tutor]), loads[tutor], turn[tutor]))
            loads[given[line]] += 1
    return {"tutors": [tutor + 1 for tutor in given], "wishes": wish_of}


def placement(rules, seed, members, placed):
    """Class numbers by line, and teams."""
    numbers, lines = drawn(rules, seed, "class", rules["classes"]), {}
    for group, unit in zip(placed, members, strict=True):
        lines |= dict.fromkeys(unit, numbers[group])
    teams = rules.get("teams") or []
    if teams and len(teams) != rules["classes"]:
        raise ValueError("there are as many teams as classes")
    return {"classes": [lines[line] for line in range(len(lines))],
            **({"teams": drawn(rules, seed, "team", len(teams))} if teams else {})}


def drawn(rules, seed, what, count):
    """The numbers 1…count in the order in which “class 1”, “class 2”, … are drawn."""
    names = [f"{what} {number}" for number in range(1, count + 1)]
    if rules.get("source", "ticket") == "ring":
        seed = ",".join(str((int(each) - 1) % count + 1) for each in seed.split(","))
    keys = order_keys(seed, names, rules.get("source", "ticket"), rules.get("first", "lowest"))
    return [place + 1 for place in sorted(range(count), key=lambda place: (keys[place], names[place]))]


# Rounds of admissions: docs/reference/match.md.


def order_values(cells):
    """Days, or numbers, as values that compare; None for empty cells."""
    day = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
    days = {cell: day.fullmatch(cell) for cell in cells if cell}
    if days and all(days.values()):
        parts = {cell: [int(each or 0) for each in part.groups()] for cell, part in days.items()}
        days = {cell: (date(*part[:3]), time(*part[3:])) for cell, part in parts.items()}
        return [days.get(cell) for cell in cells]
    return [exactly(cell) for cell in cells]


def exactly(cell):
    """A number; None for an empty cell."""
    return Fraction(plain_number(cell)) if cell else None


def whole(cell, least=0):
    """An integer not below `least`."""
    if int(plain_number(cell)) < least:
        raise ValueError(cell)
    return int(plain_number(cell))


def distinct(names, what):
    """Places of names that may neither be empty nor stand twice."""
    if len(set(names)) < len(names) or "" in names:
        raise ValueError(what)
    return {name: place for place, name in enumerate(names)}


WORDS = {"twins": ("ticket", "together"), "remainder": ("none", "pick_in_ticket_order"),
         "priorities": ("listed", "none"), "reserves": ("none", "listed")}


class Round:
    """A round: choices, ranks, seats; and who holds what: (school, number of the choice, reserved)."""

    def __init__(self, rules, seed, lists):
        self.people = {name: column(*lists["applicants"], name)
                       for name in ("applicant_id", "choices", "household", "group", "score")}
        ids, codes = self.people["applicant_id"], column(*lists["schools"], "school_code")
        line, self.place = distinct(ids, "applicants"), distinct(codes, "schools")
        self.seats = [whole(cell) for cell in column(*lists["schools"], "seats")]
        self.labels = [household or own for household, own in zip(self.people["household"], ids, strict=True)]
        keys = order_keys(seed, self.labels, rules["source"], rules["ticket_order"])
        self.turn = {who: turn for turn, who in enumerate(sorted(range(len(ids)), key=lambda who: (keys[who], ids[who])))}
        self.standing = {(who, school): (1, False, 0) for who in range(len(ids)) for school in range(len(codes))} if (
            rules["priorities"] == "none") else self.stands(lists["priorities"], line)
        chosen = [[self.place[code] for part in cell.split(";") if (code := normal(part))] for cell in self.people["choices"]]
        if any(len(set(each)) < len(each) for each in chosen):
            raise ValueError("a choice stands twice")
        self.choices = [[(number, s) for number, s in enumerate(each, 1) if (who, s) in self.standing]
                        for who, each in enumerate(chosen)]
        self.rank = {pair: (*stands, self.turn[pair[0]]) for pair, stands in self.standing.items()}
        if rules["mechanism"] == "score_parallel":
            score = [exactly(cell) for cell in self.people["score"]]
            self.rank = {pair: (-score[pair[0]], self.turn[pair[0]]) for pair in self.standing}
        rows = list(zip(*(column(*lists["reserves"], name) for name in ("school_code", "group", "seats")), strict=True)) if (
            rules["reserves"] == "listed") else []
        if not all(group for _, group, _ in rows):
            raise ValueError("reserves")
        distinct([row[:2] for row in rows], "reserves")
        self.reserve, self.held = {(self.place[code], group): whole(seats) for code, group, seats in rows}, {}

    def stands(self, held, line):
        """Tier and order of each applicant at each school."""
        names, codes, tiers = (column(*held, name) for name in ("applicant_id", "school_code", "tier"))
        pairs = [(line[name], self.place[code]) for name, code in zip(names, codes, strict=True)]
        distinct(pairs, "priorities")
        orders = order_values(column(*held, "order"))
        return {pair: (whole(tier, 1), order is None, 0 if order is None else order)
                for pair, tier, order in zip(pairs, tiers, orders, strict=True)}

    def call(self, school, asking, seats, reserve):
        """Members of groups for reserved seats, then everyone for what is left: {who: reserved}."""
        taken, ranked = {}, sorted(asking, key=lambda who: self.rank[who, school])
        for who in ranked:
            mine = (school, self.people["group"][who])
            if reserve.get(mine, 0) and len(taken) < seats:
                reserve[mine] -= 1
                taken[who] = True
        for who in ranked:
            if who not in taken and len(taken) < seats:
                taken[who] = False
        return taken

    def step_by_step(self, by_tier):
        """志愿优先, 顺位录取."""
        steps = {}
        for who, choices in enumerate(self.choices):
            for number, school in choices:
                tier = self.standing[who, school][0] if by_tier else 0
                steps.setdefault((tier, number), {}).setdefault(school, []).append(who)
        left = list(self.seats)
        for (_, number), schools in sorted(steps.items()):
            for school, asking in schools.items():
                taken = self.call(school, [who for who in asking if who not in self.held], left[school], self.reserve)
                left[school] -= len(taken)
                self.held.update({who: (school, number, reserved) for who, reserved in taken.items()})

    def deferred(self):
        """延迟接受, 平行志愿."""
        tried, keeps = [0] * len(self.choices), [{} for _ in self.seats]
        asking = list(range(len(self.choices)))
        while asking:
            asks = {}
            for who in asking:
                if tried[who] < len(self.choices[who]):
                    asks.setdefault(self.choices[who][tried[who]][1], []).append(who)
            asking = []
            for school, new in asks.items():
                all_of = [*keeps[school], *new]
                keeps[school] = self.call(school, all_of, self.seats[school], dict(self.reserve))
                asking += [who for who in all_of if who not in keeps[school]]
            for who in asking:
                tried[who] += 1
        self.held = {who: (school, self.choices[who][tried[who]][0], reserved)
                     for school, kept in enumerate(keeps) for who, reserved in kept.items()}


def run_match(mechanism):
    """The replay of one mechanism."""
    def run(rules, seed, lists):
        if rules["mechanism"] != mechanism or any(rules[key] not in words for key, words in WORDS.items()):
            raise ValueError("rules")
        held = Round(rules, seed, lists)
        if mechanism in ("choice_first", "tier_first"):
            held.step_by_step(mechanism == "tier_first")
        else:
            held.deferred()
        extra = twins(held) if rules["twins"] == "together" else []
        if rules["remainder"] != "none":
            remainder(held, extra)
        people = range(len(held.choices))
        return {"schools": [held.held[who][0] + 1 if who in held.held else 0 for who in people],
                "choices": [held.held[who][1] if who in held.held else 0 for who in people],
                "reserved": [who + 1 for who in people if who in held.held and held.held[who][2]],
                "extra": sorted(who + 1 for who in extra)}
    return run


def twins(held):
    """Extra seats beside a twin, choice by choice; who sits on one."""
    families, extra = {}, []
    for who, label in enumerate(held.labels):
        families.setdefault(label, []).append(who)
    for number in range(1, 1 + max((number for each in held.choices for number, _ in each), default=0)):
        for members in families.values():
            taking = {held.held[who][0] for who in members if who in held.held and held.held[who][1] == number}
            for who in members if taking else ():
                school = dict(held.choices[who]).get(number)
                if school in taking and not (who in held.held and held.held[who][1] <= number):
                    held.held[who] = (school, number, False)
                    extra.append(who)
    return extra


def remainder(held, extra):
    """Whoever is left, by ticket, to the eligible school with a seat left that has the lowest code."""
    left = list(held.seats)
    for who, (school, _, _) in held.held.items():
        left[school] -= who not in extra
    ascending = [held.place[code] for code in sorted(held.place)]
    for who in sorted(held.turn, key=held.turn.get):
        school = None if who in held.held else next((s for s in ascending if left[s] and (who, s) in held.standing), None)
        if school is not None:
            left[school] -= 1
            held.held[who] = (school, 0, False)


REPLAYS = {
    ("order", "order/1"): run_order, ("placement", "balanced/1"): run_balanced, ("placement", "lottery/1"): run_lottery,
    ("placement", "snake/1"): run_snake, ("placement", "late/1"): run_late, ("placement", "tutors/1"): run_tutors,
    **{("match", f"{name}/1"): run_match(name) for name in (
        "choice_first", "tier_first", "score_parallel", "deferred_acceptance")},
}


# Seeds.


def joined(made, shares):
    """The seed of sealed shares, those that do not fit left out; None where too few fit."""
    parts = [normal(share) for seal, share in zip(made["seals"], shares)  # noqa: B905
             if share and sha256(normal(share).encode()).hexdigest() == seal]
    return None if len(parts) < made.get("needed", len(made["seals"])) else "-".join(parts)


def seed_fault(seed, notice, shares):
    """What is wrong with a seed; "" when nothing."""
    if not seed or seed != normal(seed):
        return "not normal"
    made = (notice or {}).get("seed_made")
    if not shares or not isinstance(made, dict) or made.get("how") != "shares" or made.get("missing") == "balls":
        return ""
    try:
        return "" if joined(made, shares) == seed else "shares"
    except (KeyError, TypeError):
        return "shares"


# The verdict.


def texts(held):
    """Whether something is a list of texts."""
    return isinstance(held, list) and all(isinstance(each, str) for each in held)


def list_is_right(named):
    """Whether one list is described as the format asks."""
    return (
        isinstance(named, dict) and set(named) == LIST_KEYS and texts([named.get(key) for key in ("name", "digest", "locators")])
        and named["name"] != "" and not set("/\\\0") & set(named["name"]) and type(named.get("lines")) is int
        and all(texts(named.get(key)) for key in ("columns", "numeric", "titles"))
        and 0 < len(named["columns"]) == len(set(named["columns"])) and set(named["numeric"]) <= set(named["columns"])
    )


def misshapen(held):
    """The first key that is missing, unknown or not of its kind; "" when all are right."""
    lists = held.get("lists")
    if not isinstance(lists, list) or not all(map(list_is_right, lists)):
        return "lists"
    if len({named["name"] for named in lists}) < len(lists):
        return "lists"
    for key, kinds in (("rules", dict), ("outcome", dict), ("seed", str), ("digest", str)):
        if not isinstance(held.get(key), kinds):
            return key
    if "notice" not in held or not isinstance(held["notice"], (str, type(None))):
        return "notice"
    return min(set(held) - KEYS, default="")


def exact(held):
    """Whether an object holds only texts and integers below 2^53; half a surrogate pair is no text."""
    if isinstance(held, dict):
        return all(map(exact, held)) and all(map(exact, held.values()))
    if isinstance(held, list):
        return all(map(exact, held))
    if isinstance(held, str):
        return not re.search("[\ud800-\udfff]", held)
    return held is None or isinstance(held, bool) or (isinstance(held, int) and -EXACT <= held <= EXACT)


def digest(held):
    """SHA-256 of the canonical text of an object without its digest."""
    bare = {key: value for key, value in held.items() if key != "digest"}
    return sha256(json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def against_notice(held, notice):
    """Where a draw parts from its notice; "" when it does not."""
    if not exact(notice) or notice.get("digest") != digest(notice):
        return "digest"
    if held.get("notice") != notice["digest"]:
        return "another notice"
    return next((key for key in ("kind", "algorithm", "lists", "rules") if difference(held.get(key), notice.get(key))), "")


def difference(said, again, path=""):
    """The first place in which two outcomes differ."""
    if isinstance(said, dict) and isinstance(again, dict):
        if set(said) != set(again):
            return f"{path or 'keys'} {' '.join(sorted(set(said) ^ set(again)))}"
        return next((found for key in sorted(said) if (found := difference(said[key], again[key], path + key))), "")
    if isinstance(said, list) and isinstance(again, list):
        if len(said) != len(again):
            return f"{path} has {len(said)} entries, {len(again)} follow"
        return next((found for place, entry in enumerate(said)
                     if (found := difference(entry, again[place], f"{path} {place + 1}"))), "")
    if type(said) is type(again) and said == again:
        return ""
    return f"{path}: {json.dumps(said, ensure_ascii=False)} stands, {json.dumps(again, ensure_ascii=False)} follows"


def verdict(held, files, notice=None, shares=()):
    """Lines (what, whether it holds, where not). `files` gives the rows of a list by its name, or None."""
    said = [held.get(key) if isinstance(held.get(key), str) else "?" for key in ("format", "kind", "algorithm")]
    known = said[0] == FORMAT and tuple(said[1:]) in REPLAYS
    where = misshapen(held) if known else " ".join(said)
    yield "format", not where, where
    if where:
        return
    if not exact(held):
        yield "seal", False, "numbers"
        return
    yield "seal", held["digest"] == digest(held), ""
    if notice is not None:
        where = against_notice(held, notice)
        yield "notice", not where, where
    lists = {}
    for named in held["lists"]:
        rows = files(named["name"])
        lines = None if rows is None else frozen(named, rows)
        where = "missing" if lines is None else parting(named, lines)
        yield f"list {named['name']}", not where, where
        if where:
            return
        lists[named["name"]] = (named, lines)
    where = seed_fault(held["seed"], notice, shares)
    yield "seed", not where, where
    try:
        where = difference(held["outcome"], REPLAYS[tuple(said[1:])](held["rules"], held["seed"], lists))
    except (ValueError, KeyError, TypeError, IndexError, ZeroDivisionError) as fault:
        where = f"cannot run: {fault}"
    yield "outcome", not where, where


def read_object(place):
    """The JSON object in a file. Raises ValueError."""
    def no_number(name):
        raise ValueError(f"{name} is no number")

    try:
        held = json.loads(Path(place).read_bytes(), parse_constant=no_number)
    except RecursionError:
        raise ValueError(f"{place}: nested too deep") from None
    if not isinstance(held, dict):
        raise ValueError(f"{place}: not a transcript or notice")
    return held


def options(words):
    """Files, notice and shares of the words of the command line. Raises IndexError for an option without its word."""
    rest, found = [], {"--notice": [], "--share": []}
    words = list(words)
    while words:
        word = words.pop(0)
        if word in found:
            found[word].append(words.pop(0))
        else:
            rest.append(word)
    return rest, found["--notice"], found["--share"]


def main(words):
    """Check the files named on the command line."""
    try:
        names, notice, shares = options(words)
    except IndexError:
        names = []
    if len(names) != 2 or len(notice) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    roster = Path(names[1])

    def files(name):
        place = roster / f"{name}.csv" if roster.is_dir() else roster
        return read_csv(place.read_bytes()) if place.is_file() else None

    try:
        if not roster.exists():
            raise FileNotFoundError(f"{roster}: not there")
        held = read_object(names[0])
        lines = list(verdict(held, files, read_object(notice[0]) if notice else None, shares))
    except (OSError, ValueError, RecursionError) as fault:
        print(f"cannot be read: {fault}", file=sys.stderr)
        return 3
    for code, holds, detail in lines:
        line = f"{'ok  ' if holds else 'FAIL'}  {code}{': ' + detail if detail else ''}"
        print(line.encode(sys.stdout.encoding or "ascii", "backslashreplace").decode(sys.stdout.encoding or "ascii"))
    return 0 if all(holds for _, holds, _ in lines) else 4


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
