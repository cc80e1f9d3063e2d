/** The citizen's phone page, drawn from its state alone, in the one chosen language: a phone is too small for two. */
import { html } from "../vendor/lit-html.js";
import { clockTime, shortDate } from "../js/format.js";
import { houseMark } from "../js/house_mark.js";
import { icon } from "../js/icons.js";
import { otherLanguage, words } from "../js/words.js";
import { renderWaiting } from "./render_waiting.js";

/** @typedef {import("./state.js").PhoneState} PhoneState */
/** @typedef {import("./state.js").Ticket} Ticket */
/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {{ switchLanguage: () => void }} Presses */

const USUAL_LENGTH = 4;
/** A ticket that neither waits nor is called: its icon and its mood. `phone.<status>` and `..._more` are its words. */
const MOODS = {
  serving: { sign: "check-circle-fill", mood: "good" },
  on_hold: { sign: "pause-circle-fill", mood: "warn" },
  no_show: { sign: "info-fill", mood: "warn" },
  transferred: { sign: "arrow-bend-up-right-fill", mood: "calm" },
  finished: { sign: "hand-waving", mood: "calm" },
  expired: { sign: "calendar-x", mood: "calm" },
  cancelled: { sign: "prohibit", mood: "calm" },
};

/** @param {PhoneState} state @param {Presses} presses */
export function renderPhone(state, presses) {
  const t = words(state.language);
  const { ticket } = state;
  if (!ticket) return unknownTicket(presses, t);
  const called = ticket.status === "called";
  return html`<main class="phone ${called ? "is-called" : ""}">
    ${head(ticket, presses, t)}
    <div class="content" aria-live="polite">${called ? calledPage(ticket, t) : ticketPage(ticket, t)}</div>
    ${liveLine(state, ticket, t)}
  </main>`;
}

/** @param {Ticket} ticket @param {Presses} presses @param {Words} t */
function head({ centre }, presses, t) {
  return html`<header class="head">
    ${houseMark(centre, "mark")}
    <p class="centre" lang=${t.language}>${t.name(centre)}</p>
    ${languageButton(presses, t)}
  </header>`;
}

/** @param {Presses} presses @param {Words} t */
function languageButton({ switchLanguage }, t) {
  const other = otherLanguage(t.language);
  return html`<button class="language" type="button" lang=${other} @click=${switchLanguage}>
    ${icon("translate-regular")}${t.other()(`language.${other}`)}
  </button>`;
}

/** @param {Ticket} ticket @param {Words} t */
function ticketPage(ticket, t) {
  return html`${ticketCard(ticket, t)} ${ticket.status === "waiting" ? renderWaiting(ticket, t) : moodCard(ticket, t)}`;
}

/** @param {Ticket} ticket @param {Words} t */
function ticketCard(ticket, t) {
  const { utc_offset_minutes: offset } = ticket.centre;
  const issued = `${shortDate(ticket.issued_at, offset)} · ${clockTime(ticket.issued_at, offset)}`;
  return html`<section class="ticket on-dark">
    <p class="service" lang=${t.language}>${t.language === "lo" ? ticket.service_lo : ticket.service_en}</p>
    ${bigNumber(ticket.number)}
    <p class="issued figures">${issued}</p>
  </section>`;
}

/** @param {string} number A1000 and higher need smaller digits */
function bigNumber(number) {
  return html`<h1 class="number figures ${number.length > USUAL_LENGTH ? "long" : ""}">${number}</h1>`;
}

/** @param {Ticket} ticket @param {Words} t */
function moodCard(ticket, t) {
  const { sign, mood } = MOODS[/** @type {keyof typeof MOODS} */ (ticket.status)];
  const facts = factsOf(ticket);
  return html`<section class="mood card ${mood}" lang=${t.language}>
    ${icon(sign)}
    <h2>${t(`phone.${ticket.status}`, facts)}</h2>
    <p>${t(`phone.${ticket.status}_more`, facts)}</p>
  </section>`;
}

/** What the sentences about a ticket may name. @param {Ticket} ticket */
function factsOf({ centre, counter, called_at: calledAt, issued_at: issuedAt }) {
  const offset = centre.utc_offset_minutes;
  return {
    counter: counter ?? "",
    time: calledAt ? clockTime(calledAt, offset) : "",
    date: shortDate(issuedAt, offset),
  };
}

/** The moment itself: only where to go. @param {Ticket} ticket @param {Words} t */
function calledPage(ticket, t) {
  const { time } = factsOf(ticket);
  return html`<p class="your-turn" lang=${t.language}>${t("phone.your_turn")}</p>
    ${bigNumber(ticket.number)}
    <section class="go-to on-dark">
      ${icon("door-regular")}
      <p lang=${t.language}>${t("phone.come_to_counter")}</p>
      <p class="counter figures">${ticket.counter}</p>
    </section>
    <p class="called-at figures" lang=${t.language}>${t("phone.called_at", { time, count: ticket.call_count })}</p>`;
}

/** Whether what is shown is true now. @param {PhoneState} state @param {Ticket} ticket @param {Words} t */
function liveLine({ lostAt }, { centre }, t) {
  if (lostAt === null) return html`<p class="live" lang=${t.language}><span class="dot"></span>${t("phone.live")}</p>`;
  const time = clockTime(lostAt, centre.utc_offset_minutes);
  return html`<p class="live lost figures" role="status" lang=${t.language}>
    ${icon("wifi-slash-regular")}${t("common.not_live_since", { time })}
  </p>`;
}

/** Nobody knows this token: mistyped, or erased after its day. @param {Presses} presses @param {Words} t */
function unknownTicket(presses, t) {
  return html`<main class="phone">
    <header class="head">${icon("mark", "mark")}${languageButton(presses, t)}</header>
    <div class="content">
      <section class="mood card calm" lang=${t.language}>
        ${icon("magnifying-glass")}
        <h1>${t("phone.unknown")}</h1>
        <p>${t("phone.unknown_more")}</p>
      </section>
    </div>
  </main>`;
}
