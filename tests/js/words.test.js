import assert from "node:assert/strict";
import { test } from "node:test";

import { useWords, words } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";

useWords(realWords());

test("both languages are drawn, the chosen one first, each with its own lang", () => {
  const element = draw(words("lo").both("common.people", { count: 4 }));
  const [first, second] = element.querySelectorAll("[lang]");
  assert.deepEqual([first?.getAttribute("lang"), seen(first ?? null)], ["lo", "4 ຄົນ"]);
  assert.deepEqual([second?.getAttribute("lang"), seen(second ?? null)], ["en", "4 people"]);
});

test("one of a thing has words of its own", () => {
  assert.equal(words("en")("common.people", { count: 1 }), "1 person");
  assert.equal(words("en")("common.people", { count: 2 }), "2 people");
});

test("names that are data follow the chosen language", () => {
  const element = draw(words("en").named({ name_lo: "ທີ່ດິນ", name_en: "Land" }));
  assert.equal(seen(element), "Land ທີ່ດິນ");
});

test("every word has a Lao and an English side with the same placeholders", () => {
  const { lo, en } = realWords();
  assert.deepEqual(keys(lo), keys(en));
  for (const [key, text] of Object.entries(lo)) assert.deepEqual(placeholders(text), placeholders(en[key] ?? ""), key);
});

test("Lao words use the house spelling of sara am and of the double letters", () => {
  for (const [key, text] of Object.entries(realWords().lo)) assert.doesNotMatch(text, /\u0ecd[\u0ec8-\u0ecb]?\u0eb2|ຫນ|ຫມ/, key);
});

/** Lao has no singular, so that words for one thing may be English alone. @param {Record<string, string>} table */
function keys(table) {
  return Object.keys(table).filter((key) => !key.endsWith(".one")).sort();
}

/** @param {string} text */
function placeholders(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}
