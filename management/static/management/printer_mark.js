/** How a printer is, as an icon and a word. */
import { html } from "../vendor/lit-html.js";
import { icon } from "../js/icons.js";

/** @typedef {import("../js/contract.js").PrinterState} PrinterState */

/** @type {Readonly<Record<PrinterState, "good" | "warn" | "bad">>} */
export const PRINTER_MOODS = { ready: "good", out_of_paper: "bad", offline: "bad", unreachable: "bad", unknown: "warn" };

/** @type {Readonly<Record<PrinterState, string>>} */
const SIGNS = {
  ready: "check-circle-fill",
  out_of_paper: "receipt-x",
  offline: "warning-circle-fill",
  unreachable: "plugs",
  unknown: "question-fill",
};

/** @param {PrinterState} state @param {import("../js/words.js").Words} t */
export function printerMark(state, t) {
  return html`<p class="printer-mark">${icon(SIGNS[state])}${t(`printer.${state}`)}</p>`;
}
