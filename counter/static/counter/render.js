/** The counter's page as a pure function of what it knows: choose a counter, or work at one. */
import { html } from "../vendor/lit-html.js";
import { words } from "../js/words.js";
import { renderChoose } from "./render_choose.js";
import { renderDesk } from "./render_desk.js";
import { renderPanel } from "./render_panel.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Turn} Turn */
/** Besides the intents of the keyboard, what only a click can mean. */
/**
 * @typedef {(
 *   | import("./keys.js").Intent
 *   | { type: "language", language: import("../js/words.js").Language }
 *   | { type: "listed", turn: Turn, action: string }
 *   | { type: "close_counter" } | { type: "sign_out" }
 * )} Wish
 */
/** @typedef {(wish: Wish) => void} Act */
/** @typedef {{ state: State, t: import("../js/words.js").Words, now: number, act: Act }} View */

/** @param {State} state @param {number} now milliseconds since 1970 by the server's clock @param {Act} act */
export function renderCounter(state, now, act) {
  const view = { state, t: words(state.language), now, act };
  const { desk } = state;
  return html`${desk ? renderDesk(view, desk) : renderChoose(view)}${renderPanel(view)}`;
}

/** What the browser's tab says. @param {State} state */
export function pageTitle({ language, desk }) {
  const t = words(language);
  if (!desk) return t("counter.choose.title");
  const { counter, turn } = desk;
  return turn ? t("counter.tab_title", { number: turn.number, counter }) : t("counter.short", { counter });
}
