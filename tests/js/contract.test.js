import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { renderCounter } from "../../counter/static/counter/render.js";
import { renderHall } from "../../display/static/display/render.js";
import { render as renderKiosk } from "../../kiosk/static/kiosk/render.js";
import { renderLive } from "../../management/static/management/render.js";
import { EVENTS } from "../../onedoor/static/js/contract.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { renderPhone } from "../../phone/static/phone/render.js";
import { atDesk, NOW as DESK_NOW } from "./counter_fixtures.js";
import { draw, realWords, seen } from "./drawing.js";
import { hall } from "./hall_board.js";
import { after, atHome } from "./kiosk_board.js";
import { NOW as DAY_NOW, manager } from "./manager_day.js";

useWords(realWords());

const FOLDER = new URL("../contract/examples/", import.meta.url);

/** What the server sends under this name, as its own models write it. @param {string} name */
function example(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf-8"));
}

test("there is an example of every event, and of nothing else", () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(".json", ""));
  assert.deepEqual(names.sort(), Object.values(EVENTS).sort());
});

test("the hall draws the server's board", () => {
  const element = draw(renderHall(hall({ board: example(EVENTS.BOARD_CHANGED).board }), DAY_NOW, { wakeSound: () => undefined }));
  assert.match(seen(element.querySelector(".current")), /A015.*3/);
  assert.equal(element.querySelectorAll(".row").length, 1);
});

test("the desk draws the server's desk", () => {
  const element = draw(renderCounter(atDesk({ desk: example(EVENTS.DESK_CHANGED).desk }), DESK_NOW, () => undefined));
  assert.match(seen(element), /A015/);
});

test("the kiosk draws the server's board", () => {
  const state = after(atHome(), { type: "board", board: example(EVENTS.SERVICES_CHANGED).kiosk });
  const element = draw(renderKiosk(state, () => undefined));
  assert.equal(element.querySelectorAll("[data-category]").length, 1);
});

test("the phone draws the server's ticket", () => {
  const state = { language: /** @type {const} */ ("en"), ticket: example(EVENTS.TICKET_CHANGED).ticket, lostAt: null };
  assert.match(seen(draw(renderPhone(state, { switchLanguage: () => undefined }))), /A015/);
});

test("the live page draws the server's day", () => {
  const presses = { chooseLanguage: () => undefined, signOut: () => undefined, confirmClock: () => undefined };
  const element = draw(renderLive(manager({ live: example(EVENTS.STATISTICS_CHANGED).live }), DAY_NOW, presses));
  assert.match(seen(element.querySelector(".figure")), /3/);
  assert.equal(element.querySelectorAll(".counters tr.open").length, 1);
});
