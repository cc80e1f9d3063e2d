import assert from "node:assert/strict";
import { test } from "node:test";

import { clockTime, longDate, money, sameDay, shortDateTime, stopwatch } from "../../onedoor/static/js/format.js";
import { useWords, words } from "../../onedoor/static/js/words.js";
import { realWords } from "./drawing.js";

const VIENTIANE = 7 * 60;
const AFTERNOON = "2026-11-24T07:05:00Z";

useWords(realWords());

test("money has dots and the word kip in Lao, commas and LAK in English", () => {
  assert.equal(money(15000, words("lo")), "15.000 ກີບ");
  assert.equal(money(1250000, words("en")), "1,250,000 LAK");
  assert.equal(money(500, words("lo")), "500 ກີບ");
});

test("times are shown in the centre's zone, not the browser's", () => {
  assert.equal(clockTime(AFTERNOON, VIENTIANE), "14:05");
  assert.equal(shortDateTime(AFTERNOON, VIENTIANE), "24/11/2026 14:05");
  assert.equal(shortDateTime("2026-11-24T23:30:00Z", VIENTIANE), "25/11/2026 06:30");
});

test("a long date has Lao weekday and month names without a Lao locale", () => {
  assert.equal(longDate(AFTERNOON, VIENTIANE, words("lo")), "ວັນອັງຄານ, 24 ພະຈິກ 2026");
  assert.equal(longDate(AFTERNOON, VIENTIANE, words("en")), "Tuesday, 24 November 2026");
});

test("a day changes at the centre's midnight", () => {
  assert.ok(sameDay("2026-11-23T17:00:00Z", AFTERNOON, VIENTIANE));
  assert.ok(!sameDay("2026-11-23T16:59:00Z", AFTERNOON, VIENTIANE));
});

test("a stopwatch shows hours only when there are some", () => {
  assert.equal(stopwatch(352.9), "05:52");
  assert.equal(stopwatch(3952), "1:05:52");
  assert.equal(stopwatch(-3), "00:00");
});
