/** The staff page, drawn from its state alone: each person with open sessions and lock-out, and how to end them. */
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime, sameDay, shortDateTime } from "../js/format.js";
import { icon } from "../js/icons.js";
import { words } from "../js/words.js";
import { problemLine, renderFrame } from "./frame.js";

/** @typedef {import("./staff_state.js").StaffState} StaffState */
/** @typedef {import("./staff_state.js").StaffLine} StaffLine */
/** @typedef {import("../js/words.js").Words} Words */
/**
 * @typedef {import("./frame.js").FramePresses & {
 *   startSigningOut: (person: number) => void,
 *   signOutPerson: (person: number) => void,
 *   unlock: (person: number) => void,
 *   giveUp: () => void,
 * }} Presses
 */
/** @typedef {{ state: StaffState, now: number, presses: Presses, t: Words }} View */

const MINUTE_MS = 60_000;
/** @type {Readonly<Record<StaffLine["role"], string>>} */
const SIGNS = { clerk: "user", head: "user-circle", administrator: "user-gear" };

/** @param {StaffState} state @param {number} now milliseconds by the server's clock @param {Presses} presses */
export function renderStaff(state, now, presses) {
  const t = words(state.language);
  const { live, role, lostAt, list, problem } = state;
  const view = { state, now, presses, t };
  const content = html`<section class="card people" lang=${t.language}>
    ${problemLine(problem)}
    <ul>${list.people.map((person) => line(person, view))}</ul>
  </section>`;
  const frame = { title: "management.staff_page", centre: live.centre, role, now, lostAt, summary: summary(list, t) };
  return renderFrame({ ...frame, current: "staff_page" }, content, presses, t);
}

/** @param {import("./staff_state.js").StaffList} list @param {Words} t */
function summary({ people }, t) {
  const signedIn = people.filter(({ sessions }) => sessions.length).length;
  const locked = people.filter(({ locked_until: until }) => until).length;
  return html`<ul class="summary figures">
    <li><b>${signedIn}</b> ${t("management.people_signed_in")}</li>
    ${locked ? html`<li><b>${locked}</b> ${t("management.people_locked")}</li>` : nothing}
  </ul>`;
}

/** @param {StaffLine} person @param {View} view */
function line(person, view) {
  return html`<li class="person" data-person=${person.sign_in_name}>
    ${icon(SIGNS[person.role])}
    <div>${who(person, view)}</div>
    <div class="person-state">${person.sessions.length ? sessions(person, view) : away(view)} ${lock(person, view)}</div>
    <div class="person-ways">${ways(person, view)}</div>
  </li>`;
}

/** @param {StaffLine} person @param {View} view */
function who({ person, display_name: name, sign_in_name: signInName, role }, { state, t }) {
  const you = person === state.list.you;
  return html`<h2>${name}${you ? html` <span class="pill you">${t("management.you")}</span>` : nothing}</h2>
    <p class="person-role">${t(`management.role.${role}`)} · <span class="figures">${signInName}</span></p>`;
}

/** @param {StaffLine} person @param {View} view */
function sessions(person, { state, now, t }) {
  const times = person.sessions.map((began) => moment(began, now, state)).join(" · ");
  return html`<p class="good figures">${icon("check-circle-fill")}${t("management.signed_in", { times })}</p>`;
}

/** Sessions last less than a day, so that today's need no date. @param {string} when @param {number} now @param {StaffState} state */
function moment(when, now, { live }) {
  const offset = live.centre.utc_offset_minutes;
  return sameDay(when, now, offset) ? clockTime(when, offset) : shortDateTime(when, offset);
}

/** @param {View} view */
function away({ t }) {
  return html`<p>${icon("user-minus")}${t("management.not_signed_in")}</p>`;
}

/** @param {StaffLine} person @param {View} view */
function lock({ locked_until: until }, { now, t }) {
  if (!until) return nothing;
  const minutes = Math.max(1, Math.ceil((Date.parse(until) - now) / MINUTE_MS));
  return html`<p class="bad figures">${icon("lock-key-fill")}${t("management.locked", { minutes })}</p>`;
}

/** @param {StaffLine} person @param {View} view */
function ways(person, view) {
  if (view.state.signingOut === person.person) return sureWays(person, view);
  const { presses, state, t } = view;
  return html`
    ${person.locked_until
      ? html`<button class="button" type="button" data-way="unlock" ?disabled=${state.sending} @click=${() => presses.unlock(person.person)}>${icon("lock-key-open")}${t("management.unlock")}</button>`
      : nothing}
    ${person.sessions.length
      ? html`<button class="button" type="button" data-way="sign-out" @click=${() => presses.startSigningOut(person.person)}>${icon("sign-out")}${t("management.sign_out_person")}</button>`
      : nothing}
  `;
}

/** @param {StaffLine} person @param {View} view */
function sureWays({ person }, { presses, state, t }) {
  return html`
    <button class="button sure" type="button" data-way="sure" ?disabled=${state.sending} @click=${() => presses.signOutPerson(person)}>${icon("sign-out")}${t("management.sign_out_sure")}</button>
    <button class="button" type="button" @click=${presses.giveUp}>${t("common.cancel")}</button>
  `;
}
