import assert from "node:assert/strict";
import { test } from "node:test";

import { renderLive } from "../../management/static/management/render.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { NOW, counter, live, manager, printer, service } from "./manager_day.js";

useWords(realWords());

/** @param {Parameters<typeof manager>[0]} [changes] @param {{ now?: number, confirmClock?: () => void }} [more] */
function drawn(changes = {}, { now = NOW, confirmClock = () => undefined } = {}) {
  const presses = { chooseLanguage: () => undefined, signOut: () => undefined, confirmClock };
  return draw(renderLive(manager(changes), now, presses));
}

/** @param {HTMLElement} element @param {string} selector */
function texts(element, selector) {
  return [...element.querySelectorAll(selector)].map(seen);
}

test("the five figures say the day at a glance", () => {
  assert.deepEqual(texts(drawn(), ".figure"), [
    "Waiting now 23 people",
    "Longest wait 34′ A012 · target 15′",
    "Median · 90% within 12′ · 26′ average 13′ · 43 people",
    "Within target 78% by each service's target",
    "Counters open 1 / 3 1 on break",
  ]);
});

test("one person who waits is said as one", () => {
  assert.equal(texts(drawn({ live: live({ waiting: 1 }) }), ".figure")[0], "Waiting now 1 person");
});

test("the longest wait is red only over its service's target", () => {
  assert.ok(drawn().querySelector(".figure.bad"));
  const services = [service({ target_wait_minutes: 60 })];
  assert.equal(drawn({ live: live({ services }) }).querySelector(".figure.bad"), null);
});

test("the longest wait grows between two levels", () => {
  const element = drawn({}, { now: NOW + 90_000 });
  assert.match(texts(element, ".figure")[1] ?? "", /35′/);
  assert.equal(texts(element, ".services td.late")[0], "35′");
});

test("a day that has not begun shows dashes and an empty chart that says when it starts", () => {
  const nothing = { average_wait_seconds: null, median_wait_seconds: null, p90_wait_seconds: null, within_target: null };
  const empty = { ...nothing, waiting: 0, longest_wait_seconds: null, longest_wait_number: null, slots: [] };
  const services = [service({ waiting: 0, longest_wait_seconds: null, within_target: null })];
  const element = drawn({ live: live({ ...empty, services }) });
  assert.deepEqual(texts(element, ".figure .value"), ["0", "–", "–", "–", "1 / 3"]);
  assert.match(seen(element.querySelector(".waits")), /The line starts with the first call/);
  assert.equal(/** @type {HTMLElement | null} */ (element.querySelector("#waits"))?.hidden, true);
});

test("the chart is told to those who hear the page", () => {
  assert.deepEqual(texts(drawn(), ".waits tr").slice(1), ["08:00 4′ 2′ – 8′", "08:30 6′ 3′ – 12′"]);
});

test("a service shows its queue and its share within target, in number and colour", () => {
  const element = drawn();
  assert.equal(seen(element.querySelector(".services tbody tr")), "Birth registration 9 34′ 64% 64%");
  assert.ok(element.querySelector("progress.bad"));
});

test("each counter shows who does what since when", () => {
  const counters = [
    counter(1, { number: "L042", turn_status: "serving", since: "2026-11-24T03:03:29Z" }),
    counter(2, { number: "A016", turn_status: "called", since: "2026-11-24T03:11:39Z" }),
    counter(3),
    counter(4, { state: "on_break" }),
    counter(5, { state: "closed", clerk: null }),
  ];
  assert.deepEqual(texts(drawn({ live: live({ counters }) }), ".counters tbody tr"), [
    "1 Clerk 1 serving L042 08:31",
    "2 Clerk 1 calling A016 00:21",
    "3 Clerk 1 free – –",
    "4 Clerk 1 break – –",
    "5 – closed – –",
  ]);
});

test("a printer that needs a person says why", () => {
  const printers = [printer(), printer({ code: "p2", state: "out_of_paper", queued: 2, uncertain: 1 })];
  const element = drawn({ live: live({ printers }) });
  assert.deepEqual(texts(element, ".printers li"), [
    "Kiosk 1 Printer ready 64 printed",
    "Kiosk 1 Out of paper 64 printed · 2 queued · 1 uncertain",
  ]);
  assert.ok(element.querySelector(".printers .printer.bad"));
});

test("a suspect clock stands above all, and a head settles it by one press", () => {
  let presses = 0;
  const suspect = live({ clock_trusted: false, suspect_time: "2027-11-24T03:12:00Z" });
  const element = drawn({ live: suspect }, { confirmClock: () => (presses += 1) });
  assert.match(seen(element.querySelector(".banner")), /clock may be wrong: 24\/11\/2027 10:12/);
  element.querySelector(/** @type {"button"} */ (".banner button"))?.click();
  assert.equal(presses, 1);
  assert.equal(drawn({ live: suspect, role: "clerk" }).querySelector(".banner button"), null);
  assert.equal(drawn().querySelector(".banner"), null);
});

test("while the confirmation is on its way it cannot be pressed again, and a failure is said", () => {
  const suspect = live({ clock_trusted: false, suspect_time: "2027-11-24T03:12:00Z" });
  const button = drawn({ live: suspect, command: "sending" }).querySelector(/** @type {"button"} */ (".banner button"));
  assert.equal(button?.disabled, true);
  assert.match(seen(drawn({ live: suspect, command: "failed" }).querySelector(".banner")), /did not work/);
});

test("only administrators find the pages of printers, devices, staff and the logo in the menu", () => {
  assert.deepEqual(texts(drawn({ role: "head" }), "nav a"), ["Live"]);
  assert.deepEqual(texts(drawn({ role: "administrator" }), "nav a"), ["Live", "Printers", "Devices", "Staff", "Logo"]);
});

test("a lost connection keeps the figures and marks their time", () => {
  const element = drawn({ lostAt: NOW });
  assert.equal(seen(element.querySelector(".head .pill")), "As of 10:12 · connecting again");
  assert.equal(element.querySelectorAll(".figure").length, 5);
});

test("the page speaks Lao", () => {
  assert.match(seen(drawn({ language: "lo" }).querySelector("h1")), /ພາບລວມມື້ນີ້/);
});
