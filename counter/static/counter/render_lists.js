/** The right column: who waits, who rests, who did not come. */
import { html, nothing } from "../vendor/lit-html.js";
import { wholeMinutes } from "../js/format.js";
import { icon } from "../js/icons.js";
import { awaitedServices, peopleWaiting, TABS } from "./state.js";

/** @typedef {import("./render.js").View} View */
/** @typedef {import("./state.js").Desk} Desk */
/** @typedef {import("./state.js").Turn} Turn */
/** @typedef {import("./state.js").Tab} Tab */
/** @typedef {import("./state.js").Service} Service */

/** @type {Readonly<Record<Tab, string>>} */
const EMPTY_ICONS = { waiting: "users-three", on_hold: "pause-circle", absent: "user-minus" };

/** What a row of the list offers first. @type {Readonly<Partial<Record<Tab, string>>>} */
const ROW_ACTION = { on_hold: "resume", absent: "call" };

/** What else it offers. @type {Readonly<Partial<Record<Tab, readonly string[]>>>} */
const MORE_ROW_ACTIONS = { on_hold: ["return", "cancel"], absent: ["return"] };

/** @type {Readonly<Record<string, string>>} */
const ROW_ICONS = { resume: "play-circle", call: "megaphone-simple", return: "arrow-counter-clockwise", cancel: "x-circle" };

/** @param {View} view @param {Desk} desk */
export function renderLists(view, desk) {
  const { state, t } = view;
  const rows = shownRows(state.tab, state.filter, desk);
  return html`<div class="tabs" role="tablist" aria-label=${t("counter.list.label")}>
      ${TABS.map((tab, place) => tabButton(view, desk, tab, place))}
    </div>
    <div class="list-place" role="tabpanel" id="list" aria-labelledby="tab-${state.tab}">
      ${state.tab === "waiting" ? chips(view, desk) : nothing}
      ${rows.length ? list(view, desk, rows) : emptyList(view)}
    </div>`;
}

/** @param {Tab} tab @param {string | null} filter a service's code @param {Desk} desk */
export function shownRows(tab, filter, desk) {
  const rows = desk[tab];
  return tab === "waiting" && filter ? rows.filter((turn) => turn.service === filter) : rows;
}

/** @param {View} view @param {Desk} desk @param {Tab} tab @param {number} place */
function tabButton({ state, t, act }, desk, tab, place) {
  const selected = state.tab === tab;
  const count = tab === "waiting" ? peopleWaiting(desk) : desk[tab].length;
  return html`<button
    type="button"
    role="tab"
    id="tab-${tab}"
    aria-selected=${selected}
    aria-controls="list"
    aria-keyshortcuts=${place + 1}
    @click=${() => act({ type: "tab", tab })}
  >
    ${t(`counter.list.${tab}`)} <span class="tab-count figures ${count ? "" : "none"}">${count}</span>
  </button>`;
}

/** @param {View} view @param {Desk} desk */
function chips({ state, t, act }, desk) {
  const services = awaitedServices(desk);
  if (services.length < 2) return nothing;
  return html`<div class="chips" role="group" aria-label=${t("counter.list.filter")}>
    <button type="button" class="chip" aria-pressed=${state.filter === null} @click=${() => act({ type: "filter", service: null })}>
      ${t("counter.list.all")}
    </button>
    ${services.map(
      (service) =>
        html`<button
          type="button"
          class="chip ${service.colour}"
          title=${t.name(service)}
          aria-label="${t.name(service)}: ${service.people_waiting}"
          aria-pressed=${state.filter === service.code}
          @click=${() => act({ type: "filter", service: service.code })}
        >
          ${icon(service.icon)}<span class="figures">${service.people_waiting}</span>
        </button>`,
    )}
  </div>`;
}

