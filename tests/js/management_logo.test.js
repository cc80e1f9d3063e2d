import assert from "node:assert/strict";
import { test } from "node:test";

import { renderLogo } from "../../management/static/management/render_logo.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { CENTRE } from "./hall_board.js";
import { NOW, live } from "./manager_day.js";

useWords(realWords());

/** @typedef {import("../../management/static/management/logo_state.js").LogoState} LogoState */

const LOGO = "/logos/5e1f.png";

/** What was pressed, in order. @type {unknown[][]} */
let pressed = [];

/** @param {string | null} logo @param {Partial<LogoState>} [changes] */
function drawn(logo, changes = {}) {
  pressed = [];
  const facts = { language: /** @type {const} */ ("en"), role: "administrator", lostAt: null, sending: false, problem: null };
  /** @param {string} name @returns {(...what: unknown[]) => number} */
  const note = (name) => (...what) => pressed.push([name, ...what]);
  const presses = { chooseLanguage: note("language"), signOut: note("out"), show: note("show"), remove: note("remove") };
  return draw(renderLogo({ ...facts, live: live({ centre: { ...CENTRE, logo } }), ...changes }, NOW, presses));
}

/** @param {HTMLElement} element @returns {HTMLButtonElement | null} */
function removeButton(element) {
  return element.querySelector("[data-way=remove]");
}

test("a logo is seen on both grounds as it stands on the screens", () => {
  const marks = [...drawn(LOGO).querySelectorAll(".logo-head img")];
  assert.deepEqual(marks.map((mark) => mark.getAttribute("src")), [LOGO, LOGO]);
});

test("without a logo OneDoor's mark is seen, and there is nothing to remove", () => {
  const element = drawn(null);
  assert.equal(element.querySelectorAll(".logo-head svg.mark").length, 2);
  assert.equal(removeButton(element), null);
});

test("a chosen file is sent at once, and the same one may be chosen again", () => {
  const element = drawn(null);
  const input = /** @type {HTMLInputElement} */ (element.querySelector("input"));
  const file = new File(["x"], "logo.png");
  Object.defineProperty(input, "files", { value: [file] });
  input.dispatchEvent(new Event("change"));
  assert.deepEqual(pressed, [["show", file]]);
  assert.equal(input.value, "");
});

test("a logo is removed by one press, but not while a command is under way", () => {
  removeButton(drawn(LOGO))?.click();
  assert.deepEqual(pressed.map(([what]) => what), ["remove"]);
  removeButton(drawn(LOGO, { sending: true }))?.click();
  assert.deepEqual(pressed, []);
});

test("a refusal is said", () => {
  assert.equal(seen(drawn(null, { problem: "No picture" }).querySelector("[role=alert]")), "No picture");
});
