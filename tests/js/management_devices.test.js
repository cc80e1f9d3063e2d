import assert from "node:assert/strict";
import { test } from "node:test";

import { EMPTY, acceptance, draftOf } from "../../management/static/management/devices_state.js";
import { renderDevices } from "../../management/static/management/render_devices.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { NOW, live } from "./manager_day.js";

useWords(realWords());

/** @typedef {import("../../management/static/management/devices_state.js").DevicesState} DevicesState */
/** @typedef {import("../../management/static/management/devices_state.js").DeviceLine} DeviceLine */

const HALLS = [{ code: "main", name_lo: "ຫ້ອງໂຖງ", name_en: "Main hall" }];

/** @param {Partial<DeviceLine>} [changes] @returns {DeviceLine} */
function device(changes = {}) {
  const facts = { device: 7, name: "At the door", kind: /** @type {const} */ ("kiosk"), hall: "main", printer: "p1" };
  const state = /** @type {const} */ ("enrolled");
  return { ...facts, state, enrolled_at: "2026-11-24T02:24:00Z", revoked_at: null, ...changes };
}

/** What was pressed, in order. @type {unknown[][]} */
let pressed = [];

/** @param {readonly DeviceLine[]} devices @param {Partial<DevicesState>} [changes] */
function drawn(devices, changes = {}) {
  pressed = [];
  const facts = { language: /** @type {const} */ ("en"), role: "administrator", live: live(), lostAt: null };
  const resting = { certificateEnds: null, awaited: null, draft: EMPTY, sending: false, problem: null, renaming: null, revoking: null };
  const list = { devices: [...devices], halls: HALLS };
  /** @param {string} name @returns {(...what: unknown[]) => number} */
  const note = (name) => (...what) => pressed.push([name, ...what]);
  return draw(
    renderDevices({ ...facts, ...resting, list, ...changes }, NOW, {
      chooseLanguage: note("language"),
      signOut: note("sign out"),
      accept: note("accept"),
      enrolAgain: note("again"),
      startRenaming: note("start renaming"),
      rename: note("rename"),
      startRevoking: note("start revoking"),
      revoke: note("revoke"),
      giveUp: note("give up"),
    }),
  );
}

/** @param {HTMLElement} element @param {string} way */
function press(element, way) {
  /** @type {HTMLElement | null} */ (element.querySelector(`[data-way=${way}]`))?.click();
}

test("a device shows its name, kind, place and since when it is in use", () => {
  const facts = drawn([device()]).querySelector(".device-facts");
  assert.equal(seen(facts), "At the door Kiosk · Main hall · Kiosk 1 in use since 24/11/2026");
});

test("a hall screen has no printer to speak of", () => {
  const facts = drawn([device({ kind: "display", printer: null, state: "not_enrolled", enrolled_at: null })]);
  assert.equal(seen(facts.querySelector(".device-facts")), "At the door Hall screen · Main hall not enrolled yet");
});

test("a screen that nobody found is told of", () => {
  assert.match(seen(drawn([device({ state: "missed" })])), /no screen showed this code/);
});

test("what came of the code that was accepted last is said at the form", () => {
  /** @param {DeviceLine["state"]} state */
  const told = (state) => seen(drawn([device({ state })], { awaited: "At the door" }).querySelector("form [role=status]"));
  assert.equal(told("accepted"), "At the door: waiting for the screen");
  assert.equal(told("late"), "At the door: no screen has shown this code yet Type the code again");
  assert.equal(told("missed"), "At the door: no screen showed this code Type the code again");
  assert.equal(told("enrolled"), "At the door: in use since 24/11/2026");
  assert.equal(seen(drawn([device()]).querySelector("form [role=status]")), "");
});

test("a code is typed again for the device that no screen came for", () => {
  const late = device({ state: "late" });
  press(drawn([late], { awaited: "At the door" }), "retype");
  assert.deepEqual(pressed, [["again", late]]);
});

test("the page says until when the certificate of https is valid, and warns of its end", () => {
  const certificate = (/** @type {string | null} */ certificateEnds) => drawn([], { certificateEnds }).querySelector(".certificate");
  assert.equal(certificate(null), null);
  assert.match(seen(certificate("2029-02-20T00:00:00+00:00")), /valid until 20\/02\/2029/);
  assert.equal(certificate("2029-02-20T00:00:00+00:00")?.classList.contains("warn"), false);
  assert.equal(certificate("2026-12-20T00:00:00+00:00")?.classList.contains("warn"), true);
});

test("a device is revoked only after a second press, and a revoked one offers none", () => {
  press(drawn([device()]), "revoke");
  assert.deepEqual(pressed, [["start revoking", 7]]);
  press(drawn([device()], { revoking: 7 }), "sure");
  assert.deepEqual(pressed, [["revoke", 7]]);
  const revoked = drawn([device({ state: "revoked", revoked_at: "2026-11-25T02:24:00Z" })]);
  assert.match(seen(revoked), /revoked 25\/11\/2026/);
  assert.equal(revoked.querySelector("[data-way=revoke]"), null);
});

test("a device is named anew in its own card", () => {
  const element = drawn([device()], { renaming: 7 });
  const input = /** @type {HTMLInputElement} */ (element.querySelector(".rename input"));
  assert.equal(input.value, "At the door");
  input.value = "By the stairs";
  element.querySelector(".rename")?.dispatchEvent(new Event("submit", { cancelable: true }));
  assert.deepEqual(pressed, [["rename", 7, "By the stairs"]]);
});

test("a screen that takes over a device begins with what that device is", () => {
  const element = drawn([device()], { draft: draftOf(device()) });
  const form = /** @type {HTMLFormElement} */ (element.querySelector("form.accept"));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("code")).value = "ACD EFG";
  const wanted = { code: "ACD EFG", name: "At the door", kind: "kiosk", hall: "main", printer: "p1" };
  assert.deepEqual(acceptance(form), wanted);
});

test("a kiosk may have no printer", () => {
  const form = /** @type {HTMLFormElement} */ (drawn([]).querySelector("form.accept"));
  assert.equal(acceptance(form).printer, null);
});

test("a refusal is said at the form", () => {
  assert.equal(seen(drawn([], { problem: "This name is taken" }).querySelector("[role=alert]")), "This name is taken");
});
