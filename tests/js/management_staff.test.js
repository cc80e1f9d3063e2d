import assert from "node:assert/strict";
import { test } from "node:test";

import { renderStaff } from "../../management/static/management/render_staff.js";
import { signOutAddress, unlockAddress } from "../../management/static/management/staff_state.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { NOW, live } from "./manager_day.js";

useWords(realWords());

/** @typedef {import("../../management/static/management/staff_state.js").StaffLine} StaffLine */
/** @typedef {import("../../management/static/management/staff_state.js").StaffState} StaffState */

/** @param {Partial<StaffLine>} [changes] @returns {StaffLine} */
function person(changes = {}) {
  const names = { person: 7, sign_in_name: "clerk1", display_name: "Noy" };
  return { ...names, role: "clerk", sessions: ["2026-11-24T01:02:00Z"], locked_until: null, ...changes };
}

/** What was pressed, in order. @type {unknown[][]} */
let pressed = [];

/** @param {StaffLine} line @param {Partial<StaffState>} [changes] */
function drawn(line, changes = {}) {
  pressed = [];
  const facts = { language: /** @type {const} */ ("en"), role: "administrator", live: live(), lostAt: null };
  const resting = { sending: false, problem: null, signingOut: null, list: { people: [line], you: 1 } };
  /** @param {string} name @returns {(...what: unknown[]) => number} */
  const note = (name) => (...what) => pressed.push([name, ...what]);
  return draw(
    renderStaff({ ...facts, ...resting, ...changes }, NOW, {
      chooseLanguage: note("language"),
      signOut: note("leave"),
      startSigningOut: note("start"),
      signOutPerson: note("sign out"),
      unlock: note("unlock"),
      giveUp: note("give up"),
    }),
  );
}

/** @param {HTMLElement} element @param {string} way */
function press(element, way) {
  /** @type {HTMLElement | null} */ (element.querySelector(`[data-way=${way}]`))?.click();
}

for (const language of /** @type {const} */ (["lo", "en"])) {
  for (const role of /** @type {const} */ (["clerk", "head", "administrator"])) {
    test(`every word for a ${role} is there in ${language}`, () => {
      const locked = person({ role, locked_until: "2026-11-24T03:15:00Z" });
      assert.doesNotMatch(seen(drawn(locked, { language, list: { people: [locked, person({ sessions: [] })], you: 7 } })), /management\.|common\./);
    });
  }
}

test("a person shows name, role and since when each session is open", () => {
  const line = drawn(person({ sessions: ["2026-11-24T01:02:00Z", "2026-11-23T15:30:00Z"] })).querySelector(".person");
  assert.equal(seen(line), "Noy Clerk · clerk1 signed in since 08:02 · 23/11/2026 22:30 Sign out");
});

test("who is not signed in cannot be signed out", () => {
  const line = drawn(person({ sessions: [] })).querySelector(".person");
  assert.equal(seen(line), "Noy Clerk · clerk1 not signed in");
});

test("a person is signed out only after a second press", () => {
  press(drawn(person()), "sign-out");
  assert.deepEqual(pressed, [["start", 7]]);
  const asked = drawn(person(), { signingOut: 7 });
  assert.equal(asked.querySelector("[data-way=sign-out]"), null);
  press(asked, "sure");
  assert.deepEqual(pressed, [["sign out", 7]]);
  assert.equal(signOutAddress(7), "/management/staff/7/sign-out");
});

test("who is locked out is told of with the minutes that are left, and is unlocked by one press", () => {
  const element = drawn(person({ sessions: [], locked_until: "2026-11-24T03:15:00Z" }));
  assert.match(seen(element.querySelector(".person-state")), /failed sign-ins · locked for 3 min more/);
  press(element, "unlock");
  assert.deepEqual(pressed, [["unlock", 7]]);
  assert.equal(unlockAddress(7), "/management/staff/7/unlock");
  assert.equal(drawn(person()).querySelector("[data-way=unlock]"), null);
});

test("a lock-out that ends in a moment is told of until the list is read again", () => {
  assert.match(seen(drawn(person({ locked_until: "2026-11-24T03:11:59Z" }))), /locked for 1 min more/);
});

test("the own line is marked", () => {
  assert.match(seen(drawn(person(), { list: { people: [person()], you: 7 } }).querySelector("h2")), /Noy you/);
});

test("the head of the page counts who is signed in, and who is locked out if anybody is", () => {
  assert.equal(seen(drawn(person()).querySelector(".summary")), "1 signed in");
  const people = [person(), person({ sessions: [], locked_until: "2026-11-24T03:15:00Z" })];
  assert.equal(seen(drawn(person(), { list: { people, you: 1 } }).querySelector(".summary")), "1 signed in 1 locked out");
});

test("a refusal is said above the people", () => {
  assert.equal(seen(drawn(person(), { problem: "Nobody has this name" }).querySelector("[role=alert]")), "Nobody has this name");
});

test("the way to the own password leads back to this page", () => {
  assert.ok(drawn(person()).querySelector('a[href="/password?back=/management/staff"]'));
});
