/** The three lists of the live page: services, counters, printers. */
import { html, nothing } from "../vendor/lit-html.js";
import { stopwatch, wholeMinutes } from "../js/format.js";
import { icon } from "../js/icons.js";
import { PRINTER_MOODS, printerMark } from "./printer_mark.js";
import { grown, isOverTarget, judged } from "./state.js";

/** @typedef {import("./state.js").ManagerState} ManagerState */
/** @typedef {import("./state.js").LivePage} LivePage */
/** @typedef {import("./state.js").ServiceLoad} ServiceLoad */
/** @typedef {import("../js/contract.js").CounterLoad} CounterLoad */
/** @typedef {import("../js/contract.js").PrinterLoad} PrinterLoad */
/** @typedef {import("../js/words.js").Words} Words */

const NOTHING_YET = "–";

/** @param {ManagerState} state @param {number} now @param {Words} t */
export function renderServices(state, now, t) {
  const { services } = state.live;
  return html`<section class="panel card services">
    <h2>${t("management.services")}</h2>
    ${services.length ? serviceTable(services, state, now, t) : empty("management.no_services", t)}
  </section>`;
}

/** @param {readonly ServiceLoad[]} services @param {ManagerState} state @param {number} now @param {Words} t */
function serviceTable(services, state, now, t) {
  return html`<table class="figures">
    <thead>
      <tr>
        <th scope="col"><span class="visually-hidden">${t("management.service")}</span></th>
        <th scope="col" class="number">${t("management.waiting")}</th>
        <th scope="col" class="number">${t("management.longest")}</th>
        <th scope="col" colspan="2">${t("management.within_target")}</th>
      </tr>
    </thead>
    <tbody>
      ${services.map((service) => serviceRow(service, grown(service.longest_wait_seconds, state, now), t))}
    </tbody>
  </table>`;
}

/** @param {ServiceLoad} service @param {number | null} longest seconds @param {Words} t */
function serviceRow(service, longest, t) {
  const late = isOverTarget(longest, service.target_wait_minutes);
  return html`<tr>
    <th scope="row"><span class="service ${service.colour}">${icon(service.icon)}<span>${t.name(service)}</span></span></th>
    <td class="number">${service.waiting}</td>
    <td class="number ${late ? "late" : ""}">
      ${longest === null ? NOTHING_YET : t("management.minutes", { minutes: wholeMinutes(longest) })}
    </td>
    ${withinTarget(service, t)}
  </tr>`;
}

/** @param {ServiceLoad} service @param {Words} t */
function withinTarget({ within_target: share }, t) {
  if (share === null) return html`<td></td><td class="number">${NOTHING_YET}</td>`;
  const percent = t("management.share", { percent: Math.round(share * 100) });
  return html`<td class="share">
      <progress class=${judged(share)} max="1" value=${share} aria-label=${t("management.within_target")}>${percent}</progress>
    </td>
    <td class="number">${percent}</td>`;
}

/** @param {LivePage} live @param {number} now @param {Words} t */
export function renderCounters({ counters }, now, t) {
  return html`<section class="panel card counters">
    <h2>${t("management.counters")}</h2>
    ${counters.length ? counterTable(counters, now, t) : empty("management.no_counters", t)}
  </section>`;
}

/** @param {readonly CounterLoad[]} counters @param {number} now @param {Words} t */
function counterTable(counters, now, t) {
  const columns = ["counter", "clerk", "state", "number", "time"];
  return html`<table class="figures">
    <thead class="unseen">
      <tr>
        ${columns.map((column) => html`<th scope="col"><span class="visually-hidden">${t(`management.${column}`)}</span></th>`)}
      </tr>
    </thead>
    <tbody>
      ${counters.map((counter) => counterRow(counter, now, t))}
    </tbody>
  </table>`;
}

/** @param {CounterLoad} counter @param {number} now @param {Words} t */
function counterRow(counter, now, t) {
  const { mood, word } = activity(counter);
  return html`<tr class=${counter.state}>
    <th scope="row" class="counter">${counter.counter}</th>
    <td class="clerk">${counter.clerk ?? NOTHING_YET}</td>
    <td><span class="pill ${mood}">${t(`management.${word}`)}</span></td>
    <td class="number">${counter.number ?? NOTHING_YET}</td>
    <td class="number">${counter.since ? stopwatch((now - Date.parse(counter.since)) / 1000) : NOTHING_YET}</td>
  </tr>`;
}

/** What a counter does now. @param {CounterLoad} counter @returns {{ mood: string, word: string }} */
function activity({ state, turn_status: turn }) {
  if (state === "closed") return { mood: "", word: "closed" };
  if (state === "on_break") return { mood: "", word: "on_break" };
  if (turn === "called") return { mood: "calling", word: "calling" };
  return turn === "serving" ? { mood: "good", word: "serving" } : { mood: "free", word: "free" };
}

/** @param {LivePage} live @param {Words} t */
export function renderPrinterStates({ printers }, t) {
  return html`<section class="panel card printers">
    <h2>${t("management.printers")}</h2>
    ${printers.length
      ? html`<ul class="figures">${printers.map((printer) => printerLine(printer, t))}</ul>`
      : empty("management.no_printers", t)}
  </section>`;
}

/** @param {PrinterLoad} printer @param {Words} t */
function printerLine(printer, t) {
  return html`<li class="printer ${PRINTER_MOODS[printer.state]}">
    ${icon("printer")}
    <p class="printer-name">${printer.name}</p>
    ${printerMark(printer.state, t)} ${jobCounts(printer, t)}
  </li>`;
}

/** How many jobs a printer has done, and how many need it or a person. @param {PrinterLoad} printer @param {Words} t */
export function jobCounts({ queued, uncertain, printed }, t) {
  return html`<p class="jobs figures">
    ${t("management.jobs_done", { printed })}${queued ? html` · <b>${t("management.jobs_queued", { queued })}</b>` : nothing}
    ${uncertain ? html` · <b>${t("management.jobs_uncertain", { uncertain })}</b>` : nothing}
  </p>`;
}

/** @param {string} key @param {Words} t */
function empty(key, t) {
  return html`<p class="empty">${t(key)}</p>`;
}
