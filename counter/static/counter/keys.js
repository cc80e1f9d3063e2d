/**
 * Which intent a key press means. Letters are taken by their place on the keyboard (`code`), because a Lao layout
 * writes other characters there.
 */
import { awaitedServices, isFree, TABS, transferTargets } from "./state.js";

/** @typedef {import("./state.js").State} State */
/**
 * @typedef {{
 *   code: string, key: string, repeat: boolean, modified: boolean,
 *   typing: boolean, onOtherButton: boolean,
 * }} Press
 * `modified`: Ctrl, Alt or Meta is down. `onOtherButton`: Enter belongs to the button that has the focus.
 */
/**
 * @typedef {(
 *   | { type: "golden" } | { type: "open_counter" } | { type: "break" } | { type: "close" }
 *   | { type: "action", action: string }
 *   | { type: "choose", counter: number }
 *   | { type: "tab", tab: import("./state.js").Tab }
 *   | { type: "filter", service: string | null }
 *   | { type: "panel", panel: import("./state.js").Panel }
 *   | { type: "transfer", service: string }
 *   | { type: "step", by: 1 | -1 }
 * )} Intent
 */

/** @type {Readonly<Record<string, string>>} action of the desk -> letter */
export const ACTION_KEYS = { recall: "R", hold: "H", transfer: "T", no_show: "N", return: "U", cancel: "C", finish: "F" };

/** Letters of the transfer panel after its nine digits. */
const MORE_PLACES = "ABCDEFGHJKLMNPRSTUVWXYZ";

/** @type {Readonly<Record<string, 1 | -1>>} */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @param {State} state @param {Press} press @returns {Intent | null} */
export function intentOf(state, press) {
  if (press.repeat || press.modified || press.typing) return null;
  if (press.code === "Escape") return { type: "close" };
  if (state.panel) return inPanel(state, press);
  if (press.key === "?" || press.code === "Slash") return { type: "panel", panel: "keys" };
  return state.desk ? atDesk(state, press) : atChoice(state, press);
}

/** The key that stands on the n-th row of the transfer panel: 1 to 9, then letters. @param {number} place */
export function placeKey(place) {
  return place < 9 ? String(place + 1) : (MORE_PLACES[place - 9] ?? "");
}

/** @param {State} state @param {Press} press @returns {Intent | null} */
function inPanel(state, press) {
  const step = STEPS[press.code];
  if (step) return { type: "step", by: step };
  if (state.panel !== "transfer" || !state.desk) return null;
  const pressed = letterOrDigit(press.code);
  const target = transferTargets(state.desk).find((_, place) => placeKey(place) === pressed);
  return target ? { type: "transfer", service: target.code } : null;
}

/** @param {State} state @param {Press} press @returns {Intent | null} */
function atDesk(state, press) {
  if (press.code === "Space") return { type: "golden" };
  const step = STEPS[press.code];
  if (step) return { type: "step", by: step };
  const pressed = letterOrDigit(press.code);
  const tab = TABS[Number(pressed) - 1];
  if (tab) return { type: "tab", tab };
  if (pressed === "B") return { type: "break" };
  if (pressed === "M") return { type: "panel", panel: "menu" };
  if (pressed === "S") return nextFilter(state);
  const action = state.desk?.actions.find((offered) => ACTION_KEYS[offered] === pressed);
  return action ? { type: "action", action } : null;
}

/** @param {State} state @param {Press} press @returns {Intent | null} */
function atChoice(state, press) {
  if (press.code === "Enter" || press.code === "NumpadEnter") {
    return press.onOtherButton ? null : { type: "open_counter" };
  }
  const free = state.choices.filter(isFree).map(({ counter }) => counter);
  const step = STEPS[press.code];
  const digit = Number(letterOrDigit(press.code) || NaN);
  const counter = step ? neighbour(free, state.chosen, step) : free.find((number) => number === digit);
  return counter === undefined ? null : { type: "choose", counter };
}

/** @param {number[]} free @param {number | null} chosen @param {number} step */
function neighbour(free, chosen, step) {
  const place = chosen === null ? -1 : free.indexOf(chosen);
  return free[(place + step + free.length) % free.length];
}

/** All, then one service after the other, then all again. @param {State} state @returns {Intent | null} */
function nextFilter({ desk, filter }) {
  if (!desk) return null;
  const codes = [null, ...awaitedServices(desk).map(({ code }) => code)];
  const service = codes[(codes.indexOf(filter) + 1) % codes.length] ?? null;
  return { type: "filter", service };
}

/** "KeyR" -> "R", "Digit1" and "Numpad1" -> "1". @param {string} code */
function letterOrDigit(code) {
  return code.match(/^(?:Key|Digit|Numpad)([A-Z0-9])$/)?.[1] ?? "";
}
