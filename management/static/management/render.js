/** The manager's live page, drawn from its state alone. The chart's canvas is put into `#waits` by the entry module. */
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime, shortDateTime } from "../js/format.js";
import { icon } from "../js/icons.js";
import { words } from "../js/words.js";
import { usualTarget } from "./chart_data.js";
import { renderFigures } from "./figures.js";
import { renderFrame } from "./frame.js";
import { mayConfirmClock } from "./state.js";
import { renderCounters, renderPrinterStates, renderServices } from "./tables.js";

/** @typedef {import("./state.js").ManagerState} ManagerState */
/** @typedef {import("./state.js").LivePage} LivePage */
/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {import("./frame.js").FramePresses & { confirmClock: () => void }} Presses */

/** @param {ManagerState} state @param {number} now milliseconds by the server's clock @param {Presses} presses */
export function renderLive(state, now, presses) {
  const t = words(state.language);
  const { live, role, lostAt } = state;
  const frame = { title: "management.overview", centre: live.centre, role, now, lostAt, summary: summary(live, t) };
  const content = html`${clockBanner(state, presses, t)} ${renderFigures(state, now, t)}
    <div class="columns" lang=${t.language}>
      <div class="column">${waits(live, t)} ${renderServices(state, now, t)}</div>
      <div class="column">${renderPrinterStates(live, t)} ${renderCounters(live, now, t)}</div>
    </div>`;
  return renderFrame({ ...frame, current: "live_page" }, content, presses, t);
}

/** @param {LivePage} live @param {Words} t */
function summary({ tickets, served, no_shows: noShows }, t) {
  return html`<ul class="summary figures">
    <li><b>${tickets}</b> ${t("management.tickets")}</li>
    <li><b>${served}</b> ${t("management.served")}</li>
    <li><b>${noShows}</b> ${t("management.no_shows")}</li>
  </ul>`;
}

/** Issuing has stopped because the date is in doubt: the one thing to settle before all else. @param {ManagerState} state @param {Presses} presses @param {Words} t */
function clockBanner({ live, role, command }, { confirmClock }, t) {
  if (live.clock_trusted || !live.suspect_time) return nothing;
  const time = shortDateTime(live.suspect_time, live.centre.utc_offset_minutes);
  return html`<section class="banner" role="alert" lang=${t.language}>
    ${icon("warning-circle-fill")}
    <div>
      <p class="banner-title figures">${t("management.clock_suspect", { time })}</p>
      <p>${command === "failed" ? t("management.failed") : t("management.clock_more")}</p>
    </div>
    ${mayConfirmClock(role)
      ? html`<button class="button main" type="button" ?disabled=${command === "sending"} @click=${confirmClock}>
          ${t("management.clock_right")}
        </button>`
      : nothing}
  </section>`;
}

/** @param {LivePage} live @param {Words} t */
function waits(live, t) {
  return html`<section class="panel card waits">
    <header>
      <h2>${t("management.waits")}</h2>
      ${live.slots.length ? chartKey(usualTarget(live.services), t) : nothing}
    </header>
    <div id="waits" class="plot" aria-hidden="true" ?hidden=${!live.slots.length}></div>
    ${live.slots.length
      ? waitsTable(live, t)
      : html`<div class="state">${icon("chart-line")}<p>${t("management.waits_empty")}</p></div>`}
  </section>`;
}

/** @param {number | null} target minutes @param {Words} t */
function chartKey(target, t) {
  return html`<p class="chart-key">
    <span class="key-median"></span>${t("management.waits_key")}
    ${target === null ? nothing : html`<span class="key-target"></span>${t("management.target_key", { target })}`}
  </p>`;
}

/** The chart once more, for those who hear the page. @param {LivePage} live @param {Words} t */
function waitsTable({ slots, centre }, t) {
  return html`<div class="visually-hidden"><table>
    <caption>${t("management.waits")}</caption>
    <tr><th>${t("management.half_hour")}</th><th>${t("management.median")}</th><th>${t("management.band")}</th></tr>
    ${slots.map((slot) => {
      const range = { low: minutes(slot.p10_seconds), high: minutes(slot.p90_seconds) };
      return html`<tr>
        <td>${clockTime(slot.starts_at, centre.utc_offset_minutes)}</td>
        <td>${t("management.minutes", { minutes: minutes(slot.median_seconds) })}</td>
        <td>${t("management.band_range", range)}</td>
      </tr>`;
    })}
  </table></div>`;
}

/** @param {number} seconds */
function minutes(seconds) {
  return Math.round(seconds / 60);
}
