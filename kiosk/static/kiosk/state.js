/**
 * What the kiosk shows, as one value and one pure function: `next(state, action)`.
 * Times are milliseconds of a clock that never jumps; the entry module brings them in with `tick` and `touch`.
 */
import { NO_JOB, paperAfter, paperAtIssue } from "./paper.js";

/** @typedef {import("../js/contract.js").KioskBoard} KioskBoard */
/** @typedef {import("../js/contract.js").IssuedTicket} IssuedTicket */
/** @typedef {import("../js/words.js").Language} Language */
/** @typedef {"home" | "services" | "service" | "priority" | "ticket" | "failed"} Step */

/**
 * @typedef {{
 *   board: KioskBoard,
 *   homeLanguage: Language,
 *   language: Language,
 *   highContrast: boolean,
 *   step: Step,
 *   category: string | null,
 *   service: string | null,
 *   requestId: string | null,
 *   priority: boolean | null,
 *   issuing: boolean,
 *   ticket: IssuedTicket | null,
 *   paper: import("./paper.js").Paper,
 *   job: import("./paper.js").Job,
 *   failure: string | null,
 *   now: number,
 *   serverNow: number,
 *   touchedAt: number,
 *   shownAt: number,
 *   lostAt: number | null,
 *   lostClock: number | null,
 *   newBuild: boolean,
 * }} State
 */

/**
 * @typedef {(
 *   | { type: "tick", now: number, serverNow: number }
 *   | { type: "touch", now: number }
 *   | { type: "more_time" }
 *   | { type: "language", language: Language }
 *   | { type: "contrast" }
 *   | { type: "category", code: string }
 *   | { type: "service", code: string }
 *   | { type: "want_ticket", requestId: string }
 *   | { type: "answer", priority: boolean }
 *   | { type: "again" }
 *   | { type: "issued", requestId: string, ticket: IssuedTicket }
 *   | { type: "refused", requestId: string, code: string }
 *   | { type: "print_job", job: number, state: string, reason: string | null }
 *   | { type: "board", board: KioskBoard }
 *   | { type: "lost" }
 *   | { type: "found" }
 *   | { type: "new_build" }
 *   | { type: "back" }
 *   | { type: "home" }
 * )} Action
 */

/** Idle time until the kiosk starts again, and how much of its end asks whether more time is needed. */
export const RESET_AFTER_MS = 45_000;
export const QUESTION_MS = 20_000;
/** How long the ticket stays on the screen: with its paper, and when the number must be remembered. */
export const TICKET_MS = 15_000;
export const REMEMBER_MS = 45_000;
/** A restart of the server or of the network's switch within this time does not stop anybody. */
const CUT_OFF_AFTER_MS = 3_000;

/** @type {Record<Step, Step>} */
const BEFORE = {
  home: "home",
  services: "home",
  service: "services",
  priority: "service",
  ticket: "home",
  failed: "priority",
};

/** @param {KioskBoard} board @param {Language} language @param {number} now @returns {State} */
export function firstState(board, language, now) {
  return {
    board,
    homeLanguage: language,
    now,
    serverNow: 0,
    lostAt: null,
    lostClock: null,
    newBuild: false,
    ...freshVisit(language, now),
  };
}

/** Nothing of one citizen is left for the next one, not even the language. @param {Language} language @param {number} now */
function freshVisit(language, now) {
  return {
    language,
    highContrast: false,
    step: /** @type {Step} */ ("home"),
    category: null,
    service: null,
    ...freshTicket(),
    touchedAt: now,
    shownAt: now,
  };
}

function freshTicket() {
  return {
    requestId: null,
    priority: null,
    issuing: false,
    ticket: null,
    paper: /** @type {import("./paper.js").Paper} */ ("coming"),
    job: NO_JOB,
    failure: null,
  };
}

/** @param {State} state @param {Action} action @returns {State} */
export function next(state, action) {
  switch (action.type) {
    case "tick":
      return afterTime({ ...state, now: action.now, serverNow: action.serverNow });
    case "touch":
      return { ...state, now: action.now, touchedAt: action.now };
    case "more_time":
      return { ...state, touchedAt: state.now };
    case "language":
      return { ...state, language: action.language };
    case "contrast":
      return { ...state, highContrast: !state.highContrast };
    case "category":
      return { ...state, step: "services", category: action.code };
    case "service":
      return { ...state, step: "service", service: action.code };
    case "back":
      return goBack(state);
    case "home":
      return { ...state, ...freshVisit(state.homeLanguage, state.now) };
    default:
      return nextOfTicket(state, action);
  }
}

