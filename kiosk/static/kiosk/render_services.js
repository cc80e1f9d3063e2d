/** The services of one category, with the people who wait; a closed one says when it opens again. */
import { clockTime, sameDay, weekday } from "../js/format.js";
import { icon } from "../js/icons.js";
import { html } from "../vendor/lit-html.js";
import { backAndCancel, band } from "./render_parts.js";
import { chosenCategory } from "./state.js";

/** @typedef {import("../js/contract.js").KioskService} KioskService */

/** @type {import("./render.js").Part} */
export function servicesStep(state, t, act) {
  const category = chosenCategory(state);
  const services = state.board.services.filter((service) => service.category === state.category);
  return html`
    <main class="page colour-${category?.colour}">
      ${band(category?.icon, category ? t.named(category) : "")}
      <div class="rows">${services.map((service) => row(service, state, t, act))}</div>
    </main>
    <footer class="foot">${backAndCancel(t, act)}</footer>
  `;
}

/**
 * @param {KioskService} service @param {import("./state.js").State} state
 * @param {import("./render.js").Words} t @param {import("./render.js").Act} act
 */
function row(service, state, t, act) {
  return html`
    <button
      class="card row ${service.is_open ? "" : "closed"}"
      data-service=${service.code}
      ?disabled=${!service.is_open}
      @click=${() => act({ type: "service", code: service.code })}
    >
      <span class="tile">${icon(service.icon)}</span>
      <span class="row-name">${t.named(service)}</span>
      ${service.is_open ? peopleWaiting(service, t) : nextOpening(service, state, t)}
    </button>
  `;
}

/** @param {KioskService} service @param {import("./render.js").Words} t */
function peopleWaiting(service, t) {
  return html`
    <span class="pill waiting figures">
      ${icon("users-fill")} <span aria-hidden="true">${service.people_waiting}</span>
      <span class="visually-hidden">${t("kiosk.people_waiting", { count: service.people_waiting })}</span>
    </span>
    ${icon("caret-right-bold", "go")}
  `;
}

/** @param {KioskService} service @param {import("./state.js").State} state @param {import("./render.js").Words} t */
function nextOpening(service, state, t) {
  return html`<span class="opening figures">${icon("clock-fill")} ${openingWords(service, state, t)}</span>`;
}

/** @param {KioskService} service @param {import("./state.js").State} state @param {import("./render.js").Words} t */
function openingWords(service, state, t) {
  const offset = state.board.centre.utc_offset_minutes;
  const opening = service.next_opening;
  if (!opening) return t("kiosk.closed_now");
  const time = clockTime(opening, offset);
  if (sameDay(opening, state.serverNow, offset)) return t("kiosk.opens_at", { time });
  return t("kiosk.opens_on", { weekday: weekday(opening, offset, t), time });
}
