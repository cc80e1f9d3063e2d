/** One service: what it costs, how long it takes, who waits and which papers are needed, all before the ticket. */
import { money } from "../js/format.js";
import { icon } from "../js/icons.js";
import { requestId } from "../js/api.js";
import { html, nothing } from "../vendor/lit-html.js";
import { backAndCancel, band } from "./render_parts.js";
import { chosenCategory, chosenService } from "./state.js";

/** @typedef {import("../js/contract.js").KioskService} KioskService */
/** @typedef {import("./render.js").Words} Words */

/** @type {import("./render.js").Part} */
export function serviceStep(state, t, act) {
  const service = chosenService(state);
  if (!service) return nothing;
  return html`
    <main class="page colour-${chosenCategory(state)?.colour}">
      ${band(service.icon, t.named(service))}
      <div class="service">${facts(service, t)} ${documents(service, t)}</div>
    </main>
    <footer class="foot">
      <button
        class="button main take"
        ?disabled=${!service.is_open || !state.board.issuing}
        @click=${() => act({ type: "want_ticket", requestId: requestId() })}
      >
        ${icon("ticket-fill")} ${t.both("kiosk.take_ticket")}
      </button>
      ${backAndCancel(t, act)}
    </footer>
  `;
}

/** @param {KioskService} service @param {Words} t */
function facts(service, t) {
  const { fee_kip: fee, processing_days: days, people_waiting: count } = service;
  return html`
    <dl class="facts">
      ${fact("hand-coins", fee ? money(fee, t) : t("common.free"), t.both("common.fee"))}
      ${days
        ? fact("calendar-check", t("common.days", { count: days }), t.both("common.working_days"))
        : fact("calendar-check", t("common.same_day"), t.both("kiosk.processing"))}
      ${fact("users-three", t("common.people", { count }), t.both("kiosk.waiting_now"))}
    </dl>
  `;
}

/** The figure stands above its name for the eye; the list keeps the name first. @param {string} iconName @param {string} figure @param {unknown} name */
function fact(iconName, figure, name) {
  return html`
    <div class="card fact">
      <dt>${name}</dt>
      <dd class="figures">${icon(iconName)} ${figure}</dd>
    </div>
  `;
}

/** @param {KioskService} service @param {Words} t */
function documents(service, t) {
  if (service.documents.length === 0) {
    return html`<section class="card documents"><h2>${icon("check-fat-fill")} ${t.both("kiosk.no_documents")}</h2></section>`;
  }
  return html`
    <section class="card documents">
      <h2>${t.both("kiosk.documents_question")}</h2>
      <ul>
        ${service.documents.map((paper) => html`<li>${icon(paper.icon)} ${t.named(paper)}</li>`)}
      </ul>
    </section>
  `;
}
