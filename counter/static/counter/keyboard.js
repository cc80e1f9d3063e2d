/** From the browser's key events to presses, and where the focus goes; what a press means is in keys.js. */

/** @typedef {import("./keys.js").Press} Press */

const OTHER_BUTTONS = "button:not(.choice):not(.choose-open), a[href]";
const TYPING_PLACES = "input, textarea, select, [contenteditable]";
const PANEL_STOPS = "dialog.panel .target, dialog.panel .menu-item";
const LIST_STOPS = "#list .row[tabindex], #list .row-button.first";

/** @param {KeyboardEvent} event @returns {Press} */
export function pressOf(event) {
  const target = event.target instanceof Element ? event.target : null;
  return {
    code: event.code,
    key: event.key,
    repeat: event.repeat,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    typing: Boolean(target?.closest(TYPING_PLACES)),
    onOtherButton: Boolean(target?.closest(OTHER_BUTTONS)),
  };
}

/**
 * Whether the browser's own answer to the key would be a second action: Space belongs to the golden button, whichever
 * button was clicked last, and a held key must not press a button again and again.
 * @param {KeyboardEvent} event @param {{ atDesk: boolean, inPanel: boolean }} where
 */
export function takesOver(event, { atDesk, inPanel }) {
  if (event.repeat && (event.code === "Enter" || event.code === "Space")) return true;
  return event.code === "Space" && atDesk && !inPanel;
}

/** Move the focus in the open panel, else in the shown list; at the end it goes round. @param {1 | -1} by */
export function stepFocus(by) {
  const inPanel = document.querySelector("dialog.panel") !== null;
  /** @type {HTMLElement[]} */
  const stops = Array.from(document.querySelectorAll(inPanel ? PANEL_STOPS : LIST_STOPS));
  const place = stops.findIndex((stop) => stop === document.activeElement);
  const next = place === -1 && by === -1 ? stops.length - 1 : (place + by + stops.length) % stops.length;
  stops[next]?.focus();
}

/** @param {number} counter */
export function focusChoice(counter) {
  const tile = document.querySelector(`.choice[data-counter="${counter}"]`);
  if (tile instanceof HTMLElement) tile.focus();
}

/** A panel that was just drawn becomes a modal dialog: the page behind it rests. */
export function openDrawnPanel() {
  const dialog = document.querySelector("dialog.panel");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
