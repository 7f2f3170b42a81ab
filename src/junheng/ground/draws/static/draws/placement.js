/* Placement of pupils into classes, run again in a browser. The rules in words: docs/reference/placement.md. */
"use strict";

(function (draws) {
  const SCALE = 512, EXACT = 2n ** 53n, FINE = 40n;
  const has = (held, key) => Object.prototype.hasOwnProperty.call(held, key);
  const or = (held, key, other) => (has(held, key) && held[key] !== null ? held[key] : other);

  /* Texts by code point. */
  function byText(one, other) {
    const a = Array.from(one, (sign) => sign.codePointAt(0)), b = Array.from(other, (sign) => sign.codePointAt(0));
    for (let at = 0; at < a.length && at < b.length; at += 1) if (a[at] !== b[at]) return a[at] - b[at];
    return a.length - b.length;
  }

  // Columns.

  function column(list, name) {
    const place = list.columns.indexOf(name);
    return list.rows.map((row) => (place < 0 ? "" : row[place]));
  }

  /* Decimals as BigInts in one common unit of 10^-p, with p; null for empty ones. */
  function wholeNumbers(texts) {
    const parts = texts.map((text) => text.split("."));
    const places = parts.reduce((most, part) => Math.max(most, (part[1] || "").length), 0);
    return [parts.map((part, at) => (texts[at] ? BigInt(part[0] + (part[1] || "").padEnd(places, "0")) : null)), places];
  }

  function numbersOf(list, name) {
    const cells = column(list, name);
    if ((list.numeric || []).includes(name)) return wholeNumbers(cells)[0];
    return cells.map((cell) => {
      if (!cell) return null;
      const day = /^([0-9]{4})[-/.\u5e74]?([0-9]{1,2})/.exec(cell);
      if (!day || Number(day[2]) < 1 || Number(day[2]) > 12) throw new Error(`${cell} is not a day or a month`);
      return BigInt(Number(day[1]) * 12 + Number(day[2]) - 1);
    });
  }

  function needsOf(list) {
    if (list.columns.includes("needs") && !(list.numeric || []).includes("needs")) throw new Error("needs are numbers");
    const [needs, places] = wholeNumbers(column(list, "needs"));
    return [needs.map((need) => Number(need || 0n)), places];
  }

  function rootOfBig(value) {
    if (value < 2n) return value;
    let low = 1n << BigInt((value.toString(2).length + 1) >> 1);
    for (;;) {
      const next = (low + value / low) >> 1n;
      if (next >= low) return low;
      low = next;
    }
  }

  function floorDivided(one, other) {
    const whole = one / other;
    return one % other < 0n ? whole - 1n : whole;
  }

  /* Whole numbers of 1/scale standard deviations from the mean, times weight/heaviest. */
  function standardised(values, weight = 1, heaviest = 1, scale = SCALE) {
    const known = values.filter((value) => value !== null), count = BigInt(known.length);
    let total = 0n, squares = 0n;
    for (const value of known) {
      total += value;
      squares += value * value;
    }
    const spread = rootOfBig((count * squares - total * total) << FINE);
    if (!spread) return values.map(() => 0);
    const times = BigInt(2 * weight * scale), half = BigInt(heaviest) * spread;
    return values.map((value) => (value === null ? 0
      : Number(floorDivided(((times * (count * value - total)) << (FINE / 2n)) + half, 2n * half))));
  }

  function levelsOf(list, spec) {
    const means = or(spec, "levels", {});
    return column(list, spec.column).map((cell) => or(means, cell, cell));
  }

  function shownLevels(levels) {
    const counts = new Map();
    for (const level of levels) counts.set(level, (counts.get(level) || 0) + 1);
    const sorted = [...counts.keys()].sort(byText);
    return counts.size <= 2 ? sorted.slice(0, counts.size - 1) : sorted.filter((level) => counts.get(level) > 1);
  }

  function columnsOf(list, covariates, scale) {
    const heaviest = Math.max(0, ...covariates.map((each) => or(each, "weight", 1))) || 1, numeric = [], levels = [];
    for (const each of covariates) {
      const weight = or(each, "weight", 1);
      if (each.kind === "numeric") {
        numeric.push(standardised(numbersOf(list, each.column), weight, heaviest, scale));
      } else if (each.kind === "categorical") {
        const said = levelsOf(list, each);
        for (const level of shownLevels(said)) {
          levels.push(standardised(said.map((one) => (one === level ? 1n : 0n)), weight, heaviest, scale));
        }
      } else throw new Error(`no covariate ${each.kind}`);
    }
    const differs = (values) => values.some((value) => value !== 0);
    return [numeric.filter(differs), levels.filter(differs)];
  }

  const summed = (values) => values.reduce((total, value) => total + value, 0);

  function rowsOf(list, covariates, members) {
    for (let scale = SCALE; ; scale = Math.floor(scale / 2)) {
      const [numeric, levels] = columnsOf(list, covariates, scale), columns = [...numeric, ...levels];
      const rows = members.map((lines) => columns.map((values) => summed(lines.map((line) => values[line]))));
      let reach = 0n;
      columns.forEach((_, at) => {
        const sizes = rows.map((row) => Math.abs(row[at])), widest = sizes.reduce((most, size) => Math.max(most, size), 0);
        reach += 4n * BigInt(widest) * (BigInt(summed(sizes)) + BigInt(widest));
      });
      if (scale === 1 || reach < EXACT) return [rows, numeric.length];
    }
  }

  // Units.

  function grouped(labels) {
    const groups = new Map();
    labels.forEach((label, line) => {
      if (!label) return;
      if (!groups.has(label)) groups.set(label, []);
      groups.get(label).push(line);
    });
    return [...groups.values()];
  }

  function keysOf(rules, seed, names) {
    return draws.orderKeys({ seed, names, source: or(rules, "source", "ticket"), first: or(rules, "first", "lowest") });
  }

  function unitsOf(rules, seed, list) {
    const ids = list.rows.map((row) => row[0]), keys = keysOf(rules, seed, ids), together = column(list, "together");
    const before = (a, b) => byText(keys[a], keys[b]) || byText(ids[a], ids[b]);
    const members = [...grouped(together), ...ids.flatMap((_, line) => (together[line] ? [] : [[line]]))];
    const first = new Map(members.map((lines) => [lines, [...lines].sort(before)[0]]));
    members.sort((one, other) => before(first.get(one), first.get(other)));
    const [needs, places] = needsOf(list), one = 10 ** places;
    const loads = members.map((lines) => summed(lines.map((line) => one + needs[line])));
    const unitOf = new Map(members.flatMap((lines, unit) => lines.map((line) => [line, unit])));
    const tolerance = or(rules, "size_tolerance", 1) * one, classes = rules.classes;
    const largest = loads.reduce((most, load) => Math.max(most, load), 0);
    if (classes > members.length || largest > Math.floor((summed(loads) + (classes - 1) * tolerance) / classes)) {
      throw new Error("groups do not fit the classes");
    }
    const conflicts = members.map(() => new Set());
    for (const name of ["apart", or(rules, "same_name_apart", "")]) {
      for (const lines of grouped(column(list, name))) {
        const units = [...new Set(lines.map((line) => unitOf.get(line)))];
        if (name === "apart" && lines.length > 1 && (units.length < lines.length || lines.length > classes)) {
          throw new Error("pupils to be apart cannot be");
        }
        if (name !== "apart" && units.length > classes) continue;
        for (const unit of units) for (const other of units) if (other !== unit) conflicts[unit].add(other);
      }
    }
    return { members, loads, conflicts: conflicts.map((others) => [...others].sort((a, b) => a - b)), tolerance };
  }

  // The first hand.

  function deal(units, classes, order, strata, snake = false) {
    const { loads, conflicts } = units, placed = order.map(() => -1), held = new Array(classes).fill(0);
    const counts = held.map(() => new Map());
    const hands = [...order].sort((a, b) => conflicts[b].length - conflicts[a].length || loads[b] - loads[a]);
    hands.forEach((unit, turn) => {
      const taken = new Set(conflicts[unit].map((other) => placed[other]));
      const back = snake && Math.floor(turn / classes) % 2 === 1;
      let group = -1;
      const better = (each) => {
        if (group < 0) return true;
        const mine = counts[each].get(strata[unit]) || 0, best = counts[group].get(strata[unit]) || 0;
        return held[each] !== held[group] ? held[each] < held[group] : mine < best;
      };
      for (let turnOf = 0; turnOf < classes; turnOf += 1) {
        const each = back ? classes - 1 - turnOf : turnOf;
        if (!taken.has(each) && better(each)) group = each;
      }
      if (group < 0) throw new Error("the pupils to be apart leave some of them no class");
      placed[unit] = group;
      held[group] += loads[unit];
      counts[group].set(strata[unit], (counts[group].get(strata[unit]) || 0) + 1);
    });
    return evened(units, placed, held);
  }

  function evened({ loads, conflicts, tolerance }, placed, held) {
    for (;;) {
      const full = held.indexOf(Math.max(...held)), spare = held.indexOf(Math.min(...held)), gap = held[full] - held[spare];
      if (gap <= tolerance) return placed;
      let best = null;
      const coming = [-1];
      placed.forEach((group, unit) => { if (group === spare) coming.push(unit); });
      placed.forEach((group, out) => {
        if (group !== full) return;
        for (const back of coming) {
          const shift = loads[out] - (back < 0 ? 0 : loads[back]), left = Math.abs(gap - 2 * shift);
          if (shift > 0 && shift < gap && (!best || left < best.left) && draws.maySwap(conflicts, placed, out, back, full, spare)) {
            best = { left, out, back, shift };
          }
        }
      });
      if (!best) throw new Error("sizes cannot be even");
      placed[best.out] = spare;
      if (best.back >= 0) placed[best.back] = full;
      held[full] -= best.shift;
      held[spare] += best.shift;
    }
  }

  // The replays.

  function drawn(rules, seed, what, count) {
    const names = Array.from({ length: count }, (_, place) => `${what} ${place + 1}`);
    const ring = or(rules, "source", "ticket") === "ring";
    const mine = ring ? seed.split(",").map((each) => String(((Number(each) - 1) % count) + 1)).join() : seed;
    const keys = keysOf(rules, mine, names);
    return names.map((_, place) => place).sort((a, b) => byText(keys[a], keys[b]) || byText(names[a], names[b]))
      .map((place) => place + 1);
  }

  function outcome(rules, seed, members, placed, lines) {
    const numbers = drawn(rules, seed, "class", rules.classes), classes = new Array(lines).fill(0);
    members.forEach((unit, at) => unit.forEach((line) => { classes[line] = numbers[placed[at]]; }));
    const teams = or(rules, "teams", []);
    if (!teams.length) return { classes };
    if (teams.length !== rules.classes) throw new Error("there are as many teams as classes");
    return { classes, teams: drawn(rules, seed, "team", teams.length) };
  }

  function strataOf(rules, list, members) {
    const strata = rules.strata.map((each) => levelsOf(list, each));
    return members.map((lines) => strata.map((levels) => levels[lines[0]]).join("\x1f"));
  }

  function runBalanced(rules, seed, lists) {
    const list = lists.roster, units = unitsOf(rules, seed, list), { members } = units;
    const placed = deal(units, rules.classes, members.map((_, unit) => unit), members.map(() => ""));
    const [rows, numeric] = rowsOf(list, rules.covariates, members);
    if (rows[0].length) draws.search(rows, numeric, units, placed, rules.classes, rules.steps);
    return outcome(rules, seed, members, placed, list.rows.length);
  }

  function within(rules, list, members, placed) {
    const groups = Array.from({ length: rules.classes }, () => []);
    members.forEach((lines, unit) => groups[placed[unit]].push(...lines));
    return rules.covariates.every((each) => or(each, "tolerance", null) === null
      || columnsOf(list, [{ ...each, weight: 1 }], SCALE).flat().every((values) => {
        const sums = groups.map((lines) => [BigInt(summed(lines.map((line) => values[line]))), BigInt(lines.length)]);
        const allowed = BigInt(each.tolerance * SCALE);
        return sums.every(([s, n]) => sums.every(([t, m]) => (s * m - t * n) * 1000n <= allowed * n * m));
      }));
  }

  function runLottery(rules, seed, lists) {
    const list = lists.roster;
    for (let turn = 0; turn <= rules.redraws; turn += 1) {
      const units = unitsOf(rules, turn ? `${seed}#${turn}` : seed, list), strata = strataOf(rules, list, units.members);
      const order = strata.map((_, unit) => unit).sort((a, b) => byText(strata[a], strata[b]));
      const placed = deal(units, rules.classes, order, strata);
      if (within(rules, list, units.members, placed)) {
        return { ...outcome(rules, seed, units.members, placed, list.rows.length), redraws: turn };
      }
    }
    throw new Error("no draw is within tolerance");
  }

  function runSnake(rules, seed, lists) {
    const list = lists.roster, units = unitsOf(rules, seed, list), strata = strataOf(rules, list, units.members);
    const scores = rules.by.map((name) => standardised(numbersOf(list, name)));
    const height = units.members.map((lines) => summed(scores.flatMap((score) => lines.map((line) => score[line]))));
    const order = strata.map((_, unit) => unit).sort((a, b) => byText(strata[a], strata[b]) || height[b] - height[a]);
    return outcome(rules, seed, units.members, deal(units, rules.classes, order, strata, true), list.rows.length);
  }

  function runLate(rules, seed, lists) {
    const list = lists.roster, ids = list.rows.map((row) => row[0]), classes = rules.classes;
    const placed = column(list, "class").map((cell) => Number(cell || 0));
    if (!placed.every((group) => Number.isInteger(group) && group >= 0 && group <= classes)) throw new Error("no such class");
    const [needs, places] = needsOf(list);
    const [rows] = rowsOf(list, rules.covariates, ids.map((_, line) => [line]));
    const loads = new Array(classes + 1).fill(0), sums = loads.map(() => rows[0].map(() => 0));
    const choice = drawn(rules, seed, "class", classes), keys = keysOf(rules, seed, ids);
    const together = column(list, "together"), apart = column(list, "apart");
    const mates = (labels, line) => ids.flatMap((_, other) => (labels[line] && labels[other] === labels[line] && other !== line
      ? [placed[other]] : []));
    const enter = (line, group) => {
      placed[line] = group;
      loads[group] += 10 ** places + needs[line];
      rows[line].forEach((value, at) => { sums[group][at] += value; });
    };
    const waiting = ids.map((_, line) => line).filter((line) => !placed[line])
      .sort((a, b) => byText(keys[a], keys[b]) || byText(ids[a], ids[b]));
    placed.forEach((group, line) => { if (group) enter(line, group); });
    for (const line of waiting) {
      const shut = mates(apart, line), home = [...new Set(mates(together, line).filter((group) => group))].sort((a, b) => a - b);
      const free = (home.length ? home : choice).filter((group) => !shut.includes(group));
      if (!free.length) throw new Error(`pupil ${ids[line]} may go to no class`);
      const pull = (group) => summed(rows[line].map((value, at) => value * (2 * sums[group][at] + value)));
      enter(line, free.sort((a, b) => loads[a] - loads[b] || pull(a) - pull(b) || choice.indexOf(a) - choice.indexOf(b))[0]);
    }
    return { classes: placed };
  }

  function runTutors(rules, seed, { roster, tutors }) {
    const names = tutors.rows.map((row) => row[0]), ids = roster.rows.map((row) => row[0]);
    const [most, least] = ["most", "least"].map((name) => column(tutors, name).map((cell) => {
      if (!/^[0-9]*$/.test(cell)) throw new Error("loads are whole numbers");
      return Number(cell || 0);
    }));
    if (summed(most) < ids.length || summed(least) > ids.length || least.some((low, at) => low > most[at])) {
      throw new Error("the loads do not fit");
    }
    const orderOf = (held) => {
      const keys = draws.orderKeys({ seed, names: held, source: "ticket", first: has(rules, "first") ? rules.first : "lowest" });
      return held.map((_, place) => place).sort((a, b) => byText(keys[a], keys[b]) || byText(held[a], held[b]) || a - b);
    };
    const turns = orderOf(names), turn = new Map(turns.map((tutor, place) => [tutor, place]));
    const known = new Map(names.map((name, at) => [name, at])), avoid = column(roster, "avoid"), order = orderOf(ids);
    const wishes = column(roster, "choices").map((cell) => (cell ? cell.split(";").map((wish) => known.get(draws.normal(wish))) : []));
    const given = ids.map(() => -1), wishOf = ids.map(() => 0), loads = most.map(() => 0);
    let left = ids.length, lacking = summed(least);
    for (const line of order) {
      for (const [at, tutor] of wishes[line].entries()) {
        if (tutor === undefined || loads[tutor] >= most[tutor] || names[tutor] === avoid[line]) continue;
        const needed = lacking - (loads[tutor] < least[tutor] ? 1 : 0);
        if (left - 1 < needed) continue;
        [given[line], wishOf[line], lacking, left] = [tutor, at + 1, needed, left - 1];
        loads[tutor] += 1;
        break;
      }
    }
    for (const line of order.filter((each) => given[each] < 0)) {
      const free = turns.filter((tutor) => loads[tutor] < most[tutor] && names[tutor] !== avoid[line]);
      if (!free.length) throw new Error(`no tutor is left for pupil ${ids[line]}`);
      const lack = (tutor) => Math.max(0, least[tutor] - loads[tutor]);
      given[line] = free.sort((a, b) => lack(b) - lack(a) || loads[a] - loads[b] || turn.get(a) - turn.get(b))[0];
      loads[given[line]] += 1;
    }
    return { tutors: given.map((tutor) => tutor + 1), wishes: wishOf };
  }

  /* A replay that throws for rules that are not of the shape that it takes. */
  function shaped(run) {
    const isCount = (held) => Number.isInteger(held) && held >= 0, isText = (held) => typeof held === "string";
    const isTable = (held) => typeof held === "object" && held !== null && !Array.isArray(held);
    const get = (held, key, other) => (has(held, key) ? held[key] : other);
    const isSpec = (held) => isTable(held) && isText(get(held, "column")) && isCount(get(held, "weight", 1))
      && ["numeric", "categorical"].includes(get(held, "kind", "numeric")) && isCount(get(held, "tolerance", 0))
      && isTable(get(held, "levels", {})) && Object.values(get(held, "levels", {})).every(isText);
    const areAll = (held, fits) => Array.isArray(held) && held.every(fits);
    return (rules, seed, lists) => {
      const steps = get(rules, "steps", { swaps: 0, exchanges: 0 });
      const fits = isCount(get(rules, "classes")) && rules.classes > 0
        && ["size_tolerance", "redraws"].every((key) => isCount(get(rules, key, 0)))
        && ["source", "first", "same_name_apart"].every((key) => isText(get(rules, key, "")))
        && isTable(steps) && ["swaps", "exchanges"].every((key) => isCount(get(steps, key)))
        && ["by", "teams"].every((key) => areAll(get(rules, key, []), isText))
        && ["covariates", "strata"].every((key) => areAll(get(rules, key, []), isSpec));
      if (!fits) throw new Error("the rules are not as they must be");
      return run(rules, seed, lists);
    };
  }

  draws.replays = {
    ...draws.replays, "placement balanced/1": shaped(runBalanced), "placement lottery/1": shaped(runLottery),
    "placement snake/1": shaped(runSnake), "placement late/1": shaped(runLate),
    "placement tutors/1": runTutors,
  };
})(globalThis.JunhengDraws = globalThis.JunhengDraws || {});
