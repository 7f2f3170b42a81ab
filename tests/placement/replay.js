/* Replays of the page's JavaScript, without the page: [kind, rules, seed, lists] as JSON in, outcomes or faults out. */
"use strict";
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

function orderKeys({ seed, names, source = "ticket", first = "lowest" }) {
  if (!["lowest", "highest"].includes(first) || !["ticket", "ring"].includes(source)) throw new Error(`${source} ${first}`);
  if (source === "ticket") {
    return names.map((name) => {
      const digits = sha256(`${seed},${name}`);
      return first === "highest" ? Array.from(digits, (digit) => (15 - parseInt(digit, 16)).toString(16)).join("") : digits;
    });
  }
  const [start, step] = seed.split(",").map(Number), left = names.map((_, place) => place), turns = new Map();
  if (!(start >= 1 && start <= names.length && step >= 1 && step <= names.length)) throw new Error(`ring ${seed}`);
  for (let at = start - 1; left.length; at = left.length ? (at + step - 1) % left.length : 0) {
    turns.set(left.splice(at, 1)[0], String(turns.size).padStart(16, "0"));
  }
  return names.map((_, place) => turns.get(place));
}

globalThis.JunhengDraws = { orderKeys, normal: (text) => text.normalize("NFKC").trim() };
for (const script of process.argv.slice(2)) require(script);
const answer = ([kind, rules, seed, lists]) => {
  try {
    return globalThis.JunhengDraws.replays[kind](rules, seed, lists);
  } catch (fault) {
    return `cannot run: ${fault.message}`;
  }
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
