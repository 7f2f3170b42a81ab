/* Verdicts of the page's own JavaScript: cases as JSON on standard input, lines as JSON on standard output. */
"use strict";
const { readFileSync } = require("node:fs");

for (const script of process.argv.slice(2)) require(script);
const draws = globalThis.JunhengDraws;
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const object = (text) => draws.readObject(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));

function answer(asked) {
  try {
    const files = (name) => (name in asked.files ? draws.readCsv(bytes(asked.files[name])) : null);
    return draws.verdict(object(asked.transcript), files, asked.notice ? object(asked.notice) : null, asked.shares);
  } catch (fault) {
    return "unreadable";
  }
}

const calls = {
  verdicts: (cases) => cases.map(answer),
  vectors: (held) => ({
    normal: held.normal.map(([text]) => draws.normal(text)),
    plain_number: held.plain_number.map(([text]) => draws.plainNumber(text)),
    ticket: held.ticket.map(([seed, name]) => draws.ticket(seed, name)),
    ring: held.ring.map(({ size, start, step, take }) => draws.ring(size, start, step).slice(0, take)),
    digest: draws.digest(held.transcript.held),
  }),
  rows: (files) => files.map((text) => {
    try {
      return draws.readCsv(bytes(text));
    } catch (fault) {
      return "unreadable";
    }
  }),
  sha256: (texts) => texts.map((text) => draws.sha256(text)),
  lines: (asked) => asked.map(({ named, cells }) => draws.lineOf(named, cells)),
};
const [call, held] = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calls[call](held)));
