import assert from "node:assert/strict";
import { test } from "node:test";

import { mendLanguage } from "../../management/static/management/language.js";

test("a language that is none becomes one that every browser knows", () => {
  const browser = { language: "en-US@posix" };
  mendLanguage(browser);
  assert.equal(browser.language, "en-US");
});

test("a real language stays", () => {
  const browser = { language: "lo-LA" };
  mendLanguage(browser);
  assert.equal(browser.language, "lo-LA");
});
