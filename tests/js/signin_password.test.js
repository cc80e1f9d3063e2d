import assert from "node:assert/strict";
import { test } from "node:test";

import { useWords } from "../../onedoor/static/js/words.js";
import { fieldsToMend, judge } from "../../signin/static/signin/password_state.js";
import { renderPassword } from "../../signin/static/signin/render_password.js";
import { draw, realWords, seen } from "./drawing.js";

/** @typedef {import("../../signin/static/signin/password_state.js").State} State */
/** @typedef {import("../../signin/static/signin/render_password.js").Acts} Acts */

useWords(realWords());

const CENTRE = { name_lo: "ສູນບໍລິການປະຕູດຽວ", name_en: "One Door Service Center" };
const PROBLEMS = /** @type {const} */ (["incomplete", "short", "differ", "wrong_old", "delayed", "no_connection", "unchanged"]);
const GOOD = { old: "as it is now", fresh: "another one", again: "another one" };

/** @param {Partial<State>} [facts] @param {Partial<Acts>} [acts] */
function page(facts = {}, acts = {}) {
  const who = { language: /** @type {const} */ ("en"), centre: CENTRE, displayName: "Noy", back: "/counter/", fewest: 8 };
  const resting = { busy: false, changed: false, problem: null, message: "", minutes: 0, wrong: [], shown: {} };
  return draw(renderPassword({ ...who, ...resting, ...facts }, { submit: () => {}, language: () => {}, show: () => {}, ...acts }));
}

test("a good entry is sent as it is", () => {
  assert.equal(judge(GOOD, 8), null);
});

test("what is missing, too short or typed differently is seen before it is sent", () => {
  assert.equal(judge({ ...GOOD, old: "" }, 8), "incomplete");
  assert.equal(judge({ ...GOOD, again: "" }, 8), "incomplete");
  assert.equal(judge({ ...GOOD, fresh: "seven c", again: "seven c" }, 8), "short");
  assert.equal(judge({ ...GOOD, again: "another ono" }, 8), "differ");
});

test("characters are counted as the server counts them", () => {
  const keys = "🔑".repeat(7);
  assert.equal(judge({ ...GOOD, fresh: keys, again: keys }, 8), "short");
  assert.equal(judge({ ...GOOD, fresh: `${keys}🔑`, again: `${keys}🔑` }, 8), null);
});

test("each problem points to the fields that mend it", () => {
  assert.deepEqual(fieldsToMend("incomplete", { ...GOOD, old: "", again: "" }), ["old", "again"]);
  assert.deepEqual(fieldsToMend("short", GOOD), ["fresh"]);
  assert.deepEqual(fieldsToMend("differ", GOOD), ["again"]);
  assert.deepEqual(fieldsToMend("wrong_old", GOOD), ["old"]);
  assert.deepEqual(fieldsToMend("no_connection", GOOD), []);
});

for (const language of /** @type {const} */ (["lo", "en"])) {
  for (const problem of PROBLEMS) {
    test(`every word is there in ${language} with the problem ${problem}`, () => {
      assert.doesNotMatch(seen(page({ language, problem })), /signin\.|common\.|\{/);
    });
  }
  test(`every word is there in ${language} when it is done`, () => {
    assert.doesNotMatch(seen(page({ language, changed: true })), /signin\.|common\.|\{/);
  });
}

test("the page says the rule before anything is typed", () => {
  assert.match(seen(page().querySelector(".signin-note")), /At least 8 characters/);
});

test("a problem is told as an alert and its fields are marked", () => {
  const short = page({ problem: "short", wrong: ["fresh"] });
  assert.match(seen(short.querySelector('[role="alert"]')), /too short It needs at least 8 characters/);
  assert.deepEqual([...short.querySelectorAll('[aria-invalid="true"]')].map(({ id }) => id), ["fresh"]);
});

test("another refusal is told in the server's words", () => {
  assert.match(seen(page({ problem: "unchanged", message: "Wait a minute" }).querySelector('[role="alert"]')), /not changed Wait a minute/);
});

test("each field is legible only when asked for", () => {
  /** @type {unknown[]} */
  const asked = [];
  const hidden = page({}, { show: (...what) => asked.push(what) });
  assert.equal(hidden.querySelectorAll("input[type=password]").length, 3);
  hidden.querySelectorAll(".show")[1]?.dispatchEvent(new Event("click"));
  assert.deepEqual(asked, [["fresh", true]]);
  assert.equal(page({ shown: { fresh: true } }).querySelector("#fresh")?.getAttribute("type"), "text");
});

test("when it is done the page says so and leads back", () => {
  const done = page({ changed: true });
  assert.match(seen(done.querySelector("[role=status]")), /The password is changed You are signed out on all other computers/);
  assert.equal(done.querySelectorAll("input").length, 0);
  assert.equal(done.querySelector("main a")?.getAttribute("href"), "/counter/");
});
