import assert from "node:assert/strict";
import { test } from "node:test";

import { APART_MS, LONGEST_JAM, createAnnouncer } from "../../display/static/display/announcer.js";
import { chimeSeconds, chimeTones } from "../../display/static/display/chime.js";

/** An announcer whose time passes only when the test says so. */
function observed() {
  /** @type {number[]} */
  const begun = [];
  /** @type {{ then: () => void, ms: number }[]} */
  const timers = [];
  const announcer = createAnnouncer(
    (call) => begun.push(call.call_id),
    (then, ms) => timers.push({ then, ms }),
  );
  const pass = () => {
    const timer = timers.shift();
    timer?.then();
    return timer?.ms;
  };
  return { begun, timers, pass, announce: (/** @type {number} */ id) => announcer.announce(call(id)) };
}

/** @param {number} id */
function call(id) {
  return { call_id: id, number: `A${id}`, counter: 1 };
}

test("the first call is announced at once", () => {
  const { begun, announce } = observed();
  announce(1);
  assert.deepEqual(begun, [1]);
});

test("calls that come together are announced one after the other", () => {
  const { begun, announce, pass } = observed();
  announce(1);
  announce(2);
  announce(3);
  assert.deepEqual(begun, [1]);
  assert.equal(pass(), APART_MS);
  assert.deepEqual(begun, [1, 2]);
  pass();
  assert.deepEqual(begun, [1, 2, 3]);
});

test("a call soon after the last one still keeps its distance", () => {
  const { begun, announce, pass } = observed();
  announce(1);
  announce(2);
  pass();
  announce(3);
  assert.deepEqual(begun, [1, 2]);
  pass();
  assert.deepEqual(begun, [1, 2, 3]);
});

test("after a pause a call is announced at once again", () => {
  const { begun, announce, pass, timers } = observed();
  announce(1);
  pass();
  assert.equal(timers.length, 0);
  announce(2);
  assert.deepEqual(begun, [1, 2]);
});

test("a call that already waits its turn is not queued twice", () => {
  const { begun, announce, pass } = observed();
  announce(1);
  announce(2);
  announce(2);
  pass();
  pass();
  assert.deepEqual(begun, [1, 2]);
});

test("a recall of the call just announced is announced again", () => {
  const { begun, announce, pass } = observed();
  announce(1);
  announce(1);
  pass();
  assert.deepEqual(begun, [1, 1]);
});

test("of a long jam the oldest calls are dropped", () => {
  const { begun, announce, pass } = observed();
  for (let id = 1; id <= LONGEST_JAM + 3; id += 1) announce(id);
  while (pass() !== undefined) continue;
  assert.deepEqual(begun, [1, 4, 5, 6, 7, 8]);
});

test("the chime has rung out before the next one may begin, and chimes begin at least 2 s apart", () => {
  assert.ok(chimeSeconds() * 1000 < APART_MS);
  assert.ok(APART_MS >= 2_000);
});

test("the chime is two bells, the second lower, never louder than the loudspeaker takes", () => {
  const starts = [...new Set(chimeTones().map(({ startsAt }) => startsAt))];
  assert.equal(starts.length, 2);
  const [first, second] = starts.map((start) => chimeTones().filter(({ startsAt }) => startsAt === start));
  assert.ok((first?.[0]?.hertz ?? 0) > (second?.[0]?.hertz ?? Infinity));
  assert.ok(chimeTones().reduce((sum, { loudness }) => sum + loudness, 0) <= 1);
});
