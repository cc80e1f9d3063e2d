/** The desk: bar on top, the turn at hand with its actions, the lists at the right, the day's figures at the foot. */
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime } from "../js/format.js";
import { icon } from "../js/icons.js";
import { languageToggle } from "../js/language_choice.js";
import { renderActions, renderGolden } from "./render_actions.js";
import { renderLists } from "./render_lists.js";
import { renderTurn } from "./render_turn.js";

/** @typedef {import("./render.js").View} View */
/** @typedef {import("./state.js").Desk} Desk */

/** @param {View} view @param {Desk} desk */
export function renderDesk(view, desk) {
  return html`<div class="desk ${view.state.busy ? "working" : ""}">
    ${bar(view, desk)}
    <main class="work">
      <h1 class="visually-hidden">${view.t("counter.short", { counter: desk.counter })}</h1>
      ${renderTurn(view, desk)}
      ${desk.turn ? renderActions(view, desk, desk.turn) : nothing}
      ${renderGolden(view, desk)}
    </main>
    <aside class="side" aria-label=${view.t("counter.list.label")}>${renderLists(view, desk)} ${figures(view, desk)}</aside>
  </div>`;
}

/** @param {View} view @param {Desk} desk */
function bar(view, desk) {
  const { state, t, now, act } = view;
  return html`<header class="bar on-dark">
    ${icon("mark-light", "bar-mark")}
    <span class="bar-counter">${t("counter.short", { counter: desk.counter })}</span>
    ${statePill(view, desk)} ${printerPill(view, desk)} ${lostPill(view)}
    <span class="bar-gap"></span>
    ${languageToggle(t, (language) => act({ type: "language", language }))}
    <button type="button" class="bar-button icon-only" aria-label=${t("counter.keys.title")} aria-keyshortcuts="?" @click=${() => act({ type: "panel", panel: "keys" })}>
      ${icon("keyboard-regular")}
    </button>
    <button type="button" class="bar-button" aria-haspopup="dialog" aria-keyshortcuts="M" @click=${() => act({ type: "panel", panel: "menu" })}>
      <span class="bar-name">${state.staff.display_name}</span>${icon("caret-down-regular")}
    </button>
    ${desk.state === "open" ? breakButton(view) : nothing}
    <time class="bar-clock figures">${clockTime(now, desk.centre.utc_offset_minutes)}</time>
  </header>`;
}

/** @param {View} view @param {Desk} desk */
function statePill({ t }, desk) {
  const resting = desk.state === "on_break";
  return html`<span class="bar-pill ${resting ? "resting" : "open"}">
    ${icon(resting ? "coffee-regular" : "circle-fill")}${t(`counter.state.${desk.state}`)}
  </span>`;
}

/** @param {View} view @param {Desk} desk */
function printerPill({ t }, { printer }) {
  if (!printer) return nothing;
  const good = printer === "ready";
  return html`<span class="bar-pill ${good ? "" : "troubled"}">
    ${icon(good ? "printer-regular" : "warning-circle-fill")}<span class="bar-printer">${t(`printer.${printer}`)}</span>
  </span>`;
}

/** @param {View} view */
function lostPill({ state, t }) {
  const time = state.lostSince === null ? "" : clockTime(state.lostSince, state.centre.utc_offset_minutes);
  return html`<span role="status"
    >${time ? html`<span class="bar-pill lost">${icon("plugs-fill")}${t("counter.lost_since", { time })}</span>` : nothing}</span
  >`;
}

/** @param {View} view */
function breakButton({ state, t, act }) {
  return html`<button
    type="button"
    class="bar-button ${state.busy === "break" ? "pressed" : ""}"
    aria-keyshortcuts="B"
    ?disabled=${state.busy !== null}
    @click=${() => act({ type: "break" })}
  >
    ${icon("coffee-regular")}<span>${t("counter.action.break")}</span><kbd class="key">B</kbd>
  </button>`;
}

/** @param {View} view @param {Desk} desk */
function figures({ t }, { figures: day }) {
  const average = day.average_service_seconds === null ? "–" : `${Math.round(day.average_service_seconds / 60)}′`;
  const within = day.within_target === null ? "–" : `${Math.round(day.within_target * 100)}%`;
  return html`<dl class="day">
    ${figure(String(day.served), t("counter.figure.served"))} ${figure(average, t("counter.figure.average"))}
    ${figure(within, t("counter.figure.within"))}
  </dl>`;
}

/** @param {string} value @param {string} label */
function figure(value, label) {
  return html`<div><dt>${label}</dt><dd class="figures">${value}</dd></div>`;
}
