import assert from "node:assert/strict";
import { test } from "node:test";

import { renderHall } from "../../display/static/display/render.js";
import { firstState } from "../../display/static/display/state.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";
import { CENTRE, board, call, hall } from "./hall_board.js";

useWords(realWords());

const NOW = Date.parse("2026-11-24T02:43:00Z");

/** @param {Parameters<typeof hall>[0]} [changes] @param {() => void} [wakeSound] */
function drawn(changes = {}, wakeSound = () => undefined) {
  return draw(renderHall(hall(changes), NOW, { wakeSound }));
}

test("the newest call fills the screen: number and counter in both languages", () => {
  const current = drawn().querySelector(".current");
  assert.equal(seen(current), "ຂໍເຊີນໝາຍເລກ Now calling number A015 ທີ່ຊ່ອງບໍລິການ please go to counter 3");
});

test("earlier calls stand in the order of the board", () => {
  const rows = [...drawn().querySelectorAll(".row")].map(seen);
  assert.deepEqual(rows, ["L042 1", "A014 2"]);
});

test("a centre's own logo stands in place of OneDoor's mark", () => {
  const logo = "/logos/5e1f.png";
  const head = drawn({ board: board({ centre: { ...CENTRE, logo } }) }).querySelector(".head");
  assert.equal(head?.querySelector("img.mark")?.getAttribute("src"), logo);
  assert.equal(head?.querySelector("svg.mark"), null);
  assert.ok(drawn().querySelector(".head svg.mark"));
});

test("the day and the time are the centre's", () => {
  const head = drawn().querySelector(".head");
  assert.equal(seen(head?.querySelector(".date") ?? null), "ວັນອັງຄານ, 24 ພະຈິກ 2026");
  assert.equal(seen(head?.querySelector(".clock") ?? null), "09:43");
});

test("in an English hall English stands first", () => {
  const texts = [...drawn({ language: "en" }).querySelectorAll(".at-counter [lang]")].map(seen);
  assert.deepEqual(texts, ["please go to counter", "ທີ່ຊ່ອງບໍລິການ"]);
});

test("only the announced call flashes, wherever it stands", () => {
  assert.deepEqual(flashing(drawn()), []);
  assert.deepEqual(flashing(drawn({ announced: 9 })), ["9"]);
  assert.deepEqual(flashing(drawn({ announced: 7 })), ["7"]);
  assert.deepEqual(flashing(drawn({ announced: 1 })), []);
});

test("a number of five signs takes smaller digits", () => {
  const classes = (/** @type {string} */ number) =>
    drawn({ board: board({ current: call(9, number, 3) }) }).querySelector(".number")?.classList.contains("long");
  assert.deepEqual([classes("A999"), classes("A1000")], [false, true]);
});

test("while nobody is called the hall is asked to wait", () => {
  const element = drawn({ board: board({ current: null, earlier: [] }) });
  assert.equal(element.querySelector(".current"), null);
  assert.match(seen(element.querySelector(".idle")), /ກະລຸນາລໍຖ້າ Please wait/);
});

test("a lost connection keeps the board and says since when", () => {
  const element = drawn({ lostAt: Date.parse("2026-11-24T02:41:10Z") });
  assert.equal(seen(element.querySelector(".number")), "A015");
  assert.equal(seen(element.querySelector(".lost-mark")), "ບໍ່ມີການເຊື່ອມຕໍ່ແຕ່ 09:41 No connection since 09:41");
  assert.equal(drawn().querySelector(".lost-mark"), null);
});

test("a mark in the head takes the place of the centre's second name", () => {
  const names = (/** @type {HTMLElement} */ element) => seen(element.querySelector(".centre"));
  assert.equal(names(drawn()), "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ Luang Prabang One Door Service Center");
  assert.equal(names(drawn({ silent: true })), "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ");
  assert.equal(names(drawn({ lostAt: NOW })), "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ");
});

test("the foot line shows fees in turn, and when the centre is open", () => {
  const line = (/** @type {number} */ feeTurn) => seen(drawn({ feeTurn }).querySelector(".fee .first"));
  assert.equal(line(0), "ໃບຢັ້ງຢືນທີ່ຢູ່: 10.000 ກີບ · 1 ວັນລັດຖະການ");
  assert.equal(line(1), "ຈົດທະບຽນການເກີດ: ບໍ່ເສຍຄ່າ · ມື້ດຽວກັນ");
  assert.equal(line(2), line(0));
  assert.equal(seen(drawn().querySelector(".hours")), "08:00–12:00 · 13:00–16:00");
});

test("a centre without fees and hours has an empty foot line", () => {
  const centre = { ...board().centre, opening_hours: [] };
  assert.equal(seen(drawn({ board: board({ centre, fees: [] }) }).querySelector(".foot")), "");
});

test("a sleeping loudspeaker asks for a touch", () => {
  let touches = 0;
  const element = drawn({ silent: true }, () => (touches += 1));
  element.querySelector("button")?.click();
  assert.equal(touches, 1);
  assert.equal(drawn().querySelector("button"), null);
});

test("a browser that is not enrolled is told how to become a hall screen", () => {
  const page = { language: /** @type {const} */ ("lo"), words: realWords(), build: "B", snapshot: null, enrolled: false };
  const element = draw(renderHall({ ...firstState(page), code: "ACDEFG" }, NOW, { wakeSound: () => undefined }));
  assert.match(seen(element), /ຈໍນີ້ຍັງບໍ່ໄດ້ລົງທະບຽນ This screen is not enrolled ACD EFG/);
});

/** @param {HTMLElement} element */
function flashing(element) {
  return [...element.querySelectorAll(".flashing")].map((place) => place.getAttribute("data-call"));
}