/** @param {View} view @param {Desk} desk @param {Turn[]} rows */
function list(view, desk, rows) {
  const { state, t } = view;
  const all = state.filter
    ? (desk.services.find(({ code }) => code === state.filter)?.people_waiting ?? 0)
    : peopleWaiting(desk);
  const rest = state.tab === "waiting" ? all - rows.length : 0;
  return html`<ul class="rows">
    ${rows.map((turn) => (state.tab === "waiting" ? waitingRow(view, desk, turn) : restingRow(view, desk, turn)))}
    ${rest > 0 ? html`<li class="rows-rest">${t("counter.list.rest", { count: rest })}</li>` : nothing}
  </ul>`;
}

/** @param {View} view @param {Desk} desk @param {Turn} turn */
function waitingRow({ t, now }, desk, turn) {
  const service = serviceOf(desk, turn);
  const minutes = minutesSince(turn.waiting_since, now);
  const late = service !== undefined && minutes >= service.target_wait_minutes;
  const next = turn.turn === nextTurn(desk)?.turn;
  return html`<li class="row ${next ? "next" : ""} ${late ? "late" : ""}" tabindex="-1">
    <span class="row-number figures">${turn.number}</span>
    <span class="row-service">
      ${next ? html`<span class="visually-hidden">${t("counter.list.next")}</span>` : nothing}
      ${turn.is_return ? html`<span class="row-return">${t("counter.turn.return")} ·</span>` : nothing}
      ${service ? t.name(service) : turn.service}
    </span>
    ${minutesCell(t, minutes, late)}
  </li>`;
}

/** @param {View} view @param {Desk} desk @param {Turn} turn */
function restingRow(view, desk, turn) {
  const { state, t, now } = view;
  const service = serviceOf(desk, turn);
  const more = MORE_ROW_ACTIONS[state.tab] ?? [];
  return html`<li class="row resting">
    <span class="row-number figures">${turn.number}</span>
    <span class="row-service">${service ? t.name(service) : turn.service}</span>
    ${minutesCell(t, minutesSince(turn.called_at ?? turn.waiting_since, now), false)}
    <span class="row-actions">
      ${rowButton(view, desk, turn, ROW_ACTION[state.tab] ?? "")}
      ${more.map((action) => rowButton(view, desk, turn, action))}
    </span>
  </li>`;
}

/** @param {View} view @param {Desk} desk @param {Turn} turn @param {string} action */
function rowButton({ state, t, act }, desk, turn, action) {
  const first = action === ROW_ACTION[state.tab];
  const words = t(`counter.action.${action}`);
  return html`<button
    type="button"
    class="row-button ${first ? "first" : ""} ${state.busy === `${action}:${turn.turn}` ? "pressed" : ""}"
    data-action=${action}
    aria-label="${words} ${turn.number}"
    title=${words}
    ?disabled=${state.busy !== null || desk.state !== "open"}
    @click=${() => act({ type: "listed", turn, action })}
  >
    ${icon(ROW_ICONS[action] ?? "circle-fill")}${first ? words : nothing}
  </button>`;
}

/** @param {import("../js/words.js").Words} t @param {number} minutes @param {boolean} late */
function minutesCell(t, minutes, late) {
  return html`<span class="row-minutes figures">
    ${late ? icon("clock-fill") : nothing}<span aria-hidden="true">${minutes}′</span>
    <span class="visually-hidden">${t("counter.list.minutes", { minutes })}${late ? `, ${t("counter.list.late")}` : ""}</span>
  </span>`;
}

/** @param {View} view */
function emptyList({ state, t }) {
  return html`<div class="rows-empty">
    ${icon(EMPTY_ICONS[state.tab])}
    <p>${t(`counter.list.no_${state.tab}`)}</p>
    <p class="rows-empty-note">${t(`counter.list.no_${state.tab}_note`)}</p>
  </div>`;
}

/** Who will be called next from this counter. @param {Desk} desk */
function nextTurn(desk) {
  return desk.state === "open" ? desk.waiting[0] : undefined;
}

/** @param {Desk} desk @param {Turn} turn @returns {Service | undefined} */
function serviceOf(desk, turn) {
  return desk.services.find(({ code }) => code === turn.service);
}

/** @param {string} instant @param {number} now */
function minutesSince(instant, now) {
  return wholeMinutes((now - Date.parse(instant)) / 1000);
}
