import assert from "node:assert/strict";
import { test } from "node:test";

import { axisRange, columns, hours, topMinutes, usualTarget } from "../../management/static/management/chart_data.js";
import { mayBeCopied, printersMoved, withOrder } from "../../management/static/management/printers_state.js";
import { grown, isOverTarget, judged, longestWaitingService, mayConfirmClock } from "../../management/static/management/state.js";
import { NOW, live, manager, printer, service, slot } from "./manager_day.js";

const EIGHT = Date.parse("2026-11-24T01:00:00Z") / 1000;
const HALF_HOUR = 1_800;

test("a wait grows while nothing is heard, and never shrinks", () => {
  const state = manager({ heardAt: NOW });
  assert.equal(grown(60, state, NOW + 30_000), 90);
  assert.equal(grown(60, state, NOW - 30_000), 60);
  assert.equal(grown(null, state, NOW), null);
});

test("a wait is late only after its target", () => {
  assert.deepEqual(
    [null, 899, 900, 901].map((seconds) => isOverTarget(seconds, 15)),
    [false, false, false, true],
  );
});

test("the longest waiting service is found among those where somebody waits", () => {
  const idle = service({ code: "pay", longest_wait_seconds: null });
  const land = service({ code: "land", longest_wait_seconds: 2_400 });
  assert.equal(longestWaitingService(live({ services: [idle, service(), land] }))?.code, "land");
  assert.equal(longestWaitingService(live({ services: [idle] })), null);
});

test("a share within target is green from 80% and red below 65%", () => {
  assert.deepEqual([1, 0.8, 0.79, 0.65, 0.64, 0].map(judged), ["good", "good", "warn", "warn", "bad", "bad"]);
});

test("heads and administrators confirm the clock, clerks do not", () => {
  assert.deepEqual(["clerk", "head", "administrator"].map(mayConfirmClock), [false, true, true]);
});

test("half hours become minutes, and a half hour without a call stays empty", () => {
  const { times, median, low, high } = columns([slot("2026-11-24T01:00:00Z", 4), slot("2026-11-24T02:00:00Z", 8)]);
  assert.deepEqual(times, [EIGHT, EIGHT + HALF_HOUR, EIGHT + 2 * HALF_HOUR]);
  assert.deepEqual([median, low, high], [[4, null, 8], [2, null, 4], [8, null, 16]]);
});

test("no half hours make no columns", () => {
  assert.deepEqual(columns([]), { times: [], median: [], low: [], high: [] });
});

test("the axis is whole hours and at least four of them", () => {
  assert.deepEqual(axisRange([EIGHT + HALF_HOUR]), [EIGHT, EIGHT + 8 * HALF_HOUR]);
  assert.deepEqual(axisRange([EIGHT, EIGHT + 9 * HALF_HOUR]), [EIGHT, EIGHT + 10 * HALF_HOUR]);
  assert.deepEqual(hours(EIGHT, EIGHT + 4 * HALF_HOUR), [EIGHT, EIGHT + 2 * HALF_HOUR, EIGHT + 4 * HALF_HOUR]);
});

test("the chart reaches above the highest value and the target", () => {
  assert.equal(topMinutes([4, null, 16], 15), 20);
  assert.equal(topMinutes([31], 15), 40);
  assert.equal(topMinutes([], 30), 40);
  assert.equal(topMinutes([], null), 20);
});

test("the target line is the promise made to most tickets", () => {
  const services = [
    { issued: 10, target_wait_minutes: 30 },
    { issued: 8, target_wait_minutes: 15 },
    { issued: 9, target_wait_minutes: 15 },
  ];
  assert.equal(usualTarget(services), 15);
  assert.equal(usualTarget([]), null);
});

for (const [state, expected] of /** @type {const} */ ([
  ["queued", false],
  ["sending", false],
  ["sent", false],
  ["uncertain", true],
  ["failed", true],
  ["expired", true],
])) {
  test(`a job that is ${state} ${expected ? "may" : "may not"} be copied`, () => {
    const job = { print_job: 1, printer: "p1", number: "A015", state, reason: null, created_at: "", picture: null, is_copy: false };
    assert.equal(mayBeCopied(job), expected);
  });
}

test("only a change of the printers asks for their jobs again", () => {
  assert.equal(printersMoved(live(), live({ waiting: 1 })), false);
  assert.equal(printersMoved(live(), live({ printers: [printer({ printed: 65 })] })), true);
});

test("each order keeps its own progress", () => {
  const before = { language: /** @type {const} */ ("en"), role: "administrator", live: live(), lostAt: null, jobs: [] };
  const state = { ...before, orders: { a: /** @type {const} */ ("done") } };
  assert.deepEqual(withOrder(state, "b", "sending").orders, { a: "done", b: "sending" });
});
