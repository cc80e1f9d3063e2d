import assert from "node:assert/strict";
import { test } from "node:test";

import { intentOf, placeKey } from "../../counter/static/counter/keys.js";
import { atDesk, calledDesk, CHOICES, idleDesk } from "./counter_fixtures.js";

/** @typedef {import("../../counter/static/counter/state.js").State} State */

/** @param {State} state @param {string} code @param {Partial<import("../../counter/static/counter/keys.js").Press>} [more] */
function pressed(state, code, more = {}) {
  const press = { code, key: code, repeat: false, modified: false, typing: false, onOtherButton: false, ...more };
  return intentOf(state, press);
}

const CALLED = atDesk({ desk: calledDesk() });
const SERVING = atDesk();
const CHOOSING = atDesk({ desk: null });

const TABLE = [
  { state: CALLED, keys: { KeyR: "recall", KeyN: "no_show", KeyU: "return", KeyT: "transfer", KeyC: "cancel", KeyH: null, KeyF: null } },
  { state: SERVING, keys: { KeyF: "finish", KeyH: "hold", KeyT: "transfer", KeyU: "return", KeyR: null, KeyN: null, KeyC: null } },
  { state: atDesk({ desk: idleDesk() }), keys: { KeyR: null, KeyN: null, KeyU: null, KeyT: null, KeyC: null, KeyH: null, KeyF: null } },
];

for (const { state, keys } of TABLE) {
  for (const [code, action] of Object.entries(keys)) {
    test(`${code} with ${state.desk?.turn?.status ?? "nobody"} at the desk means ${action ?? "nothing"}`, () => {
      assert.deepEqual(pressed(state, code), action && { type: "action", action });
    });
  }
}

test("the letters work on a Lao keyboard, where the R key writes another character", () => {
  assert.deepEqual(pressed(CALLED, "KeyR", { key: "ພ" }), { type: "action", action: "recall" });
});

test("Space is the golden key, B the break, M the menu, and the question mark shows the keys", () => {
  assert.deepEqual(pressed(SERVING, "Space"), { type: "golden" });
  assert.deepEqual(pressed(SERVING, "KeyB"), { type: "break" });
  assert.deepEqual(pressed(SERVING, "KeyM"), { type: "panel", panel: "menu" });
  assert.deepEqual(pressed(SERVING, "Minus", { key: "?" }), { type: "panel", panel: "keys" });
});

for (const nuisance of [{ repeat: true }, { modified: true }, { typing: true }]) {
  test(`no key fires when ${Object.keys(nuisance)[0]}`, () => {
    for (const code of ["Space", "KeyT", "Escape", "Digit1"]) assert.equal(pressed(SERVING, code, nuisance), null);
  });
}

test("1, 2 and 3 turn to the lists, on the number block too", () => {
  assert.deepEqual(pressed(SERVING, "Digit2"), { type: "tab", tab: "on_hold" });
  assert.deepEqual(pressed(SERVING, "Numpad3"), { type: "tab", tab: "absent" });
  assert.equal(pressed(SERVING, "Digit4"), null);
});

test("S goes through the awaited services and back to all", () => {
  assert.deepEqual(pressed(SERVING, "KeyS"), { type: "filter", service: "birth" });
  assert.deepEqual(pressed(atDesk({ filter: "birth" }), "KeyS"), { type: "filter", service: "marriage" });
  assert.deepEqual(pressed(atDesk({ filter: "marriage" }), "KeyS"), { type: "filter", service: null });
});

test("arrows step through the list and through a panel", () => {
  assert.deepEqual(pressed(SERVING, "ArrowDown"), { type: "step", by: 1 });
  assert.deepEqual(pressed(atDesk({ panel: "transfer" }), "ArrowUp"), { type: "step", by: -1 });
});

test("in the transfer panel the digits choose a service other than the turn's own", () => {
  const transferring = atDesk({ panel: "transfer" });
  assert.deepEqual(pressed(transferring, "Digit1"), { type: "transfer", service: "marriage" });
  assert.deepEqual(pressed(transferring, "Digit2"), { type: "transfer", service: "land" });
  assert.equal(pressed(transferring, "Digit3"), null);
});

test("an open panel keeps the desk's keys away, Escape closes it", () => {
  for (const panel of /** @type {const} */ (["transfer", "menu", "keys"])) {
    assert.equal(pressed(atDesk({ panel }), "Space"), null);
    assert.equal(pressed(atDesk({ panel }), "KeyH"), null);
    assert.deepEqual(pressed(atDesk({ panel }), "Escape"), { type: "close" });
  }
});

test("after nine digits the places of the transfer panel go on with letters", () => {
  assert.deepEqual([0, 8, 9, 10].map(placeKey), ["1", "9", "A", "B"]);
});

test("arrows go round the free counters and leave out the taken ones", () => {
  assert.deepEqual(pressed(CHOOSING, "ArrowDown"), { type: "choose", counter: 2 });
  assert.deepEqual(pressed(CHOOSING, "ArrowUp"), { type: "choose", counter: 2 });
  assert.deepEqual(pressed(atDesk({ desk: null, chosen: 2 }), "ArrowRight"), { type: "choose", counter: 3 });
});

test("a digit chooses that counter if it is free", () => {
  assert.deepEqual(pressed(CHOOSING, "Digit2"), { type: "choose", counter: 2 });
  assert.equal(pressed(CHOOSING, "Digit1"), null);
});

test("with every counter taken no arrow chooses one", () => {
  const taken = CHOICES.map((one) => ({ ...one, state: /** @type {const} */ ("open") }));
  assert.equal(pressed(atDesk({ desk: null, chosen: null, choices: taken }), "ArrowDown"), null);
});

test("Enter opens the chosen counter unless another button has the focus", () => {
  assert.deepEqual(pressed(CHOOSING, "Enter"), { type: "open_counter" });
  assert.equal(pressed(CHOOSING, "Enter", { onOtherButton: true }), null);
});
