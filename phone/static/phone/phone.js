/** The citizen's phone page: follows one ticket by its token until its end. */
import { EVENTS } from "../js/contract.js";
import { connect } from "../js/connection.js";
import { createClock } from "../js/clock.js";
import { readPage, screenElement } from "../js/page.js";
import { otherLanguage, useWords } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { renderPhone } from "./render.js";
import { firstState, hasMoved, inQueue, isNewCall } from "./state.js";

/** @typedef {import("./state.js").PhoneState} PhoneState */

const BUZZ_MS = [400, 200, 400, 200, 800];
const STEP = { duration: 240, easing: "ease-out" };

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page);

/** @param {Partial<PhoneState>} news */
function change(news) {
  const before = state.ticket;
  state = { ...state, ...news };
  draw();
  if (isNewCall(before, state.ticket)) navigator.vibrate?.(BUZZ_MS);
  if (hasMoved(before, state.ticket)) stepForward();
}

function draw() {
  document.documentElement.lang = state.language;
  document.documentElement.classList.toggle("called", state.ticket?.status === "called");
  document.title = state.ticket?.number ?? "OneDoor";
  render(renderPhone(state, { switchLanguage }), screenElement());
}

/** The address remembers the language, so that a reload keeps it. */
function switchLanguage() {
  const language = otherLanguage(state.language);
  history.replaceState(null, "", `?language=${language}`);
  change({ language });
}

function stepForward() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const people = screenElement().querySelector(".people");
  people?.animate([{ transform: "translateX(2rem)" }, { transform: "none" }], STEP);
}

/** @param {string} name @param {import("../js/connection.js").EventPayload} payload */
function onEvent(name, payload) {
  if (name === EVENTS.TICKET_CHANGED) onTicket(payload.ticket);
  if (name === EVENTS.QUEUE_MOVED && state.ticket) {
    change({ ticket: inQueue(state.ticket, /** @type {import("../js/contract.js").QueueMoved} */ (payload)) });
  }
}

/** A ticket that went on to another service follows another queue from now on. @param {import("./state.js").Ticket} ticket */
function onTicket(ticket) {
  const goesOn = ticket.service !== state.ticket?.service;
  change({ ticket });
  if (goesOn) line?.refresh();
}

draw();
const line =
  state.ticket &&
  connect({
    screen: "phone",
    token: String(page.token),
    build: page.build,
    clock,
    isOwnQueue: ({ service }) => service === state.ticket?.service,
    onSnapshot: (ticket) => change({ ticket }),
    onEvent,
    onLost: () => change({ lostAt: clock.now() }),
    onFound: () => change({ lostAt: null }),
    onNewBuild: () => location.reload(),
    onRefused: () => change({ ticket: null }),
  });
