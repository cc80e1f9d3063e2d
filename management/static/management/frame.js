/** What all management pages share: the menu at the side, the title with its live mark, the date. */
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime, longDate } from "../js/format.js";
import { icon } from "../js/icons.js";
import { languageToggle } from "../js/language_choice.js";
import { isAdministrator } from "./state.js";

/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {import("../js/contract.js").CentreFacts} Centre */
/** @typedef {{ chooseLanguage: (language: "lo" | "en") => void, signOut: () => void }} FramePresses */
/**
 * @typedef {object} Frame
 * @property {"live_page" | "printers_page" | "devices_page" | "staff_page" | "logo_page"} current which page this is
 * @property {string} title key of the title's words
 * @property {Centre} centre
 * @property {string} role
 * @property {number} now
 * @property {number | null} lostAt
 * @property {unknown} [summary] stands between title and date
 */

const PAGES = [
  { name: "live_page", address: "/management/", sign: "gauge", isFor: () => true },
  { name: "printers_page", address: "/management/printers", sign: "printer", isFor: isAdministrator },
  { name: "devices_page", address: "/management/devices", sign: "devices", isFor: isAdministrator },
  { name: "staff_page", address: "/management/staff", sign: "users-three", isFor: isAdministrator },
  { name: "logo_page", address: "/management/logo", sign: "image", isFor: isAdministrator },
];

/** @param {Frame} frame @param {unknown} content @param {FramePresses} presses @param {Words} t */
export function renderFrame(frame, content, presses, t) {
  return html`<div class="management">
    ${side(frame, presses, t)}
    <main class="content">${head(frame, t)} ${content}</main>
  </div>`;
}

/** Why the last command was refused, if it was. @param {string | null} problem */
export function problemLine(problem) {
  return html`<p class="page-problem" role="alert">${problem ? html`${icon("warning-circle-fill")}${problem}` : nothing}</p>`;
}

/** @param {Frame} frame @param {FramePresses} presses @param {Words} t */
function side({ centre, current, role }, presses, t) {
  return html`<header class="side on-dark" lang=${t.language}>
    <p class="house">${icon("mark-light")}<span>${t.name(centre)}</span></p>
    <nav aria-label=${t("management.menu")}>
      ${PAGES.filter(({ isFor }) => isFor(role)).map((page) => menuLine(page, page.name === current, t))}
    </nav>
    <div class="side-foot">
      ${languageToggle(t, presses.chooseLanguage)}
      <a class="menu-line" href="/password?back=${addressOf(current)}">${icon("key")}${t("management.password")}</a>
      <button class="menu-line" type="button" @click=${presses.signOut}>${icon("sign-out")}${t("management.sign_out")}</button>
    </div>
  </header>`;
}

/** @param {Frame["current"]} current */
function addressOf(current) {
  return PAGES.find(({ name }) => name === current)?.address;
}

/** @param {{ name: string, address: string, sign: string }} page @param {boolean} isCurrent @param {Words} t */
function menuLine({ name, address, sign }, isCurrent, t) {
  return html`<a class="menu-line" href=${address} aria-current=${isCurrent ? "page" : nothing}>
    ${icon(sign)}${t(`management.${name}`)}
  </a>`;
}

/** @param {Frame} frame @param {Words} t */
function head({ centre, title, now, lostAt, summary = nothing }, t) {
  const offset = centre.utc_offset_minutes;
  return html`<header class="head" lang=${t.language}>
    <h1>${t(title)}</h1>
    ${lostAt === null ? liveMark(t) : lostMark(clockTime(lostAt, offset), t)} ${summary}
    <p class="date figures">${longDate(now, offset, t)} · ${clockTime(now, offset)}</p>
  </header>`;
}

/** @param {Words} t */
function liveMark(t) {
  return html`<p class="live-mark"><span class="dot"></span>${t("management.live")}</p>`;
}

/** @param {string} time @param {Words} t */
function lostMark(time, t) {
  return html`<p class="pill warn figures" role="status">${icon("wifi-slash-regular")}${t("common.not_live_since", { time })}</p>`;
}
