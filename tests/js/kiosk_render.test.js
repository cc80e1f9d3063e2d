import assert from "node:assert/strict";
import { test } from "node:test";

import { render } from "../../kiosk/static/kiosk/render.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { TO_PRIORITY, after, atHome, tick, withTicket } from "./kiosk_board.js";

/** @typedef {import("../../kiosk/static/kiosk/state.js").Action} Action */
/** @typedef {import("../../kiosk/static/kiosk/state.js").State} State */

useWords(realWords());

/** @param {State} state */
function page(state) {
  /** @type {Action[]} */
  const acted = [];
  const element = draw(render(state, (action) => acted.push(action)));
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (element.querySelector(selector));
  return { element, acted, find, text: (/** @type {string} */ selector) => seen(find(selector)) };
}

/** @param {...Action} actions */
function pageAfter(...actions) {
  return page(after(atHome(), ...actions));
}

test("the start page greets, offers every category in both languages and both languages by their own names", () => {
  const { text, element } = page(atHome());
  assert.equal(text("h1"), "ສະບາຍດີ");
  assert.equal(text("[data-category=land]"), "ທີ່ດິນ Land");
  assert.deepEqual([...element.querySelectorAll(".language")].map(seen), ["ລາວ", "English"]);
  assert.equal(text(".clock"), "09:24");
});

test("in English the English words come first and the Lao ones below", () => {
  const { text } = pageAfter({ type: "language", language: "en" });
  assert.equal(text("[data-category=land]"), "Land ທີ່ດິນ");
});

test("a touch of a category is an action", () => {
  const { find, acted } = page(atHome());
  find("[data-category=land]")?.click();
  assert.deepEqual(acted, [{ type: "category", code: "land" }]);
});

test("a category shows its own services with the people who wait", () => {
  const { element, text } = pageAfter({ type: "category", code: "civil" });
  const codes = [...element.querySelectorAll("[data-service]")].map((row) => row.getAttribute("data-service"));
  assert.deepEqual(codes, ["birth", "identity"]);
  assert.equal(text("[data-service=birth] .waiting"), "4 4 ຄົນກຳລັງລໍຖ້າ");
});

test("a closed service cannot be touched and says when it opens", () => {
  const { find, acted, text } = pageAfter({ type: "category", code: "civil" });
  find("[data-service=identity]")?.click();
  assert.deepEqual(acted, []);
  assert.equal(text("[data-service=identity] .opening"), "ເປີດ 13:00");
});

test("an opening on another day names the day", () => {
  const state = atHome();
  const closed = state.board.services.map((one) => ({ ...one, is_open: false, next_opening: "2026-11-25T01:00:00Z" }));
  const tomorrow = { ...state, board: { ...state.board, services: closed } };
  const { text } = page(after(tomorrow, { type: "category", code: "civil" }));
  assert.equal(text("[data-service=birth] .opening"), "ເປີດ ວັນພຸດ 08:00");
});

test("fee, working days, people and documents are shown before the ticket", () => {
  const { element, text } = pageAfter({ type: "category", code: "civil" }, { type: "service", code: "birth" });
  assert.deepEqual([...element.querySelectorAll(".fact dd")].map(seen), ["15.000 ກີບ", "3 ວັນ", "4 ຄົນ"]);
  assert.equal(text(".documents li"), "ປຶ້ມສຳມະໂນຄົວ Family book");
});

test("what is free, ready at once and needs no papers says so", () => {
  const { element, text } = pageAfter({ type: "category", code: "land" }, { type: "service", code: "title" });
  assert.deepEqual([...element.querySelectorAll(".fact dd")].map(seen), ["ບໍ່ເສຍຄ່າ", "ມື້ດຽວກັນ", "4 ຄົນ"]);
  assert.equal(text(".documents h2"), "ບໍ່ຕ້ອງໃຊ້ເອກະສານ No documents are needed");
});

test("taking a ticket asks the priority question with a request of its own", () => {
  const { find, acted } = pageAfter({ type: "category", code: "civil" }, { type: "service", code: "birth" });
  find(".take")?.click();
  assert.equal(acted[0]?.type, "want_ticket");
  assert.match(String(Object(acted[0]).requestId), /^[0-9a-f-]{36}$/);
});

