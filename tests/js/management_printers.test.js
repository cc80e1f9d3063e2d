import assert from "node:assert/strict";
import { test } from "node:test";

import { renderPrinters } from "../../management/static/management/render_printers.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { NOW, live } from "./manager_day.js";

useWords(realWords());

/** @typedef {import("../../management/static/management/printers_state.js").PrintersState} PrintersState */
/** @typedef {import("../../management/static/management/printers_state.js").PrintJobLine} PrintJobLine */

/** @param {Partial<PrintJobLine>} [changes] @returns {PrintJobLine} */
function job(changes = {}) {
  const facts = { print_job: 12, printer: "p1", number: "A015", state: /** @type {const} */ ("sent"), reason: null };
  return { ...facts, created_at: "2026-11-24T02:24:00Z", picture: null, is_copy: false, ...changes };
}

/** @param {Partial<PrintersState>} [changes] @param {(address: string) => void} [order] */
function drawn(changes = {}, order = () => undefined) {
  const state = { language: /** @type {const} */ ("en"), role: "administrator", live: live(), lostAt: null, jobs: [], orders: {} };
  return draw(renderPrinters({ ...state, ...changes }, NOW, { chooseLanguage: () => undefined, signOut: () => undefined, order }));
}

test("a printer shows its state and prints a test page on demand", () => {
  /** @type {string[]} */
  const orders = [];
  const card = drawn({}, (address) => orders.push(address)).querySelector(".printer-card");
  assert.equal(seen(card), "Kiosk 1 Printer ready 64 printed Print a test page");
  card?.querySelector("button")?.click();
  assert.deepEqual(orders, ["/management/printers/p1/test-pages"]);
});

test("a job shows number, time, printer, state and the reason in words", () => {
  const element = drawn({ jobs: [job({ state: "failed", reason: "out_of_paper" })] });
  assert.equal(seen(element.querySelector(".job")), "no picture A015 09:24 · Kiosk 1 failed · out of paper Print a copy");
});

test("a sent job needs nobody, and a copy is marked as one", () => {
  const element = drawn({ jobs: [job({ is_copy: true })] });
  assert.equal(element.querySelector(".job button"), null);
  assert.equal(seen(element.querySelector(".copy-mark")), "copy");
});

test("a copy is ordered of the job that it stands on", () => {
  /** @type {string[]} */
  const orders = [];
  const element = drawn({ jobs: [job({ state: "uncertain" })] }, (address) => orders.push(address));
  element.querySelector(/** @type {"button"} */ (".job button"))?.click();
  assert.deepEqual(orders, ["/management/print-jobs/12/copies"]);
});

test("the picture that a printer kept is shown with its number in words", () => {
  const picture = "/management/print-jobs/12/picture.png";
  const image = drawn({ jobs: [job({ picture })] }).querySelector("img");
  assert.deepEqual([image?.getAttribute("src"), image?.alt], [picture, "Picture of ticket A015"]);
});

test("a test page has no number", () => {
  assert.equal(seen(drawn({ jobs: [job({ number: null })] }).querySelector(".job h3")), "Test page");
});

test("an order on its way cannot be pressed again; its end is said", () => {
  const address = "/management/printers/p1/test-pages";
  const sending = drawn({ orders: { [address]: "sending" } }).querySelector(".printer-card");
  assert.equal(sending?.querySelector("button")?.disabled, true);
  assert.match(seen(drawn({ orders: { [address]: "done" } }).querySelector(".order-state")), /Asked for/);
  assert.match(seen(drawn({ orders: { [address]: "failed" } }).querySelector(".order-state")), /did not work/);
});

test("before the first print the page says so", () => {
  assert.match(seen(drawn()), /Nothing has been printed yet/);
});
