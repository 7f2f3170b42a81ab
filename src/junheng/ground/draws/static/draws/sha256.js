/* SHA-256 of our own (FIPS 180-4): a page from a file or over plain http has no WebCrypto. */
"use strict";
var JunhengDraws = globalThis.JunhengDraws = globalThis.JunhengDraws || {};

(function (draws) {
  // The first 32 bits of the fractional parts of the cube roots (rounds) and square roots (start) of the first primes.
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  const part = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  const ROUNDS = Int32Array.from(primes, (prime) => part(Math.cbrt(prime)));
  const START = Int32Array.from(primes.slice(0, 8), (prime) => part(Math.sqrt(prime)));
  const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
  const encoder = new TextEncoder();
  const schedule = new Int32Array(64);

  const turn = (word, by) => (word >>> by) | (word << (32 - by));

  function block(state, view, at) {
    for (let t = 0; t < 16; t += 1) schedule[t] = view.getInt32(at + t * 4);
    for (let t = 16; t < 64; t += 1) {
      const early = schedule[t - 15], late = schedule[t - 2];
      const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
      const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
      schedule[t] = (schedule[t - 16] + low + schedule[t - 7] + high) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[t] + schedule[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0;
      d = c; c = b; b = a; a = (one + two) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  /* The digest of a text (as UTF-8) or of bytes, in lower-case hexadecimal digits. */
  draws.sha256 = function (held) {
    const bytes = typeof held === "string" ? encoder.encode(held) : held;
    const padded = new Uint8Array((bytes.length + 72) & ~63);
    padded.set(bytes);
    padded[bytes.length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
    const state = Int32Array.from(START);
    for (let at = 0; at < padded.length; at += 64) block(state, view, at);
    let digits = "";
    for (const word of state) digits += HEX[word >>> 24] + HEX[(word >>> 16) & 255] + HEX[(word >>> 8) & 255] + HEX[word & 255];
    return digits;
  };
})(JunhengDraws);
