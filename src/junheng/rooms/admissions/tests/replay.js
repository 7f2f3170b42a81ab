// Runs a match of many rounds for the tests: node replay.js core-stand-in's tickets, match.js, rounds from standard input.
"use strict";
const { createHash } = require("crypto");
const { readFileSync } = require("fs");

const TURNED = "fedcba9876543210";
globalThis.JunhengDraws = {
  orderKeys({ seed, names, first }) {
    return names.map((name) => {
      const ticket = createHash("sha256").update(seed + "," + name, "utf8").digest("hex");
      return first === "highest" ? Array.from(ticket, (digit) => TURNED[parseInt(digit, 16)]).join("") : ticket;
    });
  },
};
(0, eval)(readFileSync(process.argv[2], "utf8"));
const rounds = JSON.parse(readFileSync(0, "utf8"));
const said = rounds.map(({ rules, seed, lists }) => {
  try {
    return globalThis.JunhengDraws.replays["match " + rules.mechanism + "/1"](rules, seed, lists);
  } catch (fault) {
    return String(fault.message);
  }
});
process.stdout.write(JSON.stringify(said));
