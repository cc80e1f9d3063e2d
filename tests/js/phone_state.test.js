import assert from "node:assert/strict";
import { test } from "node:test";

import { hasMoved, inQueue, isNewCall } from "../../phone/static/phone/state.js";
import { calledTicket, ticket } from "./phone_ticket.js";

const MOVED = {
  version: 7,
  service: "birth",
  since: 5,
  until: 6,
  moves: [{ at: 1, by: -1 }],
  seconds_per_person: 240,
  now_calling: "A013",
  now_calling_counter: 1,
};

test("the own place and the waiting time follow from the moves", () => {
  const moved = inQueue(ticket(), MOVED);
  assert.equal(moved.people_ahead, 3);
  assert.deepEqual(moved.estimate, { low_minutes: 10, high_minutes: 25 });
  assert.deepEqual(moved.now_calling, { number: "A013", counter: 1 });
});

test("another service's queue says nothing about this ticket", () => {
  const before = ticket();
  assert.equal(inQueue(before, { ...MOVED, service: "land" }), before);
});

test("a ticket that does not wait has no place that could move", () => {
  const before = calledTicket();
  assert.equal(inQueue(before, MOVED), before);
});

test("when nobody is called nobody is shown as called", () => {
  assert.equal(inQueue(ticket(), { ...MOVED, now_calling: null, now_calling_counter: null }).now_calling, null);
});

for (const { name, before, after, expected } of [
  { name: "a first call", before: ticket(), after: calledTicket(), expected: true },
  { name: "a page opened while called", before: null, after: calledTicket(), expected: true },
  { name: "one call more", before: calledTicket(), after: calledTicket({ call_count: 2 }), expected: true },
  { name: "the same call told again", before: calledTicket(), after: calledTicket(), expected: false },
  { name: "a waiting ticket", before: ticket(), after: ticket({ people_ahead: 3 }), expected: false },
  { name: "a call that was answered", before: calledTicket(), after: calledTicket({ status: "serving" }), expected: false },
  { name: "an unknown ticket", before: ticket(), after: null, expected: false },
]) {
  test(`${name} ${expected ? "buzzes" : "does not buzz"}`, () => assert.equal(isNewCall(before, after), expected));
}

test("a place that changed is a move, the end of waiting is not", () => {
  assert.equal(hasMoved(ticket(), ticket({ people_ahead: 3 })), true);
  assert.equal(hasMoved(ticket(), ticket()), false);
  assert.equal(hasMoved(ticket(), calledTicket()), false);
  assert.equal(hasMoved(null, ticket()), false);
});
