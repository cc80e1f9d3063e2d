import assert from "node:assert/strict";
import { test } from "node:test";

import { initialState, reduce } from "../../counter/static/counter/state.js";
import { atDesk, CALLED, calledDesk, CENTRE, choice, CHOICES, desk, SERVING, servingDesk } from "./counter_fixtures.js";

/** @typedef {import("../../counter/static/counter/state.js").Happening} Happening */
/** @typedef {import("../../counter/static/counter/state.js").State} State */

/** @param {State} state @param {...Happening} happenings */
function after(state, ...happenings) {
  return happenings.reduce(reduce, state);
}

/** @param {import("../../counter/static/counter/state.js").Choice[]} choices */
function pageWith(choices) {
  const staff = { display_name: "Clerk 3", role: "clerk" };
  return initialState({ language: "lo", staff, centre: CENTRE, choices, snapshot: null, version: 1 });
}

test("yesterday's own counter is chosen already, else the first free one", () => {
  assert.equal(pageWith(CHOICES).chosen, 3);
  assert.equal(pageWith([choice({ counter: 1, state: "open" }), choice({ counter: 4 })]).chosen, 4);
});

test("yesterday's own counter is not chosen when somebody else sits there", () => {
  assert.equal(pageWith([choice({ counter: 2 }), choice({ counter: 3, state: "open", was_yours: true })]).chosen, 2);
});

test("when every counter is taken none is chosen", () => {
  assert.equal(pageWith([choice({ counter: 1, state: "open" }), choice({ counter: 2, state: "on_break" })]).chosen, null);
});

test("a fresh list keeps the choice while the counter is free", () => {
  const chosen = after(pageWith(CHOICES), { type: "counter_chosen", counter: 2 });
  assert.equal(after(chosen, { type: "choices_came", choices: CHOICES }).chosen, 2);
  const taken = CHOICES.map((one) => (one.counter === 2 ? choice({ counter: 2, state: "open" }) : one));
  assert.equal(after(chosen, { type: "choices_came", choices: taken }).chosen, 3);
});

test("a desk of an older version is not drawn, of the same or a newer one it is", () => {
  const newest = atDesk({ version: 9 });
  assert.equal(after(newest, { type: "desk_came", desk: calledDesk(), version: 8 }).desk?.turn, SERVING);
  assert.equal(after(newest, { type: "desk_came", desk: calledDesk(), version: 9 }).desk?.turn, CALLED);
});

test("after a lost line a lower version is believed, as after a restored backup", () => {
  const back = after(atDesk({ version: 9 }), { type: "line_lost", at: 1 }, { type: "desk_came", desk: calledDesk(), version: 2 });
  assert.equal(back.desk?.turn, CALLED);
  assert.equal(back.version, 2);
});

test("the time of the loss stays the first one until the line is found", () => {
  const lost = after(atDesk(), { type: "line_lost", at: 100 }, { type: "line_lost", at: 200 });
  assert.equal(lost.lostSince, 100);
  assert.equal(after(lost, { type: "line_found" }).lostSince, null);
});

test("the page stays busy after the answer until the press has settled", () => {
  const sent = after(atDesk(), { type: "command_sent", name: "golden" });
  const answered = after(sent, { type: "command_done", name: "golden", number: "A016", desk: calledDesk(), version: 6 });
  assert.equal(answered.busy, "golden");
  assert.equal(answered.desk?.turn, CALLED);
  assert.equal(after(answered, { type: "command_settled" }).busy, null);
});

test("a refusal draws the fresh desk and says why", () => {
  const refused = { type: /** @type {const} */ ("command_refused"), key: "counter.problem.desk_changed", params: {}, desk: calledDesk() };
  const state = after(atDesk(), { type: "command_sent", name: "golden" }, refused);
  assert.equal(state.desk?.turn, CALLED);
  assert.deepEqual(state.notice, { kind: "problem", key: "counter.problem.desk_changed", params: {} });
});

for (const action of ["recall", "no_show", "return", "hold", "transfer", "cancel"]) {
  test(`${action} says what it did to which number`, () => {
    const done = { type: /** @type {const} */ ("command_done"), name: action, number: "A015", desk: desk(), version: 6 };
    assert.deepEqual(after(atDesk(), done).notice, { kind: "done", key: `counter.done.${action}`, params: { number: "A015" } });
  });
}

test("what the golden button did is seen, not said", () => {
  const done = { type: /** @type {const} */ ("command_done"), name: "golden", number: "A016", desk: calledDesk(), version: 6 };
  assert.equal(after(atDesk(), done).notice, null);
});

test("an armed cancel and an open transfer are dropped when another turn is at the desk", () => {
  const asking = atDesk({ desk: calledDesk(), armed: true, panel: "transfer" });
  const same = after(asking, { type: "desk_came", desk: calledDesk(), version: 6 });
  assert.deepEqual([same.armed, same.panel], [true, "transfer"]);
  const other = after(asking, { type: "desk_came", desk: servingDesk(), version: 6 });
  assert.deepEqual([other.armed, other.panel], [false, null]);
});

test("the filter is dropped when nobody waits for that service any more", () => {
  const filtered = after(atDesk({ tab: "absent" }), { type: "filter_chosen", service: "birth" });
  assert.deepEqual([filtered.filter, filtered.tab], ["birth", "waiting"]);
  const services = desk().services.map((one) => (one.code === "birth" ? { ...one, people_waiting: 0 } : one));
  assert.equal(after(filtered, { type: "desk_came", desk: servingDesk({ services }), version: 6 }).filter, null);
});

test("whoever lost the counter chooses again and reads who has it", () => {
  const lost = after(atDesk(), { type: "desk_came", desk: desk({ clerk_is_you: false, clerk: "Clerk 5" }), version: 6 });
  assert.equal(lost.desk, null);
  assert.deepEqual(lost.notice?.params, { counter: 3, name: "Clerk 5" });
});

test("a closed counter leads back to the choice without a complaint", () => {
  const closed = desk({ state: "closed", clerk: null, clerk_is_you: false });
  const state = after(atDesk(), { type: "command_done", name: "closing", number: null, desk: closed, version: 6 });
  assert.equal(state.desk, null);
  assert.equal(state.notice, null);
});
