import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { estimateAt, placeAfter } from "../../phone/static/phone/queue.js";

const shared = JSON.parse(readFileSync(new URL("../contract/queue.json", import.meta.url), "utf-8"));

for (const { people_ahead: before, moves, expected } of shared.places) {
  test(`${before} ahead, then ${JSON.stringify(moves)}: ${expected} ahead`, () => {
    assert.equal(placeAfter(before, moves), expected);
  });
}

for (const { people_ahead: ahead, seconds_per_person: seconds, expected } of shared.waits) {
  test(`${ahead} ahead at ${seconds} seconds each: ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(estimateAt(ahead, seconds), expected);
  });
}
