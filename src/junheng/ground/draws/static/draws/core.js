/* Draws checked in a browser: lists, order, transcripts, the verdict line by line. The format: docs/reference/draws.md. */
"use strict";

(function (draws) {
  const FORMAT = "junheng-draw/1", LOCATOR = 16, FIELD = 131072;
  const KEYS = new Set(["format", "kind", "algorithm", "notice", "lists", "rules", "seed", "outcome", "digest"]);
  const LIST_KEYS = ["columns", "digest", "lines", "locators", "name", "numeric", "titles"];
  const WHITE = new Set("\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b");
  const SPACE = new Set("\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000");
  // 19 signs that GB 18030-2022 and browsers no longer keep among the private ones; older browsers still do.
  const GB_1 = "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864";
  const GB_2 = "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb";
  const FRACTIONS = Symbol("has numbers that are not whole");

  // Cells.

  function stripped(text, signs) {
    let from = 0, to = text.length;
    while (from < to && signs.has(text[from])) from += 1;
    while (to > from && signs.has(text[to - 1])) to -= 1;
    return text.slice(from, to);
  }

  /* A text in NFKC without white space at its ends. */
  const normal = (text) => stripped(text.normalize("NFKC"), WHITE);

  /* A number in its one spelling; throws for what is none. */
  function plainNumber(text) {
    const said = normal(text);
    if (!said) return "";
    const found = /^([+-]?)([0-9]+)(?:\.([0-9]+))?$/.exec(said);
    if (!found) throw new Error(`${said} is not a number in plain digits`);
    const whole = found[2].replace(/^0+(?=.)/, ""), part = (found[3] || "").replace(/0+$/, "");
    const spelled = part ? `${whole}.${part}` : whole;
    return found[1] === "-" && spelled !== "0" ? `-${spelled}` : spelled;
  }

  /* Texts by code point, as every checker sorts them. */
  function byCodePoint(one, other) {
    const length = Math.min(one.length, other.length);
    for (let at = 0; at < length; at += 1) {
      let a = one.charCodeAt(at), b = other.charCodeAt(at);
      if (a === b) continue;
      // A surrogate stands for a sign beyond all others.
      if (a >= 0xd800 && a <= 0xdfff) a += 0x10000;
      if (b >= 0xd800 && b <= 0xdfff) b += 0x10000;
      return a - b;
    }
    return one.length - other.length;
  }

  // Files.

  /* The rows of a .csv as bytes (UTF-8, else GB18030); throws for what is none. */
  function readCsv(bytes) {
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      if (hasLoneByte(bytes)) throw new Error("neither UTF-8 nor GB18030");
      text = new TextDecoder("gb18030", { fatal: true }).decode(bytes);
      text = text.replace(/[\ue5e5-\ue864]/g, (sign) => (GB_1.includes(sign) ? GB_2[GB_1.indexOf(sign)] : sign));
    }
    return rowsOf(text);
  }

  /* Whether 0x80 stands alone, which browsers read as a euro sign and GB18030 does not know. */
  function hasLoneByte(bytes) {
    for (let at = 0; at < bytes.length; at += 1) {
      if (bytes[at] === 0x80) return true;
      if (bytes[at] > 0x80) at += bytes[at + 1] >= 0x30 && bytes[at + 1] <= 0x39 ? 3 : 1;
    }
    return false;
  }

  /* Rows of comma separated text: quotes only where a cell begins with one, a stray return is refused. */
  function rowsOf(text) {
    const rows = [];
    let row = [], cell = "", state = "start", at = 0;
    const keep = () => { row.push(cell); cell = ""; };
    const close = () => { rows.push(row); row = []; state = "start"; };
    while (at < text.length) {
      const sign = text[at];
      at += 1;
      if (state === "quoted") {
        if (sign === '"') state = "closing";
        else cell += sign;
      } else if (sign === "\r" || sign === "\n") {
        if (state !== "start" && state !== "eaten") keep();
        state = "eaten";
        if (sign === "\n") close();
      } else if (state === "eaten") {
        throw new Error("a line ends with a return alone");
      } else if (sign === '"' && (state === "start" || state === "cell")) {
        state = "quoted";
      } else if (sign === '"' && state === "closing") {
        cell += sign;
        state = "quoted";
      } else if (sign === ",") {
        keep();
        state = "cell";
      } else {
        cell += sign;
        state = "plain";
      }
      if (cell.length > FIELD && Array.from(cell).length > FIELD) throw new Error("a cell is too long");
    }
    if (state === "quoted" || (state !== "start" && state !== "eaten")) keep();
    if (row.length || state === "eaten") close();
    return rows;
  }

  /* A JSON object as text; throws for anything else. Numbers that are not whole are remembered, as JSON.parse hides them. */
  function readObject(text) {
    const held = JSON.parse(text.replace(/^\ufeff/, ""));
    if (!isObject(held)) throw new Error("not a transcript or notice");
    if (/[0-9][.eE]/.test(text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '""'))) Object.defineProperty(held, FRACTIONS, { value: true });
    return held;
  }

  // Lists.

  /* The lines of a list in the columns that a description names; null where one is missing, twice or no number. */
  function freeze(named, rows) {
    const titles = new Map();
    named.titles.slice(0, named.columns.length).forEach((title, place) => titles.set(title, named.columns[place]));
    const heads = rows.slice(0, 20).map((row) => row.map((title) => {
      const said = stripped(title, SPACE);
      return titles.has(said) ? titles.get(said) : said;
    }));
    const at = heads.findIndex((head) => named.columns.every((column) => head.includes(column)));
    if (at < 0) return null;
    const titled = heads[at].map((title, place) => (title ? place : -1)).filter((place) => place >= 0);
    if (new Set(titled.map((place) => heads[at][place])).size < titled.length) return null;
    const places = named.columns.map((column) => heads[at].indexOf(column));
    const spelled = named.columns.map((column) => (named.numeric.includes(column) ? plainNumber : normal));
    const cell = (row, place) => (place < row.length ? row[place] : "");
    try {
      return listOf(named, rows.slice(at + 1)
        .filter((row) => titled.some((place) => stripped(cell(row, place), SPACE) !== ""))
        .map((row) => places.map((place, count) => spelled[count](cell(row, place)))));
    } catch {
      return null;
    }
  }

  /* A frozen list as replays take it: its description, its rows, its identifiers, a column by name. */
  function listOf(named, rows) {
    return {
      named, rows, name: named.name, columns: named.columns, numeric: named.numeric, ids: rows.map((row) => row[0]),
      column(name) {
        const place = named.columns.indexOf(name);
        return rows.map((row) => (place < 0 ? "" : row[place]));
      },
    };
  }

  const lineDigest = (cells) => draws.sha256(cells.join("\x1f"));

  /* Where a list parts from its description; "" when it does not. */
  function parting(named, list) {
    const digests = list.rows.map(lineDigest), count = digests.length;
    for (let line = 0; line < count; line += 1) {
      const known = named.locators.slice(line * LOCATOR, (line + 1) * LOCATOR);
      if (digests[line].slice(0, LOCATOR) !== known) return known ? `line ${line + 1}` : `lines ${count}`;
    }
    if (named.lines !== count || named.locators.length !== count * LOCATOR) return `lines ${count}`;
    return named.digest === draws.sha256(digests.join("\n")) ? "" : "digest";
  }

  /* The line (1 is the first) on which a family finds its own cells, receipt included; null when nowhere. */
  function lineOf(named, cells) {
    const mine = lineDigest(cells).slice(0, LOCATOR);
    for (let at = 0; at < named.locators.length; at += LOCATOR) {
      if (named.locators.slice(at, at + LOCATOR) === mine) return at / LOCATOR + 1;
    }
    return null;
  }

  // Order: tickets and the ring.

  const ticket = (seed, name) => draws.sha256(`${seed},${name}`);
  const turned = (digits) => Array.from(digits, (digit) => "fedcba9876543210"[parseInt(digit, 16)]).join("");

  /* Numbers 1…size in the order in which they leave the ring, in blocks so that long lists take a moment. */
  function ring(size, start, step) {
    const width = Math.max(1, Math.floor(Math.sqrt(size))), blocks = [], gone = [];
    for (let low = 1; low <= size; low += width) {
      blocks.push(Array.from({ length: Math.min(width, size + 1 - low) }, (_, count) => low + count));
    }
    for (let left = size, at = start - 1; left > 0; at = left > 0 ? (at + step - 1) % left : 0) {
      let place = at;
      for (const block of blocks) {
        if (place < block.length) {
          gone.push(block.splice(place, 1)[0]);
          break;
        }
        place -= block.length;
      }
      left -= 1;
    }
    return gone;
  }

  /* A text for each name; the lower goes first. Throws for a source or seed that is none. */
  function orderKeys({ seed, names, source = "ticket", first = "lowest" }) {
    if (source === "ticket") {
      if (first !== "lowest" && first !== "highest") throw new Error(`no order ${first}`);
      const keys = new Map();
      for (const name of names) {
        if (!keys.has(name)) keys.set(name, first === "highest" ? turned(ticket(seed, name)) : ticket(seed, name));
      }
      return names.map((name) => keys.get(name));
    }
    const circle = [...new Set(names)];
    const found = source === "ring" ? /^([0-9]+),([0-9]+)$/.exec(seed) : null;
    const [start, step] = found ? [Number(found[1]), Number(found[2])] : [0, 0];
    if (!(start >= 1 && start <= circle.length && step >= 1 && step <= circle.length)) throw new Error(`${source} ${seed}`);
    const place = new Map();
    ring(circle.length, start, step).forEach((number, turn) => {
      place.set(circle[number - 1], String(turn).padStart(16, "0"));
    });
    return names.map((name) => place.get(name));
  }

  /* Places of the names in the order drawn: by key, then by name, then by place. */
  function inOrder(asked) {
    const keys = orderKeys(asked), names = asked.names;
    return names.map((_, place) => place).sort((a, b) => (
      byCodePoint(keys[a], keys[b]) || byCodePoint(names[a], names[b]) || a - b));
  }

  function runOrder(rules, seed, lists) {
    const take = rules.take === undefined ? 0 : rules.take;
    if (!Number.isInteger(take) || take < 0) throw new Error(`take ${take}`);
    const { source, first } = rules;
    const places = inOrder({ seed, names: lists.roster.ids, source, first });
    return { order: places.slice(0, take || places.length).map((place) => place + 1) };
  }

  // Objects.

  const isObject = (held) => typeof held === "object" && held !== null && !Array.isArray(held);
  const areTexts = (held) => Array.isArray(held) && held.every((each) => typeof each === "string");
  const has = (held, key) => Object.prototype.hasOwnProperty.call(held, key);
  const get = (held, key) => (has(held, key) ? held[key] : undefined);
  const sorted = (held) => Object.keys(held).sort(byCodePoint);

  /* Whether an object holds only whole numbers below 2^53 and texts without half a surrogate pair. */
  function exact(held) {
    if (Array.isArray(held)) return held.every(exact);
    if (isObject(held)) return !held[FRACTIONS] && Object.keys(held).every((key) => exact(key) && exact(held[key]));
    if (typeof held === "string") return !/[\ud800-\udfff]/u.test(held);
    return held === null || typeof held === "boolean" || Number.isSafeInteger(held);
  }

  /* The canonical text: no spaces, or as a person reads it (`gap`); keys by code point in the one, as they stand in the other. */
  function spelled(held, gap = "") {
    const comma = `,${gap}`;
    if (Array.isArray(held)) return `[${held.map((each) => spelled(each, gap)).join(comma)}]`;
    if (isObject(held)) {
      const keys = gap ? Object.keys(held) : sorted(held);
      return `{${keys.map((key) => `${JSON.stringify(key)}:${gap}${spelled(held[key], gap)}`).join(comma)}}`;
    }
    return Object.is(held, -0) ? "0" : JSON.stringify(held);
  }

  function canonical(held) {
    return spelled(Object.fromEntries(Object.entries(held).filter(([key]) => key !== "digest")));
  }

  const digest = (held) => draws.sha256(canonical(held));

  /* The first place in which two outcomes differ; "" when nowhere. */
  function difference(said, again, path = "") {
    if (isObject(said) && isObject(again)) {
      const here = sorted(said), odd = here.filter((key) => !has(again, key));
      odd.push(...Object.keys(again).filter((key) => !has(said, key)));
      if (odd.length) return `${path || "keys"} ${odd.sort(byCodePoint).join(" ")}`;
      return firstOf(here, (key) => difference(said[key], again[key], path + key));
    }
    if (Array.isArray(said) && Array.isArray(again)) {
      if (said.length !== again.length) return `${path} has ${said.length} entries, ${again.length} follow`;
      return firstOf(said, (entry, place) => difference(entry, again[place], `${path} ${place + 1}`));
    }
    return said === again ? "" : `${path}: ${spelled(said, " ")} stands, ${spelled(again, " ")} follows`;
  }

  function firstOf(held, found) {
    for (let place = 0; place < held.length; place += 1) {
      const where = found(held[place], place);
      if (where) return where;
    }
    return "";
  }

  function listIsRight(named) {
    return isObject(named) && sorted(named).join() === LIST_KEYS.join() && areTexts(["name", "digest", "locators"].map((key) => get(named, key)))
      && named.name !== "" && !/[/\\\0]/.test(named.name) && Number.isInteger(get(named, "lines"))
      && ["columns", "numeric", "titles"].every((key) => areTexts(get(named, key)))
      && named.columns.length > 0 && new Set(named.columns).size === named.columns.length
      && named.numeric.every((column) => named.columns.includes(column));
  }

  /* The first key that is missing, unknown or not of its kind; "" when all are right. */
  function misshapen(held) {
    const lists = get(held, "lists");
    if (!Array.isArray(lists) || !lists.every(listIsRight)) return "lists";
    if (new Set(lists.map((named) => named.name)).size < lists.length) return "lists";
    for (const key of ["rules", "outcome"]) if (!isObject(get(held, key))) return key;
    for (const key of ["seed", "digest"]) if (typeof get(held, key) !== "string") return key;
    const notice = get(held, "notice");
    if (notice !== null && typeof notice !== "string") return "notice";
    return sorted(held).find((key) => !KEYS.has(key)) || "";
  }

  // The verdict.

  function againstNotice(held, notice) {
    if (!exact(notice) || get(notice, "digest") !== digest(notice)) return "digest";
    if (held.notice !== notice.digest) return "another notice";
    const absent = null;
    return firstOf(["kind", "algorithm", "lists", "rules"], (key) => (
      difference(held[key], has(notice, key) ? notice[key] : absent) ? key : ""));
  }

  function joined(made, shares) {
    const parts = made.seals.flatMap((seal, place) => {
      const share = shares[place];
      return share && draws.sha256(normal(share)) === seal ? [normal(share)] : [];
    });
    const needed = made.needed === undefined ? made.seals.length : made.needed;
    return Number.isInteger(needed) && parts.length >= needed ? parts.join("-") : null;
  }

  function seedFault(seed, notice, shares) {
    if (!seed || seed !== normal(seed)) return "not normal";
    const made = notice ? notice.seed_made : null;
    if (!shares.length || !isObject(made) || made.how !== "shares" || made.missing === "balls") return "";
    return areTexts(made.seals) && joined(made, shares) === seed ? "" : "shares";
  }

  /* Lines [what, whether it holds, where not]. `files` gives the rows of a list by its name, or null. */
  function verdict(held, files, notice = null, shares = []) {
    const said = ["format", "kind", "algorithm"].map((key) => (typeof get(held, key) === "string" ? held[key] : "?"));
    const kind = `${said[1]} ${said[2]}`, known = said[0] === FORMAT && has(draws.replays, kind);
    let where = known ? misshapen(held) : said.join(" ");
    const lines = [["format", !where, where]];
    if (where) return lines;
    if (!exact(held)) return [...lines, ["seal", false, "numbers"]];
    lines.push(["seal", held.digest === digest(held), ""]);
    if (notice !== null) {
      where = againstNotice(held, notice);
      lines.push(["notice", !where, where]);
    }
    const lists = {};
    for (const named of held.lists) {
      const rows = files(named.name), list = rows === null || rows === undefined ? null : freeze(named, rows);
      where = list === null ? "missing" : parting(named, list);
      lines.push([`list ${named.name}`, !where, where]);
      if (where) return lines;
      Object.defineProperty(lists, named.name, { value: list, enumerable: true });
    }
    where = seedFault(held.seed, notice, shares);
    lines.push(["seed", !where, where]);
    try {
      where = difference(held.outcome, draws.replays[kind](held.rules, held.seed, lists));
    } catch (fault) {
      where = `cannot run: ${fault.message}`;
    }
    lines.push(["outcome", !where, where]);
    return lines;
  }

  Object.assign(draws, {
    normal, plainNumber, byCodePoint, readCsv, rowsOf, readObject, freeze, parting, lineOf, ticket, ring, orderKeys, inOrder,
    exact, canonical, digest, difference, misshapen, verdict, replays: { "order order/1": runOrder, ...draws.replays },
    // A replay that takes long may tell how far it is (0 to 1); who listens replaces this.
    progress() {},
  });
})(JunhengDraws);
