// Rounds of admissions, run again in the browser: docs/reference/match.md. A plain script; core.js gives orderKeys.
(function (draws) {
  "use strict";

  const WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b";
  const DAY = /^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?$/;
  const NUMBER = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/;
  const WORDS = {
    ticket_order: ["lowest", "highest"], source: ["ticket", "ring"], remainder: ["none", "pick_in_ticket_order"],
    twins: ["ticket", "together"], priorities: ["listed", "none"], reserves: ["none", "listed"],
  };
  const NONE = -1;

  function trimmed(text) {
    let start = 0, end = text.length;
    while (start < end && WHITE.includes(text[start])) start += 1;
    while (end > start && WHITE.includes(text[end - 1])) end -= 1;
    return text.slice(start, end);
  }

  // Texts by code point, as Python compares them: in UTF-16 the pairs of surrogates stand before U+E000, here behind.
  function byCodePoint(a, b) {
    const turned = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
    for (let at = 0; at < a.length && at < b.length; at += 1) {
      const one = a.charCodeAt(at), other = b.charCodeAt(at);
      if (one !== other) return turned(one) - turned(other);
    }
    return a.length - b.length;
  }

  function compared(a, b) {
    for (let at = 0; at < a.length; at += 1) {
      if (a[at] < b[at]) return -1;
      if (a[at] > b[at]) return 1;
    }
    return 0;
  }

  function column(list, name) {
    const at = list.columns.indexOf(name);
    return list.rows.map((row) => (at < 0 ? "" : row[at]));
  }

  // Numbers of any length as integers in one unit; null for empty cells.
  function scaled(cells) {
    const parts = cells.map((cell) => (cell ? NUMBER.exec(cell) : null));
    if (cells.some((cell, at) => cell && !parts[at])) throw new Error("not a number");
    const places = parts.reduce((most, part) => Math.max(most, part && part[3] ? part[3].length : 0), 0);
    return parts.map((part) => part && BigInt((part[1] === "-" ? "-" : "") + part[2] + (part[3] || "").padEnd(places, "0")));
  }

  function moment(part) {
    const [year, month, day, hour, minute, second] = part.slice(1).map((each) => Number(each || 0));
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] || 0;
    if (year < 1 || day < 1 || day > days || hour > 23 || minute > 59 || second > 59) throw new Error("no day");
    return BigInt(((((year * 100 + month) * 100 + day) * 100 + hour) * 100 + minute) * 100 + second);
  }

  function orderValues(cells) {
    const parts = cells.map((cell) => (cell ? DAY.exec(cell) : null));
    const days = cells.some((cell) => cell) && cells.every((cell, at) => !cell || parts[at]);
    return days ? parts.map((part) => part && moment(part)) : scaled(cells);
  }

  function whole(cell, least) {
    const found = /^\+?[0-9]+$/.test(cell) ? Number(cell) : NaN;
    if (!(found >= least)) throw new Error("not a whole number: " + cell);
    return found;
  }

  function distinct(names, what) {
    const places = new Map(names.map((name, at) => [name, at]));
    if (places.size !== names.length || places.has("")) throw new Error(what + ": a name stands twice or is empty");
    return places;
  }

  function found(places, name) {
    if (!places.has(name)) throw new Error("unknown: " + name);
    return places.get(name);
  }

  function build(mechanism, rules, seed, lists) {
    if (rules.mechanism !== mechanism) throw new Error("the rules name " + rules.mechanism);
    for (const key of Object.keys(WORDS)) if (!WORDS[key].includes(rules[key])) throw new Error(key + " is " + rules[key]);
    const ids = column(lists.applicants, "applicant_id"), codes = column(lists.schools, "school_code");
    const line = distinct(ids, "applicants"), place = distinct(codes, "schools");
    const households = column(lists.applicants, "household");
    const held = { ids, codes, groups: column(lists.applicants, "group"), labels: ids.map((own, who) => households[who] || own) };
    const keys = draws.orderKeys({ seed, names: held.labels, source: rules.source, first: rules.ticket_order });
    held.line = ids.map((_, who) => who).sort((a, b) => byCodePoint(keys[a], keys[b]) || byCodePoint(ids[a], ids[b]));
    const turn = [];
    held.line.forEach((who, at) => { turn[who] = at; });
    held.seats = column(lists.schools, "seats").map((cell) => whole(cell, 0));
    held.standing = rules.priorities === "none" ? null : standing(lists.priorities, line, place);
    const score = mechanism === "score_parallel" ? scaled(column(lists.applicants, "score")) : null;
    if (score && score.includes(null)) throw new Error("a score is empty");
    held.choices = column(lists.applicants, "choices").map((cell, who) => {
      const named = cell.split(";").map(trimmed).filter((code) => code).map((code) => found(place, code));
      if (new Set(named).size !== named.length) throw new Error("a choice stands twice");
      return named.map((school, at) => {
        const stands = held.standing ? held.standing.get(who * codes.length + school) : [1, 0, 0n];
        return stands && { who, school, number: at + 1, tier: stands[0], rank: score ? [-score[who], turn[who]] : [...stands, turn[who]] };
      });
    });
    held.reserve = rules.reserves === "listed" ? reserves(lists.reserves, place) : new Map();
    return held;
  }

  function standing(list, line, place) {
    const names = column(list, "applicant_id"), codes = column(list, "school_code");
    const tiers = column(list, "tier"), orders = orderValues(column(list, "order"));
    const stands = new Map(names.map((name, at) => [found(line, name) * place.size + found(place, codes[at]),
      [whole(tiers[at], 1), orders[at] === null ? 1 : 0, orders[at] === null ? 0n : orders[at]]]));
    if (stands.size !== names.length) throw new Error("priorities: an applicant stands twice at a school");
    return stands;
  }

  function reserves(list, place) {
    const groups = column(list, "group"), seats = column(list, "seats");
    const held = new Map(column(list, "school_code").map((code, at) => {
      if (!groups[at]) throw new Error("reserves: a group is empty");
      return [found(place, code) + " " + groups[at], whole(seats[at], 0)];
    }));
    if (held.size !== list.rows.length) throw new Error("reserves: a group stands twice at a school");
    return held;
  }

  // Members of groups for reserved seats, then everyone for what is left.
  function call(held, asking, seats, reserve) {
    const ranked = asking.slice().sort((a, b) => compared(a.rank, b.rank)), taken = new Map();
    for (const one of ranked) {
      const mine = one.school + " " + held.groups[one.who];
      if (reserve.get(mine) > 0 && taken.size < seats) {
        reserve.set(mine, reserve.get(mine) - 1);
        taken.set(one, true);
      }
    }
    for (const one of ranked) if (!taken.has(one) && taken.size < seats) taken.set(one, false);
    return taken;
  }

  function sortedInto(groups, key, one) {
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }

  function stepByStep(held, byTier) {
    const steps = new Map(), left = held.seats.slice(), got = new Map();
    for (const choices of held.choices) {
      for (const one of choices) if (one) sortedInto(steps, (byTier ? one.tier : 0) + " " + one.number, one);
    }
    const numbers = (key) => key.split(" ").map(Number);
    for (const key of Array.from(steps.keys()).sort((a, b) => compared(numbers(a), numbers(b)))) {
      const pools = new Map();
      for (const one of steps.get(key)) if (!got.has(one.who)) sortedInto(pools, one.school, one);
      for (const [school, pool] of pools) {
        const taken = call(held, pool, left[school], held.reserve);
        left[school] -= taken.size;
        for (const [one, reserved] of taken) got.set(one.who, { school, number: one.number, reserved });
      }
    }
    return got;
  }

  function deferred(held) {
    const asks = held.choices.map((choices) => choices.filter((one) => one)), tried = asks.map(() => 0);
    const kept = held.seats.map(() => new Map());
    let asking = asks.map((_, who) => who);
    while (asking.length) {
      const pools = new Map();
      for (const who of asking) {
        const one = asks[who][tried[who]];
        if (one) sortedInto(pools, one.school, one);
      }
      asking = [];
      for (const [school, fresh] of pools) {
        const all = Array.from(kept[school].keys()).concat(fresh);
        kept[school] = call(held, all, held.seats[school], new Map(held.reserve));
        for (const one of all) if (!kept[school].has(one)) asking.push(one.who);
      }
      for (const who of asking) tried[who] += 1;
    }
    const got = new Map();
    kept.forEach((taken, school) => taken.forEach((reserved, one) => got.set(one.who, { school, number: one.number, reserved })));
    return got;
  }

  function bringTwinsTogether(held, got) {
    const families = new Map(), extra = new Set();
    held.labels.forEach((label, who) => sortedInto(families, label, who));
    const longest = held.choices.reduce((most, choices) => Math.max(most, choices.length), 0);
    const twins = Array.from(families.values()).filter((members) => members.length > 1);
    for (let number = 1; number <= longest; number += 1) {
      for (const members of twins) {
        const taking = new Set(members.filter((who) => got.has(who) && got.get(who).number === number).map((who) => got.get(who).school));
        for (const who of members) {
          const one = held.choices[who][number - 1];
          if (one && taking.has(one.school) && !(got.has(who) && got.get(who).number <= number)) {
            got.set(who, { school: one.school, number, reserved: false });
            extra.add(who);
          }
        }
      }
    }
    return extra;
  }

  function pickInTicketOrder(held, got, extra) {
    const left = held.seats.slice();
    got.forEach((one, who) => { if (!extra.has(who)) left[one.school] -= 1; });
    const ascending = held.codes.map((_, school) => school).sort((a, b) => byCodePoint(held.codes[a], held.codes[b]));
    for (const who of held.line) {
      if (got.has(who)) continue;
      const school = ascending.find((each) => left[each] > 0 && (!held.standing || held.standing.has(who * held.codes.length + each)));
      if (school !== undefined) {
        left[school] -= 1;
        got.set(who, { school, number: 0, reserved: false });
      }
    }
  }

  function replay(mechanism) {
    return function (rules, seed, lists) {
      const held = build(mechanism, rules, seed, lists);
      const stepping = mechanism === "choice_first" || mechanism === "tier_first";
      const got = stepping ? stepByStep(held, mechanism === "tier_first") : deferred(held);
      const extra = rules.twins === "together" ? bringTwinsTogether(held, got) : new Set();
      if (rules.remainder !== "none") pickInTicketOrder(held, got, extra);
      const people = held.ids.map((_, who) => who), lines = (those) => those.map((who) => who + 1);
      return {
        schools: people.map((who) => (got.has(who) ? got.get(who).school : NONE) + 1),
        choices: people.map((who) => (got.has(who) ? got.get(who).number : 0)),
        reserved: lines(people.filter((who) => got.has(who) && got.get(who).reserved)),
        extra: lines(people.filter((who) => extra.has(who))),
      };
    };
  }

  draws.replays = draws.replays || {};
  for (const mechanism of ["choice_first", "tier_first", "score_parallel", "deferred_acceptance"]) {
    draws.replays["match " + mechanism + "/1"] = replay(mechanism);
  }
})(globalThis.JunhengDraws = globalThis.JunhengDraws || {});
