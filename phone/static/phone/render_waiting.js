/** A waiting ticket: how many people are ahead, as a number and as dots on their way to the door. */
import { html, nothing } from "../vendor/lit-html.js";
import { icon } from "../js/icons.js";

/** @typedef {import("./state.js").Ticket} Ticket */
/** @typedef {import("../js/words.js").Words} Words */

/** A longer row of dots would not be counted by anybody, and not fit a small phone. */
export const MOST_DOTS = 8;
/** "10–20" fits beside another figure in large digits, "100–120" does not. */
const SHORT_FIGURE = 5;

/** @param {Ticket} ticket @param {Words} t */
export function renderWaiting(ticket, t) {
  return html`${place(ticket, t)} ${nowCalling(ticket, t)}`;
}

/** @param {Ticket} ticket @param {Words} t */
function place({ people_ahead: ahead, estimate }, t) {
  if (ahead === null) return nothing;
  return html`<section class="place card">
    <div class="facts">
      ${ahead === 0 ? next(t) : fact(String(ahead), t("common.people_ahead", { count: ahead }), t)}
      ${estimate ? fact(`${estimate.low_minutes}–${estimate.high_minutes}`, t("common.minutes_about"), t) : nothing}
    </div>
    ${walk(ahead)}
  </section>`;
}

/** @param {Words} t */
function next(t) {
  return html`<div class="fact next">
    <p class="figure">${icon("bell-ringing-fill")}</p>
    <p class="meaning" lang=${t.language}>${t("phone.next")}</p>
  </div>`;
}

/** @param {string} figure @param {string} meaning @param {Words} t */
function fact(figure, meaning, t) {
  return html`<div class="fact">
    <p class="figure figures ${figure.length > SHORT_FIGURE ? "long" : ""}">${figure}</p>
    <p class="meaning" lang=${t.language}>${meaning}</p>
  </div>`;
}

/** The number beside it says the same to a screen reader. @param {number} ahead */
function walk(ahead) {
  const dots = Array.from({ length: Math.min(ahead, MOST_DOTS) }, () => html`<span class="dot"></span>`);
  return html`<div class="walk" aria-hidden="true">
    ${icon("door")}
    <div class="people">
      ${dots} ${ahead > MOST_DOTS ? html`<span class="more figures">+${ahead - MOST_DOTS}</span>` : nothing}
      <span class="you">${icon("user-fill")}</span>
    </div>
  </div>`;
}

/** @param {Ticket} ticket @param {Words} t */
function nowCalling({ now_calling: call }, t) {
  if (!call) return nothing;
  return html`<section class="now-calling card">
    ${icon("megaphone-simple")}
    <p lang=${t.language}>${t("common.now_calling")}</p>
    <p class="call figures">${call.number} › ${call.counter}</p>
  </section>`;
}