/** @param {State} state @param {Action} action @returns {State} */
function nextOfTicket(state, action) {
  switch (action.type) {
    case "want_ticket":
      return { ...state, ...freshTicket(), step: "priority", requestId: action.requestId };
    case "answer":
      return state.issuing ? state : { ...state, priority: action.priority, issuing: true };
    case "again":
      return { ...state, step: "priority", issuing: true, failure: null };
    case "issued":
      return action.requestId === state.requestId ? showTicket(state, action.ticket) : state;
    case "refused":
      return action.requestId === state.requestId ? { ...state, ...refusal(action.code) } : state;
    case "print_job":
      return keepPaper({ ...state, job: { number: action.job, state: action.state, reason: action.reason } });
    default:
      return nextOfLine(state, action);
  }
}

/** @param {State} state @param {Action} action @returns {State} */
function nextOfLine(state, action) {
  switch (action.type) {
    case "board":
      return { ...state, board: action.board };
    case "lost":
      return { ...state, lostAt: state.now, lostClock: state.serverNow };
    case "found":
      return { ...state, lostAt: null, lostClock: null };
    case "new_build":
      return { ...state, newBuild: true };
    default:
      return state;
  }
}

/** While a ticket is being issued there is no way back: its answer is a moment away. @param {State} state @returns {State} */
function goBack(state) {
  if (state.issuing) return state;
  return state.step === "ticket" ? next(state, { type: "home" }) : { ...state, step: BEFORE[state.step], failure: null };
}

/** @param {State} state @param {IssuedTicket} ticket @returns {State} */
function showTicket(state, ticket) {
  const paper = paperAtIssue(ticket, state.board.printer);
  return keepPaper({ ...state, step: "ticket", issuing: false, ticket, paper, shownAt: state.now, touchedAt: state.now });
}

/** @param {string} code */
function refusal(code) {
  return { step: /** @type {Step} */ ("failed"), issuing: false, failure: code };
}

/** When the picture changes, the time to read it starts anew. @param {State} state @returns {State} */
function keepPaper(state) {
  if (!state.ticket) return state;
  const paper = paperAfter(state.paper, state.ticket, state.job, state.now - state.shownAt, state.board.printer);
  return paper === state.paper ? state : { ...state, paper, touchedAt: state.now };
}

/** @param {State} state @returns {State} */
function afterTime(state) {
  if (state.issuing) return { ...state, touchedAt: state.now };
  const current = state.step === "ticket" ? keepPaper(state) : state;
  return millisecondsLeft(current) > 0 ? current : next(current, { type: "home" });
}

/** How long the page stays when nobody touches it. @param {State} state */
export function patience(state) {
  if (state.step !== "ticket") return RESET_AFTER_MS;
  return state.paper === "coming" || state.paper === "printed" ? TICKET_MS : REMEMBER_MS;
}

/** @param {State} state */
export function millisecondsLeft(state) {
  return Math.max(0, state.touchedAt + patience(state) - state.now);
}

/** Whole seconds until the kiosk starts again, while it asks about it; null while it does not. @param {State} state */
export function questionSecondsLeft(state) {
  const left = millisecondsLeft(state);
  if (state.step === "home" || state.step === "ticket" || state.issuing || left > QUESTION_MS) return null;
  return Math.ceil(left / 1000);
}

/** Whether the line has been lost for so long that a new visit makes no sense. @param {State} state */
export function isCutOff(state) {
  return state.lostAt !== null && state.now - state.lostAt >= CUT_OFF_AFTER_MS;
}

/** A new build is loaded between two citizens, never under somebody's finger. @param {State} state */
export function mayReload(state) {
  return state.newBuild && state.lostAt === null && state.step === "home" && state.now - state.touchedAt > 5_000;
}

/** @param {State} state */
export function chosenService(state) {
  return state.board.services.find((service) => service.code === state.service) ?? null;
}

/** @param {State} state */
export function chosenCategory(state) {
  return state.board.categories.find((category) => category.code === state.category) ?? null;
}
