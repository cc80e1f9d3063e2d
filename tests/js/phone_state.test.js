import assert from "node:assert/strict";
import { test } from "node:test";

import { hasMoved, inQueue, isNewCall } from "../../phone/static/phone/state.js";
import { calledTicket, ticket } from "./phone_ticket.js";

const QUEUE = { version: 7, service: "birth", people_ahead: { h1: 2, h2: 0 }, now_calling: "A013", now_calling_counter: 1 };

test("the own place is read by the ticket's handle", () => {
  const moved = inQueue(ticket(), QUEUE);
  assert.equal(moved.people_ahead, 2);
  assert.deepEqual(moved.now_calling, { number: "A013", counter: 1 });
});

test("another service's queue says nothing about this ticket", () => {
  const before = ticket();
  assert.equal(inQueue(before, { ...QUEUE, service: "land" }), before);
});

test("a ticket that the queue does not name keeps its place", () => {
  assert.equal(inQueue(ticket({ handle: "h9" }), QUEUE).people_ahead, 4);
});

test("when nobody is called nobody is shown as called", () => {
  assert.equal(inQueue(ticket(), { ...QUEUE, now_calling: null, now_calling_counter: null }).now_calling, null);
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
