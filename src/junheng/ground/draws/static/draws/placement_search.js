/* The search for balanced classes, run again in a browser, in whole numbers below 2^53. In words: docs/reference/placement.md. */
"use strict";

(function (draws) {
  const WINDOW = 96, ONWARD = 48, KEPT = 128, CELL = 1024, HASHED = 6, BUCKETS = 8192, MIXED = 31, SHIFTED = 683;
  const LOOKED = 16, CLIPPED = 1024, VISITS = 3;
  /* Who listens hears how far the search is, from 0 to 1. */
  const tell = (part) => { if (draws.progress) draws.progress(part); };

  function maySwap(conflicts, placed, one, other, mine, theirs) {
    return conflicts[one].every((unit) => placed[unit] !== theirs || unit === other)
      && (other < 0 || conflicts[other].every((unit) => placed[unit] !== mine || unit === one));
  }

  /* Places units better, in place: first by swaps of two, then by exchanges between two classes. */
  function search(rows, numeric, { loads, conflicts }, placed, classes, steps) {
    const sums = Array.from({ length: classes }, () => rows[0].map(() => 0));
    placed.forEach((group, unit) => rows[unit].forEach((value, at) => { sums[group][at] += value; }));
    const board = { rows, numeric, loads, conflicts, placed, sums };
    swapRound(board, steps.swaps);
    if (numeric && classes > 1) exchange(board, steps.exchanges);
  }

  function swap({ rows, placed, sums }, one, other) {
    const mine = placed[one], theirs = placed[other];
    rows[one].forEach((value, at) => {
      sums[mine][at] += rows[other][at] - value;
      sums[theirs][at] -= rows[other][at] - value;
    });
    placed[one] = theirs;
    placed[other] = mine;
  }

  function swapRound(board, budget) {
    const { rows, loads, conflicts, placed, sums } = board, count = rows.length, width = rows[0].length;
    let steps = 0, moved = false, apart = 1;
    while (steps < budget && count > 1) {
      tell((steps / budget) / 4);
      for (let one = 0; one < count; one += 1) {
        const other = (one + apart) % count, mine = placed[one], theirs = placed[other];
        if (mine === theirs || loads[one] !== loads[other]) continue;
        steps += 1;
        const a = rows[one], b = rows[other], here = sums[mine], there = sums[theirs];
        let gain = 0;
        for (let at = 0; at < width; at += 1) {
          const change = b[at] - a[at];
          gain += change * (here[at] - there[at] + change);
        }
        if (gain < 0 && maySwap(conflicts, placed, one, other, mine, theirs)) {
          swap(board, one, other);
          moved = true;
        }
      }
      apart += 1;
      if (apart > Math.floor(count / 2)) {
        if (!moved) return;
        apart = 1;
        moved = false;
      }
    }
  }

  const clipped = (value) => Math.min(Math.abs(value), CLIPPED) ** 2;

  function weightOf({ sums, numeric }, one, other) {
    let total = 0;
    for (let at = 0; at < numeric; at += 1) {
      const gap = clipped(sums[one][at] - sums[other][at]);
      total += gap * (6 * clipped(sums[one][at] + sums[other][at]) + gap);
    }
    return total;
  }

  function exchange(board, budget) {
    const { rows, numeric, loads, sums } = board, classes = sums.length;
    const kinds = rows.map((row, unit) => [loads[unit], ...row.slice(numeric)].join());
    const weights = sums.map((_, one) => sums.map((__, other) => (one < other ? weightOf(board, one, other) : 0)));
    for (let steps = 0, turn = 0; steps < budget; turn += 1) {
      const shut = sums.map(() => new Array(classes).fill(false));
      let moved = false;
      for (let visit = 0; visit < VISITS * classes && steps < budget; visit += 1) {
        let one = 0, other = 0, weight = -1;
        for (let a = 0; a < classes; a += 1) {
          for (let b = a + 1; b < classes; b += 1) {
            if (weights[a][b] > weight && !shut[a][b]) [one, other, weight] = [a, b, weights[a][b]];
          }
        }
        if (weight < 0) break;
        if (weight === 0) return;
        tell((1 + 3 * (steps / budget)) / 4);
        shut[one][other] = true;
        const [swaps, looked] = bestExchange(board, kinds, one, other, turn, weight);
        steps += looked;
        for (const [a, b] of swaps) swap(board, a, b);
        if (!swaps.length) continue;
        moved = true;
        for (let each = 0; each < classes; each += 1) {
          for (const group of [one, other]) {
            const low = Math.min(group, each), high = Math.max(group, each);
            weights[low][high] = weightOf(board, low, high);
            if (each !== one && each !== other) shut[low][high] = false;
          }
        }
      }
      if (!moved) return;
    }
  }

  function windowOf({ placed, conflicts }, group, turn) {
    const free = [];
    placed.forEach((held, unit) => { if (held === group && !conflicts[unit].length) free.push(unit); });
    if (free.length <= WINDOW) return free;
    return Array.from({ length: WINDOW }, (_, place) => free[(place + turn * ONWARD) % free.length]);
  }

  function smallSwaps(board, kinds, one, other, turn) {
    const { rows, numeric } = board, theirs = windowOf(board, other, turn), found = [];
    for (const a of windowOf(board, one, turn)) {
      for (const b of theirs) {
        if (kinds[a] !== kinds[b]) continue;
        const change = [];
        let norm = 0;
        for (let at = 0; at < numeric; at += 1) {
          change.push(2 * (rows[b][at] - rows[a][at]));
          norm += (rows[b][at] - rows[a][at]) ** 2;
        }
        found.push({ a, b, change, norm });
      }
    }
    return found.sort((x, y) => x.norm - y.norm).slice(0, KEPT);
  }

  function rootOf(value) {
    let found = Math.floor(Math.sqrt(value));
    while (found * found > value) found -= 1;
    while ((found + 1) * (found + 1) <= value) found += 1;
    return found;
  }

  const bucketOf = (value) => ((value % BUCKETS) + BUCKETS) % BUCKETS;

  function bestExchange(board, kinds, one, other, turn, start) {
    const { numeric, sums } = board, kept = smallSwaps(board, kinds, one, other, turn), hashed = Math.min(HASHED, numeric);
    const gaps = [], sides = [], none = new Array(numeric).fill(0), shift = (turn * SHIFTED) % CELL;
    for (let at = 0; at < numeric; at += 1) {
      gaps.push(sums[one][at] - sums[other][at]);
      sides.push(6 * clipped(sums[one][at] + sums[other][at]));
    }
    let weight = start, limit = rootOf(start), steps = 0, best = [];
    const pairs = [], following = [], heads = new Int32Array(BUCKETS).fill(-1);
    const lighter = (change, more) => {
      let total = 0;
      for (let at = 0; at < numeric; at += 1) {
        const square = (gaps[at] + change[at] + more[at]) ** 2;
        if (square > limit) return -1;
        total += square * (sides[at] + square);
        if (total >= weight) return -1;
      }
      return total;
    };
    const keep = (less, swaps) => { [weight, limit, best] = [less, rootOf(less), swaps]; };
    const parted = (swaps) => new Set(swaps.map(({ a }) => a)).size === swaps.length
      && new Set(swaps.map(({ b }) => b)).size === swaps.length;
    for (let count = 0; count < kept.length; count += 1) {
      const last = kept[count];
      steps += 1;
      let less = lighter(last.change, none);
      if (less >= 0) keep(less, [last]);
      for (let before = 0; before < count; before += 1) {
        const earlier = kept[before];
        if (last.a === earlier.a || last.b === earlier.b) continue;
        steps += 1;
        const both = last.change.map((value, at) => value + earlier.change[at]);
        less = lighter(both, none);
        if (less >= 0) keep(less, [last, earlier]);
        let wanted = 0, bucket = 0;
        for (let at = 0; at < hashed; at += 1) {
          wanted = wanted * MIXED + Math.floor((shift - gaps[at] - both[at]) / CELL);
          bucket = bucket * MIXED + Math.floor((shift + both[at]) / CELL);
        }
        let place = heads[bucketOf(wanted)];
        for (let look = 0; look < LOOKED && place >= 0; look += 1) {
          steps += 1;
          less = lighter(both, pairs[place].both);
          if (less >= 0) {
            const four = [last, earlier, pairs[place].last, pairs[place].earlier];
            if (parted(four)) keep(less, four);
          }
          place = following[place];
        }
        bucket = bucketOf(bucket);
        following.push(heads[bucket]);
        heads[bucket] = pairs.length;
        pairs.push({ last, earlier, both });
      }
    }
    return [best.map(({ a, b }) => [a, b]), steps];
  }

  Object.assign(draws, { maySwap, search });
})(globalThis.JunhengDraws = globalThis.JunhengDraws || {});
