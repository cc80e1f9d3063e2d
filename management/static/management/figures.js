/** The five figures at the top of the live page: each with its meaning above and what to compare it with below. */
import { html } from "../vendor/lit-html.js";
import { wholeMinutes } from "../js/format.js";
import { grown, isOverTarget, longestWaitingService } from "./state.js";

/** @typedef {import("./state.js").ManagerState} ManagerState */
/** @typedef {import("./state.js").LivePage} LivePage */
/** @typedef {import("../js/words.js").Words} Words */

const NOTHING_YET = "–";

/** @param {ManagerState} state @param {number} now @param {Words} t */
export function renderFigures(state, now, t) {
  const { live } = state;
  return html`<section class="figures-row" lang=${t.language}>
    ${figure(t("management.waiting_now"), live.waiting, t("management.waiting_more", { count: live.waiting }))} ${longestWait(state, now, t)}
    ${usualWait(live, t)} ${withinTarget(live, t)} ${countersOpen(live, t)}
  </section>`;
}

/** @param {string} meaning @param {string | number} value @param {string} more @param {string} [mood] */
function figure(meaning, value, more, mood = "") {
  return html`<div class="figure card ${mood}">
    <p class="meaning">${meaning}</p>
    <p class="value figures">${value}</p>
    <p class="more figures">${more}</p>
  </div>`;
}

/** @param {ManagerState} state @param {number} now @param {Words} t */
function longestWait(state, now, t) {
  const { longest_wait_seconds: told, longest_wait_number: number } = state.live;
  const seconds = grown(told, state, now);
  const service = longestWaitingService(state.live);
  if (seconds === null || number === null || !service) {
    return figure(t("management.longest_wait"), NOTHING_YET, t("management.nobody_waits"));
  }
  const target = service.target_wait_minutes;
  const mood = isOverTarget(seconds, target) ? "bad" : "";
  return figure(t("management.longest_wait"), minutes(seconds, t), t("management.longest_more", { number, target }), mood);
}

/** @param {LivePage} live @param {Words} t */
function usualWait({ median_wait_seconds: median, p90_wait_seconds: p90, average_wait_seconds: average, waits_counted: counted }, t) {
  const meaning = t("management.usual_wait");
  if (median === null || p90 === null || average === null) return figure(meaning, NOTHING_YET, t("management.no_calls"));
  const more = t("management.average", { minutes: wholeMinutes(average), count: counted });
  return figure(meaning, `${minutes(median, t)} · ${minutes(p90, t)}`, more);
}

/** @param {LivePage} live @param {Words} t */
function withinTarget({ within_target: share }, t) {
  const value = share === null ? NOTHING_YET : t("management.share", { percent: Math.round(share * 100) });
  return figure(t("management.within_target"), value, t("management.within_more"));
}

/** @param {LivePage} live @param {Words} t */
function countersOpen({ counters, counters_open: open }, t) {
  const count = counters.filter(({ state }) => state === "on_break").length;
  const more = count ? t("management.counters_on_break", { count }) : t("management.counters_none_on_break");
  return figure(t("management.counters_open"), t("management.open_of_all", { open, all: counters.length }), more);
}

/** @param {number} seconds @param {Words} t */
function minutes(seconds, t) {
  return t("management.minutes", { minutes: wholeMinutes(seconds) });
}
