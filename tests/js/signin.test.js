import assert from "node:assert/strict";
import { test } from "node:test";

import { useWords } from "../../onedoor/static/js/words.js";
import { renderSignIn } from "../../signin/static/signin/render.js";
import { draw, realWords, seen } from "./drawing.js";

/** @typedef {import("../../signin/static/signin/render.js").State} State */

useWords(realWords());

const CENTRE = { name_lo: "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ", name_en: "Luang Prabang One Door Service Center" };

/** @param {Partial<State>} facts @param {Partial<import("../../signin/static/signin/render.js").Acts>} [acts] */
function page(facts, acts = {}) {
  /** @type {State} */
  const state = { language: "en", centre: CENTRE, busy: false, problem: null, message: "", minutes: 0, shown: false, ...facts };
  return draw(renderSignIn(state, { submit: () => {}, language: () => {}, show: () => {}, ...acts }));
}

for (const language of /** @type {const} */ (["lo", "en"])) {
  for (const problem of /** @type {const} */ ([null, "wrong", "missing", "delayed", "no_connection", "refused"])) {
    test(`every word is there in ${language} with the problem ${problem ?? "none"}`, () => {
      assert.doesNotMatch(seen(page({ language, problem })), /signin\.|common\./);
    });
  }
}

test("the centre's name greets in the chosen language, and a general name where there is no centre", () => {
  assert.equal(seen(page({ language: "lo" }).querySelector(".house-name")), CENTRE.name_lo);
  assert.equal(seen(page({ centre: null }).querySelector(".house-name")), "One Door Service Centre");
});

test("a wrong password is told as an alert and both fields are marked", () => {
  const wrong = page({ problem: "wrong" });
  assert.match(seen(wrong.querySelector('[role="alert"]')), /The name or the password is wrong/);
  assert.equal(wrong.querySelectorAll('input[aria-invalid="true"]').length, 2);
});

test("after too many failures the page says for how long to wait", () => {
  assert.match(seen(page({ problem: "delayed", minutes: 4 }).querySelector('[role="alert"]')), /try again in 4 min/);
});

test("a lost connection blames neither name nor password", () => {
  assert.equal(page({ problem: "no_connection" }).querySelectorAll('input[aria-invalid="true"]').length, 0);
});

test("another refusal is told in the server's words", () => {
  assert.match(seen(page({ problem: "refused", message: "Wait a minute" }).querySelector('[role="alert"]')), /Wait a minute/);
});

test("while it is checked the button rests and says so", () => {
  const button = /** @type {HTMLButtonElement} */ (page({ busy: true }).querySelector(".signin-submit"));
  assert.ok(button.disabled);
  assert.equal(seen(button), "Checking");
});

test("the password is legible only when asked for", () => {
  assert.equal(page({}).querySelector("#password")?.getAttribute("type"), "password");
  assert.equal(page({ shown: true }).querySelector("#password")?.getAttribute("type"), "text");
});

test("the other language can be chosen", () => {
  /** @type {string[]} */
  const chosen = [];
  const drawn = page({}, { language: (language) => chosen.push(language) });
  drawn.querySelector('.languages [lang="lo"]')?.dispatchEvent(new Event("click"));
  assert.deepEqual(chosen, ["lo"]);
});
