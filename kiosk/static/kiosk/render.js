/** The kiosk's page as a pure function of its state; every touch becomes an action for `act`. */
import { icon } from "../js/icons.js";
import { clockTime } from "../js/format.js";
import { houseMark } from "../js/house_mark.js";
import { words } from "../js/words.js";
import { html, nothing } from "../vendor/lit-html.js";
import { homeStep } from "./render_home.js";
import { priorityStep } from "./render_priority.js";
import { serviceStep } from "./render_service.js";
import { servicesStep } from "./render_services.js";
import { cutOffState, failedStep, moreTimeQuestion, stoppedState } from "./render_states.js";
import { ticketStep } from "./render_ticket.js";
import { isCutOff, questionSecondsLeft } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {(action: Action) => void} Act */
/** @typedef {(state: State, t: Words, act: Act) => unknown} Part */

/** @type {Record<import("./state.js").Step, Part>} */
const STEPS = {
  home: homeStep,
  services: servicesStep,
  service: serviceStep,
  priority: priorityStep,
  ticket: ticketStep,
  failed: failedStep,
};

/** @param {State} state @param {Act} act */
export function render(state, act) {
  const t = words(state.language);
  const secondsLeft = questionSecondsLeft(state);
  return html`
    <div class="kiosk step-${state.step} ${state.step === "ticket" ? "on-dark" : ""}" ?inert=${secondsLeft !== null}>
      ${house(state, t)} ${page(state)(state, t, act)}
    </div>
    ${secondsLeft === null ? nothing : moreTimeQuestion(secondsLeft, t, act)}
  `;
}

/** A visit under way goes on without the line; only a new one is not begun. @param {State} state @returns {Part} */
function page(state) {
  if (state.step !== "home") return STEPS[state.step];
  if (isCutOff(state)) return cutOffState;
  return state.board.issuing ? homeStep : stoppedState;
}

/** @param {State} state @param {Words} t */
function house(state, t) {
  const { centre } = state.board;
  const mark = state.step === "ticket" || state.highContrast ? "mark-light" : "mark";
  return html`
    <header class="house">
      ${houseMark(centre, mark)}
      <div class="house-name">${t.named(centre)}</div>
      ${state.step !== "home" && isCutOff(state) ? lostMark(state, t) : nothing}
      <time class="clock figures">${clockTime(state.serverNow, centre.utc_offset_minutes)}</time>
    </header>
  `;
}

/** @param {State} state @param {Words} t */
function lostMark(state, t) {
  const time = clockTime(state.lostClock ?? state.serverNow, state.board.centre.utc_offset_minutes);
  return html`<p class="pill warn lost" role="status">${icon("plugs")} ${t("common.not_live_since", { time })}</p>`;
}
