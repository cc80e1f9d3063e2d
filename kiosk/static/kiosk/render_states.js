/** What stands in for a page: no tickets, no line, a ticket that failed, and the question whether more time is needed. */
import { UNAVAILABLE } from "../js/api.js";
import { devicesPage, shownCode } from "../js/enrolment.js";
import { icon } from "../js/icons.js";
import { html } from "../vendor/lit-html.js";
import { languages } from "./render_home.js";
import { ring } from "./render_parts.js";
import { QUESTION_MS } from "./state.js";

/** Codes after which another touch of the same service cannot help. */
const CLOSED_CODES = new Set(["service_closed", "unknown_service"]);

/** @type {import("./render.js").Part} */
export function stoppedState(state, t, act) {
  return html`
    <main class="state">
      ${icon("hand-palm-fill", "warn-ink")}
      <h1 tabindex="-1">${t.both("kiosk.stopped")}</h1>
      <p>${t.both("kiosk.ask_staff")}</p>
    </main>
    ${languages(state, t, act)}
  `;
}

/** A browser that has not been enrolled: the administrator types its code. @param {string} code @param {import("./render.js").Words} t */
export function notEnrolled(code, t) {
  return html`
    <div class="kiosk">
      <main class="state">
        ${icon("plugs", "warn-ink")}
        <h1>${t.both("kiosk.not_enrolled")}</h1>
        ${shownCode(code)}
        <p>${t.both("kiosk.enrol_hint", { address: devicesPage() })}</p>
      </main>
    </div>
  `;
}

/** The line is dialled by itself, so there is nothing to press. @type {import("./render.js").Part} */
export function cutOffState(state, t, act) {
  return html`
    <main class="state" aria-live="polite">
      ${icon("plugs", "warn-ink")}
      <h1 tabindex="-1">${t.both("kiosk.cut_off")}</h1>
      <p>${t.both("kiosk.ask_staff")}</p>
    </main>
    ${languages(state, t, act)}
  `;
}

/** @type {import("./render.js").Part} */
export function failedStep(state, t, act) {
  const closed = CLOSED_CODES.has(state.failure ?? "");
  return html`
    <main class="state" aria-live="assertive" data-failure=${state.failure ?? ""}>
      ${icon("warning-circle-fill", "bad-ink")}
      <h1 tabindex="-1">${t.both(sentence(state.failure, closed))}</h1>
      <p>${t.both("kiosk.ask_staff")}</p>
    </main>
    <footer class="foot">
      ${closed ? chooseOther(t, act) : tryAgain(t, act)}
      <div class="ways">
        <button class="button cancel" @click=${() => act({ type: "home" })}>
          ${icon("x-bold")} ${t.both("common.cancel")}
        </button>
      </div>
    </footer>
  `;
}

/** @param {string | null} code @param {boolean} closed */
function sentence(code, closed) {
  if (closed) return "kiosk.failed_closed";
  if (code === UNAVAILABLE) return "kiosk.failed_for_now";
  return code === "no_connection" ? "kiosk.failed_no_connection" : "kiosk.failed";
}

/** The same request again: had the ticket been issued, the server answers that very one. @param {import("./render.js").Words} t @param {import("./render.js").Act} act */
function tryAgain(t, act) {
  return html`
    <button class="button main again" @click=${() => act({ type: "again" })}>
      ${icon("arrow-counter-clockwise")} ${t.both("common.try_again")}
    </button>
  `;
}

/** @param {import("./render.js").Words} t @param {import("./render.js").Act} act */
function chooseOther(t, act) {
  return html`
    <button class="button main" @click=${() => act({ type: "home" })}>
      ${icon("house-bold")} ${t.both("kiosk.choose_other")}
    </button>
  `;
}

/** @param {number} secondsLeft @param {import("./render.js").Words} t @param {import("./render.js").Act} act */
export function moreTimeQuestion(secondsLeft, t, act) {
  return html`
    <div class="veil">
      <div class="card question" role="alertdialog" aria-modal="true" aria-labelledby="more-time">
        ${ring((secondsLeft * 1000) / QUESTION_MS, secondsLeft)}
        <h2 id="more-time" tabindex="-1">${t.both("kiosk.more_time")}</h2>
        <p class="visually-hidden">${t("kiosk.start_over_in", { count: secondsLeft })}</p>
        <button class="button main more" @click=${() => act({ type: "more_time" })}>
          ${icon("check-fat-fill")} ${t.both("kiosk.more_time_yes")}
        </button>
        <button class="button over" @click=${() => act({ type: "home" })}>
          ${icon("arrow-counter-clockwise")} ${t.both("kiosk.start_over")}
        </button>
      </div>
    </div>
  `;
}
