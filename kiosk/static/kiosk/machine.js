/** Keeps the kiosk's state, draws it after each action, and sends the kiosk's one command. */
import { ApiError, post } from "../js/api.js";
import { render as draw } from "../vendor/lit-html.js";
import { render } from "./render.js";
import { firstState, next, questionSecondsLeft } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */
/** @typedef {ReturnType<typeof createMachine>} Machine */

/**
 * @param {HTMLElement} element @param {import("./state.js").KioskBoard} board
 * @param {import("../js/words.js").Language} language @param {{ now: () => number }} clock the server's time
 * @param {{ send?: typeof post, monotonic?: () => number }} [tools] replaced in tests
 */
export function createMachine(element, board, language, clock, tools = {}) {
  const { send = post, monotonic = () => performance.now() } = tools;
  let state = { ...firstState(board, language, monotonic()), serverNow: clock.now() };

  /** @param {Action} action */
  function act(action) {
    const before = state;
    state = next(state, action);
    if (state === before) return;
    show(element, before, state, act);
    if (state.issuing && !before.issuing) void issue(state, send, act);
  }

  show(element, null, state, act);
  return { act, state: () => state };
}

/** @param {HTMLElement} element @param {State | null} before @param {State} state @param {(action: Action) => void} act */
function show(element, before, state, act) {
  document.documentElement.lang = state.language;
  document.documentElement.dataset.contrast = state.highContrast ? "high" : "normal";
  draw(render(state, act), element);
  const asks = questionSecondsLeft(state) !== null;
  if (asks && before && questionSecondsLeft(before) === null) focus(element, "#more-time");
  else if (state.step !== before?.step) focus(element, "h1");
}

/** A screen reader goes on where the page is new. @param {HTMLElement} element @param {string} selector */
function focus(element, selector) {
  const heading = /** @type {HTMLElement | null} */ (element.querySelector(selector));
  heading?.focus({ preventScroll: true });
}

/**
 * Language, service and priority travel once; whatever comes back belongs to this request alone.
 * @param {State} state @param {typeof post} send @param {(action: Action) => void} act
 */
async function issue({ requestId, service, language, priority }, send, act) {
  if (!requestId) return;
  try {
    const ticket = await send("/kiosk/tickets", { request_id: requestId, service, language, priority });
    act({ type: "issued", requestId, ticket });
  } catch (error) {
    act({ type: "refused", requestId, code: error instanceof ApiError ? error.code : "unexpected_answer" });
  }
}
