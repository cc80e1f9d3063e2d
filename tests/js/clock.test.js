import assert from "node:assert/strict";
import { test } from "node:test";

import { createClock } from "../../onedoor/static/js/clock.js";

test("the page's time runs from the server's time at the server's speed", () => {
  let monotonic = 1_000;
  const clock = createClock(() => monotonic);
  clock.set("2026-11-24T01:00:00Z", 60);
  monotonic += 2_000;
  assert.equal(new Date(clock.now()).toISOString(), "2026-11-24T01:02:00.000Z");
  assert.equal(clock.secondsSince("2026-11-24T01:00:30Z"), 90);
});
