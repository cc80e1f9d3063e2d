/** What can be done with the turn at hand: the side actions with their keys, and the one golden button. */
import { html, nothing } from "../vendor/lit-html.js";
import { wholeMinutes } from "../js/format.js";
import { icon } from "../js/icons.js";
import { ACTION_KEYS } from "./keys.js";
import { peopleWaiting } from "./state.js";

/** @typedef {import("./render.js").View} View */
/** @typedef {import("./state.js").Desk} Desk */
/** @typedef {import("./state.js").Turn} Turn */

/** @type {Readonly<Record<string, string>>} */
const ACTION_ICONS = {
  recall: "megaphone-simple",
  hold: "pause-circle",
  transfer: "arrow-bend-up-right",
  no_show: "user-minus",
  return: "arrow-counter-clockwise",
  cancel: "x-circle",
  finish: "check-regular",
};

/** @type {Readonly<Record<string, string>>} */
const GOLDEN_ICONS = {
  call_next: "megaphone-simple-fill",
  start: "play-circle-fill",
  finish_and_call_next: "check-fat-fill",
  finish: "check-fat-fill",
  return_from_break: "play-circle-fill",
};

/** @param {View} view @param {Desk} desk @param {Turn} turn */
export function renderActions(view, desk, turn) {
  const { t } = view;
  const offered = desk.actions.filter((action) => action in ACTION_KEYS && action !== desk.golden);
  return html`<div class="actions" role="group" aria-label=${turn.number}>${offered.map((action) => sideAction(view, action, t))}</div>`;
}

/** @param {View} view @param {string} action @param {import("../js/words.js").Words} t */
function sideAction({ state, act }, action, t) {
  const key = ACTION_KEYS[action];
  const armed = action === "cancel" && state.armed;
  const running = state.busy === action;
  return html`<button
    type="button"
    class="action ${armed ? "armed" : ""} ${running ? "pressed" : ""}"
    data-action=${action}
    aria-keyshortcuts=${key ?? nothing}
    ?disabled=${state.busy !== null}
    @click=${() => act({ type: "action", action })}
  >
    ${icon(ACTION_ICONS[action] ?? "circle-fill")}
    <span class="action-name" aria-live=${action === "cancel" ? "assertive" : nothing}
      >${armed ? t("counter.action.cancel_again") : t(`counter.action.${action}`)}</span
    >
    <kbd class="key">${key}</kbd>
  </button>`;
}

/** @param {View} view @param {Desk} desk */
export function renderGolden(view, desk) {
  const picture = GOLDEN_ICONS[desk.golden];
  return picture ? goldenButton(view, desk, picture) : nothingToDo(view);
}

/** @param {View} view @param {Desk} desk @param {string} picture */
function goldenButton(view, desk, picture) {
  const { state, t, act } = view;
  const running = state.busy === "golden";
  return html`<button
    type="button"
    class="golden ${running ? "busy" : ""}"
    aria-keyshortcuts="Space"
    ?disabled=${state.busy !== null}
    @click=${() => act({ type: "golden" })}
  >
    ${icon(picture)}
    <span class="golden-words">
      <span class="golden-name">${t(`counter.golden.${desk.golden}`)}</span>
      <span class="golden-note">${running ? t("counter.golden.busy") : goldenNote(view, desk)}</span>
    </span>
    <kbd class="golden-key">Space</kbd>
  </button>`;
}

/** @param {View} view @param {Desk} desk */
function goldenNote({ t, now }, desk) {
  const number = desk.turn?.number ?? "";
  if (desk.golden === "start") return t("counter.golden.start_note", { number });
  if (desk.golden === "finish") return t("counter.golden.finish_note", { number });
  if (desk.golden === "return_from_break") return t("counter.golden.break_note", { count: peopleWaiting(desk) });
  const next = desk.waiting[0];
  if (!next) return "";
  const minutes = wholeMinutes((now - Date.parse(next.waiting_since)) / 1000);
  return t("counter.golden.next", { number: next.number, minutes });
}

/** @param {View} view */
function nothingToDo({ t }) {
  return html`<div class="golden idle" role="status">
    ${icon("hourglass-medium")}
    <span class="golden-words">
      <span class="golden-name">${t("counter.golden.none")}</span>
      <span class="golden-note">${t("counter.golden.none_note")}</span>
    </span>
  </div>`;
}
