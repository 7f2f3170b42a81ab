/* The screen of the page: files in, the verdict out in plain words. The replay runs in a worker, so that a phone stays awake. */
"use strict";

(function (draws) {
  const at = (id) => document.getElementById(id);
  const state = { language: location.hash === "#en" ? "en" : "zh-hans", transcript: null, notice: null, files: new Map(), lines: null };
  let worker = null, clock = 0, asked = 0;

  function say(key, slots = {}) {
    const text = draws.words[state.language][key] || key;
    return text.replace(/\{(\w+)\}/g, (_, name) => (name in slots ? slots[name] : ""));
  }

  function made(tag, text, name = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  const listName = (name) => (draws.words[state.language][name] ? say(name) : name);
  const grouped = (digest) => digest.slice(0, 12).replace(/(.{4})(?=.)/g, "$1 ");

  // Files.

  async function bytesOf(file) {
    return new Uint8Array(await file.arrayBuffer());
  }

  async function readJson(file, other) {
    let held;
    try {
      held = draws.readObject(new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(file)));
    } catch {
      throw new Error(say("not_json", { name: file.name }));
    }
    const format = String(held.format).split("/")[0];
    if (format === other) throw new Error(say(other === "junheng-notice" ? "is_notice" : "is_transcript"));
    return held;
  }

  async function readList(file) {
    const bytes = await bytesOf(file);
    if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf)) {
      throw new Error(say("is_excel", { name: file.name }));
    }
    try {
      return { bytes, rows: draws.readCsv(bytes) };
    } catch {
      throw new Error(say("not_csv", { name: file.name }));
    }
  }

  async function chosen(id, read) {
    at(`${id}-wrong`).textContent = "";
    clearVerdict();
    try {
      await read(at(id).files);
    } catch (fault) {
      at(`${id}-wrong`).textContent = fault.message;
      at(id).setAttribute("aria-invalid", "true");
      at(id).value = "";
      return;
    }
    at(id).removeAttribute("aria-invalid");
    show();
  }

  /* The file of each list that the transcript names: by its name, else by its content, else the only one. */
  function matched() {
    const found = {};
    const lists = state.transcript && Array.isArray(state.transcript.lists) ? state.transcript.lists : [];
    for (const named of lists) {
      const files = [...state.files.entries()], name = String(named && named.name).toLowerCase();
      const file = files.find(([key]) => key.toLowerCase().replace(/\.[^.]*$/, "") === name)
        || (lists.length === 1 && files.length === 1 ? files[0] : null) || files.find(([, held]) => fits(named, held.rows));
      if (file) found[named.name] = file[1];
    }
    return found;
  }

  function fits(named, rows) {
    try {
      const list = draws.freeze(named, rows);
      return list !== null && draws.parting(named, list) === "";
    } catch {
      return false;
    }
  }

  // The run.

  /* What the worker does, and the page itself where a browser allows no worker. */
  function checked(sent) {
    const files = {};
    for (const name of Object.keys(sent.files)) files[name] = draws.readCsv(sent.files[name]);
    return draws.verdict(sent.transcript, (name) => (Object.prototype.hasOwnProperty.call(files, name) ? files[name] : null), sent.notice, sent.shares);
  }

  function startWorker(sent, done) {
    const parts = [...document.querySelectorAll("script[data-engine]")].map((script) => script.textContent);
    parts.push(`const draws = JunhengDraws, checked = ${checked};
      draws.progress = (share) => postMessage({ share });
      onmessage = ({ data }) => {
        try {
          if (data.text) data.transcript = draws.readObject(data.text);
          if (data.announced) data.notice = draws.readObject(data.announced);
          postMessage({ lines: checked(data) });
        } catch (fault) { postMessage({ fault: fault.message }); }
      };`);
    const address = URL.createObjectURL(new Blob(parts.map((part) => `${part}\n`), { type: "text/javascript" }));
    worker = new Worker(address);
    worker.onmessage = ({ data }) => (data.share === undefined ? done(data) : progressed(data.share));
    worker.onerror = () => { end(); here(sent, done); };
    worker.postMessage(sent);
  }

  function here(sent, done) {
    setTimeout(() => {
      try {
        done({ lines: checked(sent) });
      } catch (fault) {
        done({ fault: fault.message });
      }
    }, 50);
  }

  function progressed(share) {
    at("bar").value = share;
  }

  function end() {
    if (worker) worker.terminate();
    worker = null;
    clearInterval(clock);
    at("running").hidden = true;
  }

  async function run(event) {
    event.preventDefault();
    end();
    clearVerdict();
    at("transcript-wrong").textContent = state.transcript ? "" : say("no_transcript");
    at("lists-wrong").textContent = state.files.size ? "" : say("no_lists");
    if (!state.transcript || !state.files.size) return at(state.transcript ? "lists" : "transcript").focus();
    const files = {}, held = matched();
    for (const name of Object.keys(held)) files[name] = held[name].bytes;
    const shares = [...document.querySelectorAll("#shares input")].map((field) => field.value);
    // The texts travel, not the objects: numbers that are not whole are told from the text only.
    const sent = { transcript: state.transcript, notice: state.notice, files, shares: shares.some(Boolean) ? shares : [],
      text: await textOf("transcript"), announced: state.notice ? await textOf("notice") : "" };
    const began = Date.now(), number = asked += 1;
    const tell = () => { at("told").textContent = say("seconds", { count: Math.round((Date.now() - began) / 1000) }); };
    at("bar").removeAttribute("value");
    at("running").hidden = false;
    tell();
    clock = setInterval(tell, 1000);
    const done = (answer) => {
      if (number !== asked) return;
      end();
      state.lines = answer.lines || null;
      show();
      if (answer.fault) at("lists-wrong").textContent = say("fault", { fault: answer.fault });
      else at("verdict").focus();
    };
    try {
      startWorker(sent, done);
    } catch {
      here(sent, done);
    }
    return undefined;
  }

  async function textOf(id) {
    return new TextDecoder().decode(await bytesOf(at(id).files[0]));
  }

  function clearVerdict() {
    asked += 1;
    state.lines = null;
    end();
    at("said").hidden = true;
  }

  // What is shown.

  /* Where a line does not hold, in plain words. */
  function plainly(code, detail) {
    let found;
    const plain = { missing: "at_missing", digest: code === "notice" ? "at_notice_digest" : "at_digest", numbers: "at_numbers",
      "not normal": "at_not_normal", shares: "at_shares", "another notice": "at_another" };
    if (plain[detail]) return say(plain[detail]);
    if (code === "notice") return say("at_notice_key", { key: say(`key_${detail}`) });
    if ((found = /^line (\d+)$/.exec(detail))) return say("at_line", { line: found[1] });
    if ((found = /^lines (\d+)$/.exec(detail))) return say("at_lines", { count: found[1] });
    if (detail.startsWith("cannot run")) return say("at_cannot");
    if ((found = /^(.*): (.*) stands, (.*) follows$/s.exec(detail))) return say("at_differs", { where: found[1], said: found[2], again: found[3] });
    if ((found = /^(.*) has (\d+) entries, (\d+) follow$/.exec(detail))) return say("at_entries", { where: found[1], said: found[2], again: found[3] });
    return say("at_other", { where: detail });
  }

  function showVerdict() {
    at("said").hidden = !state.lines;
    if (!state.lines) return;
    const holds = state.lines.every((line) => line[1]);
    at("verdict").textContent = say(holds ? "holds" : "fails");
    at("all").textContent = `${holds ? "✓" : "✕"} ${say(holds ? "holds_all" : "fails_all")}`;
    at("all").className = holds ? "yes" : "no";
    at("lines").replaceChildren(...state.lines.map(([code, held, detail]) => {
      const [kind, name] = code.startsWith("list ") ? ["list", code.slice(5)] : [code === "notice" ? "notice_line" : code, ""];
      const line = document.createElement("li");
      line.append(made("b", say(held ? "yes" : "no"), held ? "yes" : "no"), made("strong", say(kind, { name: listName(name) })),
        made("span", say(`${kind}_means`), "mean"));
      if (!held && (detail || kind === "seal")) line.append(made("span", detail ? plainly(code, detail) : say("at_seal"), "where"));
      return line;
    }));
  }

  function facts(target, pairs) {
    target.replaceChildren(...pairs.flatMap(([name, text, plain]) => [made("dt", name), made("dd", text, plain ? "mono" : "")]));
  }

  function ruleOf(held) {
    const rules = held.rules || {};
    if (held.kind !== "order") return held.algorithm;
    const source = rules.source === "ring" ? say("ring") : say(`ticket_${rules.first || "lowest"}`);
    return `${source}${state.language === "en" ? ", " : "，"}${rules.take ? say("take", { count: rules.take }) : say("take_all")}`;
  }

  function showAbout() {
    const held = state.transcript, known = held && draws.misshapen(held) === "";
    at("about").hidden = !known;
    at("own").hidden = !known || !held.lists.length;
    if (!known) return;
    facts(at("about").querySelector("dl"), [
      [say("kind"), say(held.kind)], [say("rule"), ruleOf(held)], [say("seed_is"), held.seed, true],
      ...held.lists.map((named) => [say("lines_are"), say("lines_count", { name: listName(named.name), count: named.lines, digest: grouped(named.digest) })]),
      [say("digest"), held.digest, true],
    ]);
    if (held.lists.length) showAsked();
  }

  // One's own child.

  function mainList() {
    return state.transcript.lists.find((named) => named.columns.includes("receipt")) || state.transcript.lists[0];
  }

  /* With the list at hand the identifier (and receipt code) is enough; without it all cells of the line are asked for. */
  function showAsked() {
    const named = mainList(), here = matched()[named.name];
    const asked = here ? named.columns.filter((column, place) => place === 0 || column === "receipt") : named.columns;
    if (at("asked").dataset.columns === JSON.stringify([asked, state.language])) return;
    at("asked").dataset.columns = JSON.stringify([asked, state.language]);
    at("asked").replaceChildren(...asked.map((column) => {
      const row = made("div", "", "row"), label = made("label", named.titles[named.columns.indexOf(column)] || column);
      const field = document.createElement("input");
      field.type = "text";
      field.autocomplete = "off";
      field.id = `own-${named.columns.indexOf(column)}`;
      field.name = column;
      label.htmlFor = field.id;
      row.append(label, field);
      return row;
    }));
    at("found").replaceChildren();
  }

  function find(event) {
    event.preventDefault();
    const named = mainList(), held = state.transcript, here = matched()[named.name], typed = {};
    for (const field of at("asked").querySelectorAll("input")) typed[field.name] = draws.normal(field.value);
    const list = here ? draws.freeze(named, here.rows) : null;
    let row = null, line = null;
    if (list) {
      const place = list.rows.findIndex((cells) => named.columns.every((column, count) => (
        !(column in typed) || cells[count] === typed[column])));
      row = place < 0 ? null : list.rows[place];
      line = row ? draws.lineOf(named, row) : null;
    } else {
      try {
        row = named.columns.map((column) => (named.numeric.includes(column) ? draws.plainNumber(typed[column]) : typed[column]));
        line = draws.lineOf(named, row);
      } catch {
        line = null;
      }
    }
    if (line === null) return at("found").replaceChildren(made("p", say("nobody")));
    const facing = document.createElement("dl");
    facts(facing, [[say("own_line"), say("own_line_is", { line })], ...ticketOf(held, named, row, list), ...resultOf(held, named, line)]);
    return at("found").replaceChildren(facing);
  }

  function ticketOf(held, named, row, list) {
    if (held.rules.source === "ring") return [];
    const household = named.columns.indexOf("household");
    const name = household > 0 && row[household] ? row[household] : row[0];
    const shown = [[say("ticket"), draws.ticket(held.seed, name), true]];
    if (list && held.kind === "order") {
      const place = draws.inOrder({ seed: held.seed, names: list.ids, source: held.rules.source, first: held.rules.first })
        .findIndex((each) => list.rows[each] === row);
      shown.push([say("rank"), say("rank_is", { place: place + 1, count: list.ids.length })]);
    }
    return shown;
  }

  /* What the outcome says of a line. A replay's own script may tell more: draws.results["kind algorithm"]. */
  function resultOf(held, named, line) {
    const told = (draws.results || {})[`${held.kind} ${held.algorithm}`];
    if (told) return told(held, named, line, state.language);
    if (Array.isArray(held.outcome.order)) {
      const place = held.outcome.order.indexOf(line) + 1, count = held.outcome.order.length;
      return [[say("result"), say(!place ? "not_drawn" : count === named.lines ? "all_drawn" : "drawn", { place, count })]];
    }
    return Object.entries(held.outcome).filter(([, each]) => Array.isArray(each) && each.length === named.lines)
      .map(([key, each]) => [`${say("result")}　${key}`, typeof each[line - 1] === "object" ? JSON.stringify(each[line - 1]) : String(each[line - 1])]);
  }

  function showShares() {
    const made_ = state.notice && state.notice.seed_made, seals = made_ && made_.how === "shares" && Array.isArray(made_.seals) ? made_.seals : [];
    at("shares").hidden = !seals.length;
    const box = at("shares").querySelector("div");
    const kept = [...box.querySelectorAll("input")].map((field) => field.value);
    box.replaceChildren(...seals.flatMap((_, place) => {
      const label = made("label", say("share", { number: place + 1 })), field = document.createElement("input");
      field.type = "text";
      field.autocomplete = "off";
      field.id = `share-${place}`;
      field.value = kept[place] || "";
      label.htmlFor = field.id;
      return [label, field];
    }));
  }

  function showWanted() {
    const lists = state.transcript && draws.misshapen(state.transcript) === "" ? state.transcript.lists : [];
    if (!lists.length || !state.files.size) return;
    const held = matched(), missing = lists.filter((named) => !(named.name in held));
    at("lists-wrong").textContent = missing.length ? say("lists_wanted", {
      names: missing.map((named) => named.name).join("、"), first: missing[0].name }) : "";
  }

  function show() {
    document.documentElement.lang = state.language;
    document.title = `${say("title")} · 均衡`;
    at("language").textContent = say("language");
    at("language").lang = state.language === "en" ? "zh-hans" : "en";
    for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
    showShares();
    showWanted();
    showAbout();
    showVerdict();
  }

  at("language").addEventListener("click", () => {
    state.language = state.language === "en" ? "zh-hans" : "en";
    for (const wrong of document.querySelectorAll(".wrong")) wrong.textContent = "";
    show();
  });
  at("transcript").addEventListener("change", () => chosen("transcript", async ([file]) => {
    state.transcript = null;
    if (file) state.transcript = await readJson(file, "junheng-notice");
  }));
  at("notice").addEventListener("change", () => chosen("notice", async ([file]) => {
    state.notice = null;
    if (file) state.notice = await readJson(file, "junheng-draw");
  }));
  at("lists").addEventListener("change", () => chosen("lists", async (files) => {
    state.files = new Map();
    for (const file of files) state.files.set(file.name, await readList(file));
  }));
  at("choose").addEventListener("submit", run);
  at("own").addEventListener("submit", find);
  at("stop").addEventListener("click", () => {
    clearVerdict();
    at("lists-wrong").textContent = say("stopped");
  });
  show();
})(JunhengDraws);