test("while the ticket is being issued no button can be pressed", () => {
  const { element, acted, text } = pageAfter(...TO_PRIORITY, { type: "answer", priority: true });
  for (const button of element.querySelectorAll("button")) button.click();
  assert.deepEqual(acted, []);
  assert.equal(text("[data-priority=yes]"), "ກຳລັງອອກບັດຄິວ Your ticket is coming");
});

test("every page of a visit has a way back and a way out", () => {
  for (let steps = 1; steps <= TO_PRIORITY.length; steps += 1) {
    const { find, acted } = pageAfter(...TO_PRIORITY.slice(0, steps));
    find(".back")?.click();
    find(".cancel")?.click();
    assert.deepEqual(acted, [{ type: "back" }, { type: "home" }]);
  }
});

test("the ticket shows number, people ahead and the estimate", () => {
  const { element, text } = page(withTicket());
  assert.equal(text(".number"), "A015");
  assert.deepEqual([...element.querySelectorAll(".prospect dd")].map(seen), ["4", "10–20"]);
  assert.equal(text(".take-paper"), "ກະລຸນາຮັບບັດຄິວຂອງທ່ານ Please take your ticket");
});

test("without an estimate no minutes are shown", () => {
  const { element } = page(withTicket({ estimate: null }));
  assert.equal(element.querySelectorAll(".prospect dd").length, 1);
});

test("without paper the number stays and is to be remembered, with a code to scan where phones reach the centre", () => {
  const reached = page(after(withTicket({ follow_url: "http://onedoor.test/T/TOKEN" }), tick(2_500)));
  assert.equal(reached.text(".number"), "A015");
  assert.match(reached.text(".notice"), /Please remember this number/);
  assert.equal(reached.find(".scan img")?.getAttribute("src"), "/t/TOKEN/qr.svg");
  assert.equal(page(after(withTicket(), tick(2_500))).find(".scan"), null);
});

test("the ring on the ticket empties until the start page", () => {
  const offset = (/** @type {number} */ now) =>
    Number(page(after(withTicket(), { type: "print_job", job: 7, state: "sent", reason: null }, tick(now)))
      .find(".ring-left")
      ?.getAttribute("stroke-dashoffset"));
  assert.equal(offset(0), 0);
  assert.ok(offset(5_000) < offset(10_000));
});

test("the question for more time makes the page behind it inert and closes by either button", () => {
  const { find, acted } = pageAfter(...TO_PRIORITY, tick(30_000));
  assert.ok(find(".kiosk")?.hasAttribute("inert"));
  find(".more")?.click();
  find(".over")?.click();
  assert.deepEqual(acted, [{ type: "more_time" }, { type: "home" }]);
});

test("a ticket that failed offers one way on, by its reason", () => {
  const failed = (/** @type {string} */ code) =>
    pageAfter(...TO_PRIORITY, { type: "answer", priority: true }, { type: "refused", requestId: "r1", code });
  assert.match(failed("no_connection").text(".button.main"), /ລອງອີກຄັ້ງ/);
  assert.match(failed("database_unavailable").text("h1"), /No ticket for the moment/);
  assert.match(failed("database_unavailable").text(".button.main"), /ລອງອີກຄັ້ງ/);
  assert.match(failed("service_closed").text(".button.main"), /ເລືອກບໍລິການອື່ນ/);
  assert.match(failed("unexpected_answer").text("h1"), /ອອກບັດຄິວບໍ່ໄດ້/);
});

test("stopped issuing and a lost line stand in for the categories", () => {
  assert.match(page(atHome({ issuing: false })).text("main"), /No tickets at the moment/);
  assert.match(pageAfter({ type: "lost" }, tick(3_000)).text("main"), /No connection/);
});

test("a visit under way goes on when the line is lost, marked with the time of its figures", () => {
  const { text, find } = pageAfter({ type: "category", code: "civil" }, { type: "lost" }, tick(3_000));
  assert.match(text(".lost"), /09:24/);
  assert.ok(find("[data-service=birth]"));
});
