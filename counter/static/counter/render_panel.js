/** What opens over the page: where to send somebody, the keys, the menu. The entry module shows it as a modal dialog. */
import { html, nothing } from "../vendor/lit-html.js";
import { icon } from "../js/icons.js";
import { ACTION_KEYS, placeKey } from "./keys.js";
import { transferTargets } from "./state.js";

/** @typedef {import("./render.js").View} View */
/** @typedef {import("./state.js").Desk} Desk */
/** @typedef {import("./state.js").Service} Service */

/** @param {View} view */
export function renderPanel(view) {
  const { panel } = view.state;
  if (!panel) return nothing;
  const leave = () => view.act({ type: "close" });
  return html`<dialog
    class="panel panel-${panel}"
    aria-labelledby="panel-title"
    @close=${leave}
    @click=${(/** @type {MouseEvent} */ click) => click.target === click.currentTarget && leave()}
  >
    <div class="panel-inside">${content(view)}</div>
  </dialog>`;
}

/** @param {View} view */
function content(view) {
  const { panel, desk } = view.state;
  if (panel === "transfer" && desk) return transfer(view, desk);
  if (panel === "menu" && desk) return menu(view, desk);
  return keys(view);
}

/** @param {View} view @param {string} title */
function head({ t, act }, title) {
  return html`<header class="panel-head">
    <h2 id="panel-title">${title}</h2>
    <button type="button" class="panel-close" @click=${() => act({ type: "close" })}>
      ${icon("x-regular")}<span class="visually-hidden">${t("common.close")}</span><kbd class="key">Esc</kbd>
    </button>
  </header>`;
}

/** @param {View} view @param {Desk} desk */
function transfer(view, desk) {
  const { t } = view;
  const targets = transferTargets(desk);
  return html`${head(view, t("counter.transfer.title", { number: desk.turn?.number ?? "" }))}
    <p class="panel-note">${t(targets.length ? "counter.transfer.note" : "counter.transfer.none")}</p>
    <div class="targets">${targets.map((service, place) => target(view, service, place))}</div>`;
}

/** @param {View} view @param {Service} service @param {number} place */
function target({ t, act }, service, place) {
  return html`<button type="button" class="target ${service.colour}" ?autofocus=${place === 0} @click=${() => act({ type: "transfer", service: service.code })}>
    ${icon(service.icon)}
    <span class="target-name">${t.name(service)}</span>
    <span class="target-count figures">${t("counter.choose.waiting", { count: service.people_waiting })}</span>
    <kbd class="key">${placeKey(place)}</kbd>
  </button>`;
}

/** @param {View} view @param {Desk} desk */
function menu(view, desk) {
  const { t, act } = view;
  return html`${head(view, t("counter.menu.title", { counter: desk.counter }))}
    <div class="menu">
      ${menuItem("door-regular", t("counter.menu.close_counter"), t("counter.menu.close_note"), () => act({ type: "close_counter" }))}
      <a class="menu-item" href="/password?back=/counter/">${menuWords("key", t("counter.menu.password"), t("counter.menu.password_note"))}</a>
      ${menuItem("sign-out", t("counter.menu.sign_out"), t("counter.menu.sign_out_note"), () => act({ type: "sign_out" }))}
    </div>`;
}

/** @param {string} picture @param {string} name @param {string} note @param {() => void} choose */
function menuItem(picture, name, note, choose) {
  return html`<button type="button" class="menu-item" @click=${choose}>${menuWords(picture, name, note)}</button>`;
}

/** @param {string} picture @param {string} name @param {string} note */
function menuWords(picture, name, note) {
  return html`${icon(picture)}<span><strong>${name}</strong><span class="menu-note">${note}</span></span>`;
}

/** @param {View} view */
function keys(view) {
  const { t, state } = view;
  return html`${head(view, t("counter.keys.title"))}
    <dl class="keys">${(state.desk ? deskKeys(t) : chooseKeys(t)).map(([names, meaning]) => keyLine(names, meaning))}</dl>`;
}

/** @param {readonly string[]} names @param {string} meaning */
function keyLine(names, meaning) {
  return html`<div><dt>${names.map((name) => html`<kbd class="key">${name}</kbd>`)}</dt><dd>${meaning}</dd></div>`;
}

/** @param {import("../js/words.js").Words} t @returns {[string[], string][]} */
function deskKeys(t) {
  const actions = Object.entries(ACTION_KEYS).map(
    /** @returns {[string[], string]} */ ([action, key]) => [
      [key],
      t(action === "cancel" ? "counter.keys.cancel" : `counter.action.${action}`),
    ],
  );
  return [
    [["Space"], t("counter.keys.golden")],
    ...actions,
    [["B"], t("counter.action.break")],
    [["1", "2", "3"], t("counter.keys.tabs")],
    [["↑", "↓", "Enter"], t("counter.keys.list")],
    [["S"], t("counter.keys.filter")],
    [["M"], t("counter.keys.menu")],
    [["Esc"], t("counter.keys.escape")],
    [["?"], t("counter.keys.help")],
  ];
}

/** @param {import("../js/words.js").Words} t @returns {[string[], string][]} */
function chooseKeys(t) {
  return [
    [["↑", "↓"], t("counter.keys.choose")],
    [["1", "2", "…"], t("counter.keys.choose")],
    [["Enter"], t("counter.keys.open")],
    [["?"], t("counter.keys.help")],
  ];
}
