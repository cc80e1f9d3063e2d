/** The hall screen, drawn from its state alone. Lao (or the chosen language) first, the other below it and smaller. */
import { html, nothing } from "../vendor/lit-html.js";
import { devicesPage, shownCode } from "../js/enrolment.js";
import { clockTime, longDate, money } from "../js/format.js";
import { houseMark } from "../js/house_mark.js";
import { icon, roofs } from "../js/icons.js";
import { words } from "../js/words.js";
import { feeOnTurn, isAnnounced } from "./state.js";

/** @typedef {import("./state.js").HallState} HallState */
/** @typedef {import("./state.js").Board} Board */
/** @typedef {import("./state.js").Call} Call */
/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {{ wakeSound: () => void }} Presses */

/** Numbers of more signs than A999 need smaller digits. */
const USUAL_LENGTH = 4;

/** @param {HallState} state @param {number} now milliseconds since 1970 by the server's clock @param {Presses} presses */
export function renderHall(state, now, presses) {
  const t = words(state.language);
  const { board } = state;
  if (!state.enrolled || !board) return notEnrolled(state.code, t);
  return html`<main class="hall on-dark">
    ${head(state, board, now, presses, t)} ${board.current ? calls(state, board, board.current, t) : idle(t)}
    ${foot(state, board, t)}
  </main>`;
}

/** @param {HallState} state @param {Board} board @param {number} now @param {Presses} presses @param {Words} t */
function head(state, { centre }, now, presses, t) {
  const offset = centre.utc_offset_minutes;
  return html`<header class="head">
    ${houseMark(centre, "mark-light")}
    <h1 class="centre">${hasRoom(state) ? t.named(centre) : html`<span lang=${t.language}>${t.name(centre)}</span>`}</h1>
    ${state.silent && state.lostAt === null ? soundMark(presses, t) : nothing}
    ${state.lostAt === null
      ? html`<p class="date" lang=${t.language}>${longDate(now, offset, t)}</p>`
      : lostMark(clockTime(state.lostAt, offset), t)}
    <p class="clock figures">${clockTime(now, offset)}</p>
  </header>`;
}

/** Beside a mark there is no room for the centre's name in two languages. @param {HallState} state */
function hasRoom({ lostAt, silent }) {
  return lostAt === null && !silent;
}

/** @param {Presses} presses @param {Words} t */
function soundMark({ wakeSound }, t) {
  return html`<button class="sound-mark" type="button" lang=${t.language} @click=${wakeSound}>
    ${icon("speaker-slash-fill")}${t("display.touch_for_sound")}
  </button>`;
}

/** @param {string} time @param {Words} t */
function lostMark(time, t) {
  return html`<p class="lost-mark figures" role="status">
    ${icon("wifi-slash-regular")}${t.both("display.lost_since", { time })}
  </p>`;
}

/** @param {HallState} state @param {Board} board @param {Call} current @param {Words} t */
function calls(state, board, current, t) {
  return html`<div class="calls">
    ${currentCall(current, isAnnounced(state, current), t)}
    <section class="earlier">
      <div class="columns"><p>${t.both("display.number")}</p><p>${t.both("display.counter")}</p></div>
      <ol>
        ${board.earlier.map((call) => earlierCall(call, isAnnounced(state, call)))}
      </ol>
    </section>
  </div>`;
}

/** @param {Call} call @param {boolean} announced @param {Words} t */
function currentCall(call, announced, t) {
  const signs = call.number.length > USUAL_LENGTH ? "long" : "";
  return html`<section class="current ${announced ? "flashing" : ""}" data-call=${call.call_id} aria-live="assertive">
    <p class="please">${t.both("display.please")}</p>
    <p class="number figures ${signs}">${call.number}</p>
    <div class="place">
      <p class="at-counter">${t.both("display.at_counter")}</p>
      ${icon("caret-double-right-regular", "arrows")}
      <p class="counter figures">${call.counter}</p>
    </div>
  </section>`;
}

/** @param {Call} call @param {boolean} announced */
function earlierCall(call, announced) {
  return html`<li class="row figures ${announced ? "flashing" : ""}" data-call=${call.call_id}>
    <span class="row-number">${call.number}</span>
    ${icon("caret-right-regular", "arrow")}
    <span class="row-counter">${call.counter}</span>
  </li>`;
}

/** Nobody is called yet. @param {Words} t */
function idle(t) {
  return html`<section class="idle">
    ${icon("mark", "door")}
    <p class="wait">${t.both("display.wait")}</p>
    <p class="listen">${t.both("display.listen")}</p>
    ${roofs("roofs")}
  </section>`;
}

/** What a service costs and how long it takes, in turn, so that nobody is asked for more. @param {HallState} state @param {Board} board @param {Words} t */
function foot(state, { centre }, t) {
  const fee = feeOnTurn(state);
  return html`<footer class="foot">
    ${fee
      ? html`${icon("hand-coins")}<p class="fee">${t.bothOf({ lo: feeLine(fee, words("lo")), en: feeLine(fee, words("en")) })}</p>`
      : nothing}
    ${centre.opening_hours.length
      ? html`<p class="hours figures">${icon("clock")}${centre.opening_hours.join(" · ")}</p>`
      : nothing}
  </footer>`;
}

/** @param {import("../js/contract.js").FeeLine} line @param {Words} t */
function feeLine(line, t) {
  const fee = line.fee_kip ? money(line.fee_kip, t) : t("common.free");
  return t("display.fee", { service: t.name(line), fee, time: processingTime(line.processing_days, t) });
}

/** @param {number} days working days; 0 is the same day @param {Words} t */
function processingTime(days, t) {
  return days === 0 ? t("common.same_day") : t("display.days", { count: days });
}

/** The server does not know this browser: a page for the person who sets the screen up. @param {string} code @param {Words} t */
function notEnrolled(code, t) {
  return html`<main class="hall not-enrolled on-dark">
    ${icon("monitor", "device")}
    <h1>${t.both("display.not_enrolled")}</h1>
    ${shownCode(code)}
    <p>${t.both("display.how_to_enrol", { address: devicesPage() })}</p>
    ${roofs("roofs")}
  </main>`;
}
