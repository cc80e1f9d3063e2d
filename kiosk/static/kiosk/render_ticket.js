/** The screen becomes the ticket; when no paper comes, the number stays the hero and asks to be remembered. */
import { icon } from "../js/icons.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ring } from "./render_parts.js";
import { chosenCategory, chosenService, millisecondsLeft, patience } from "./state.js";

/** @typedef {import("./state.js").IssuedTicket} IssuedTicket */
/** @typedef {import("./render.js").Words} Words */

/** @type {Record<import("./paper.js").Paper, string>} */
const NOTICES = {
  coming: "kiosk.take_paper",
  printed: "kiosk.take_paper",
  late: "kiosk.not_printed",
  failed: "kiosk.not_printed",
  out_of_paper: "kiosk.no_paper",
  no_printer: "kiosk.remember_number",
};

/** @type {import("./render.js").Part} */
export function ticketStep(state, t, act) {
  const { ticket } = state;
  if (!ticket) return nothing;
  const withPaper = state.paper === "coming" || state.paper === "printed";
  return html`
    <main class="ticket ${withPaper ? "with-paper" : "without-paper"}" data-paper=${state.paper}>
      ${stub(state, ticket, t)} ${withPaper ? takePaper(t) : remember(state, ticket, t)}
    </main>
    <footer class="foot">
      <button class="button on-dark done" @click=${() => act({ type: "home" })}>
        ${ring(millisecondsLeft(state) / patience(state))} ${t.both(withPaper ? "common.done" : "kiosk.remembered")}
      </button>
    </footer>
  `;
}

/** @param {import("./state.js").State} state @param {IssuedTicket} ticket @param {Words} t */
function stub(state, ticket, t) {
  const service = chosenService(state);
  return html`
    <section class="stub colour-${chosenCategory(state)?.colour}">
      <p class="stub-service">${icon(service?.icon ?? "ticket-fill")} ${service ? t.named(service) : ""}</p>
      <h1 tabindex="-1">
        <span class="stub-caption">${t.both("common.your_number")}</span>
        <span class="number figures ${ticket.number.length > 4 ? "long" : ""}">${ticket.number}</span>
      </h1>
      <div class="perforation"></div>
      <dl class="prospect">${peopleAhead(ticket, t)} ${minutes(ticket, t)}</dl>
    </section>
  `;
}

/** @param {IssuedTicket} ticket @param {Words} t */
function peopleAhead({ people_ahead: count }, t) {
  return html`
    <div>
      <dt>${t.both("common.people_ahead", { count })}</dt>
      <dd class="figures">${icon("users-three")} ${count}</dd>
    </div>
  `;
}

/** @param {IssuedTicket} ticket @param {Words} t */
function minutes({ estimate }, t) {
  if (!estimate) return nothing;
  const range = { low: estimate.low_minutes, high: estimate.high_minutes };
  return html`
    <div>
      <dt>${t.both("common.minutes_about")}</dt>
      <dd class="figures">${icon("clock-countdown")} ${t("kiosk.minutes_range", range)}</dd>
    </div>
  `;
}

/** @param {Words} t */
function takePaper(t) {
  return html`
    <div class="take-paper" role="status">
      <p>${t.both("kiosk.take_paper")}</p>
      ${icon("hand-arrow-down")}
    </div>
  `;
}

/** @param {import("./state.js").State} state @param {IssuedTicket} ticket @param {Words} t */
function remember(state, ticket, t) {
  return html`
    <div class="notice" role="status">
      ${icon(state.paper === "no_printer" ? "ticket-fill" : "printer-fill")} ${t.both(NOTICES[state.paper])}
    </div>
    ${ticket.follow_url ? codeToScan(ticket, t) : html`<p class="photograph">${t.both("kiosk.photograph_number")}</p>`}
  `;
}

/** @param {IssuedTicket} ticket @param {Words} t */
function codeToScan({ token }, t) {
  return html`
    <div class="scan">
      <img src="/t/${token}/qr.svg" alt=${t("kiosk.qr_code")} />
      <p>${t.both("kiosk.scan_number")}</p>
    </div>
  `;
}
