/** The hall screen: the board comes as a level and is drawn whole; a call's edge only rings and flashes. */
import { EVENTS } from "../js/contract.js";
import { connect } from "../js/connection.js";
import { createClock } from "../js/clock.js";
import { waitToBeEnrolled } from "../js/enrolment.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { createAnnouncer } from "./announcer.js";
import { renderHall } from "./render.js";
import { createSound } from "./sound.js";
import { firstState } from "./state.js";

/** @typedef {import("./state.js").HallState} HallState */

const FLASH_MS = 5_000;
const FEE_MS = 8_000;
const TICK_MS = 1_000;
const SLIDE = { duration: 240, easing: "ease-out" };

const page = readPage();
useWords(page.words);
document.documentElement.lang = page.language;
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page);
const sound = createSound((silent) => change({ silent }));
const announcer = createAnnouncer(announce);

/** @param {Partial<HallState>} news */
function change(news) {
  const shown = state.board?.current?.call_id;
  state = { ...state, ...news };
  draw();
  if (state.board?.current?.call_id !== shown) slideIn();
}

function draw() {
  render(renderHall(state, clock.now(), { wakeSound: () => sound.wake() }), screenElement());
}

/** @param {import("./announcer.js").Announced} call */
function announce(call) {
  sound.ring();
  change({ announced: null });
  // A layout in between makes the browser start the flash anew, when the same place flashed just now.
  void screenElement().offsetWidth;
  change({ announced: call.call_id });
  setTimeout(() => endFlash(call.call_id), FLASH_MS);
}

/** @param {number} callId */
function endFlash(callId) {
  if (state.announced === callId) change({ announced: null });
}

/** The new call comes from the left, as if through the door. */
function slideIn() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const number = screenElement().querySelector(".current .number");
  number?.animate([{ opacity: 0, transform: "translateX(-4%)" }, { opacity: 1, transform: "none" }], SLIDE);
}

/** @param {string} name @param {import("../js/connection.js").EventPayload} payload */
function onEvent(name, payload) {
  if (name === EVENTS.BOARD_CHANGED) change({ board: payload.board });
  if (name === EVENTS.TICKET_CALLED || name === EVENTS.TICKET_RECALLED) {
    announcer.announce({ call_id: payload.call_id, number: payload.number, counter: payload.counter });
  }
}

draw();
setInterval(draw, TICK_MS);
setInterval(() => change({ feeTurn: state.feeTurn + 1 }), FEE_MS);
if (state.enrolled) {
  connect({
    screen: "display",
    build: page.build,
    clock,
    onSnapshot: (board) => change({ board }),
    onEvent,
    onLost: () => change({ lostAt: clock.now() }),
    onFound: () => change({ lostAt: null }),
    onNewBuild: () => location.reload(),
    onRefused: () => location.reload(),
  });
} else {
  void waitToBeEnrolled("display", (code) => change({ code }));
}
