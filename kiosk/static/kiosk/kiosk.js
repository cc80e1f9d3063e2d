/** The kiosk's entry: brings touches, time and facts to the machine. A browser that is no kiosk shows a code. */
import { EVENTS } from "../js/contract.js";
import { createClock } from "../js/clock.js";
import { connect } from "../js/connection.js";
import { waitToBeEnrolled } from "../js/enrolment.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords, words } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { createMachine } from "./machine.js";
import { notEnrolled } from "./render_states.js";
import { mayReload } from "./state.js";

const TICK_MS = 250;

const page = readPage();
useWords(page.words);
if (page.snapshot) run();
else waitForAcceptance();

function waitForAcceptance() {
  const show = (code = "") => render(notEnrolled(code, words(page.language)), screenElement());
  show();
  void waitToBeEnrolled("kiosk", show);
}

function run() {
  const clock = createClock();
  if (page.now) clock.set(page.now, page.clock_speed);
  const machine = createMachine(screenElement(), page.snapshot, page.language, clock);
  follow(machine, clock);
  listen(machine);
  setInterval(() => {
    machine.act({ type: "tick", now: performance.now(), serverNow: clock.now() });
    if (mayReload(machine.state())) location.reload();
  }, TICK_MS);
}

/** @typedef {import("./machine.js").Machine} Machine */

/** A device that was revoked is told so by the page itself. @param {Machine} machine @param {import("../js/clock.js").Clock} clock */
function follow({ act }, clock) {
  connect({
    screen: "kiosk",
    build: page.build,
    clock,
    onSnapshot: (board) => act({ type: "board", board }),
    onEvent: (name, payload) => onEvent(act, name, payload),
    onLost: () => act({ type: "lost" }),
    onFound: () => act({ type: "found" }),
    onNewBuild: () => act({ type: "new_build" }),
    onRefused: () => location.reload(),
  });
}

/** @param {Machine["act"]} act @param {string} name @param {import("../js/connection.js").EventPayload} payload */
function onEvent(act, name, payload) {
  if (name === EVENTS.SERVICES_CHANGED) act({ type: "board", board: payload.kiosk });
  if (name === EVENTS.PRINT_JOB_CHANGED) {
    act({ type: "print_job", job: payload.print_job, state: payload.state, reason: payload.reason });
  }
}

/** @param {Machine} machine */
function listen({ act }) {
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => isTouch(event) && act({ type: "touch", now: performance.now() }), true);
  }
  // A long press on a touch screen must not open the browser's menu.
  document.addEventListener("contextmenu", (event) => event.preventDefault());
}

/** The question's own buttons decide for themselves: it must not vanish under the finger. @param {globalThis.Event} event */
function isTouch(event) {
  return event.target instanceof Element && !event.target.closest(".question");
}
