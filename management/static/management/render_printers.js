/** The printers page, drawn from its state alone: each printer with a test page, the newest jobs with their pictures. */
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime } from "../js/format.js";
import { icon } from "../js/icons.js";
import { words } from "../js/words.js";
import { renderFrame } from "./frame.js";
import { PRINTER_MOODS, printerMark } from "./printer_mark.js";
import { copyAddress, mayBeCopied, testPageAddress } from "./printers_state.js";
import { jobCounts } from "./tables.js";

/** @typedef {import("./printers_state.js").PrintersState} PrintersState */
/** @typedef {import("./printers_state.js").PrintJobLine} PrintJobLine */
/** @typedef {import("../js/contract.js").PrinterLoad} PrinterLoad */
/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {import("./frame.js").FramePresses & { order: (address: string) => void }} Presses */

/** @type {Readonly<Record<PrintJobLine["state"], { mood: string, sign: string }>>} */
const JOB_MOODS = {
  queued: { mood: "calm", sign: "hourglass-medium" },
  sending: { mood: "calm", sign: "printer" },
  sent: { mood: "good", sign: "check-circle-fill" },
  uncertain: { mood: "warn", sign: "question-fill" },
  failed: { mood: "bad", sign: "x-circle-fill" },
  expired: { mood: "warn", sign: "clock-fill" },
};

/** @param {PrintersState} state @param {number} now milliseconds by the server's clock @param {Presses} presses */
export function renderPrinters(state, now, presses) {
  const t = words(state.language);
  const { live, role, lostAt, jobs } = state;
  const content = html`<section class="printer-cards" lang=${t.language}>
      ${live.printers.map((printer) => printerCard(printer, state, presses, t))}
    </section>
    <section lang=${t.language}>
      <h2 class="jobs-title">${t("management.print_jobs")}</h2>
      ${jobs.length
        ? html`<ul class="jobs-list">${jobs.map((job) => jobCard(job, state, presses, t))}</ul>`
        : html`<div class="state card">${icon("receipt-x")}<p>${t("management.no_jobs")}</p></div>`}
    </section>`;
  const frame = { title: "management.printers_page", centre: live.centre, role, now, lostAt };
  return renderFrame({ ...frame, current: "printers_page" }, content, presses, t);
}

/** @param {PrinterLoad} printer @param {PrintersState} state @param {Presses} presses @param {Words} t */
function printerCard(printer, state, presses, t) {
  return html`<article class="printer-card card">
    <div class="printer ${PRINTER_MOODS[printer.state]}">
      ${icon("printer")}
      <h2 class="printer-name">${printer.name}</h2>
      ${printerMark(printer.state, t)} ${jobCounts(printer, t)}
    </div>
    ${orderButton("management.test_page", testPageAddress(printer.code), state, presses, t)}
  </article>`;
}

/** @param {string} key of its words @param {string} address @param {PrintersState} state @param {Presses} presses @param {Words} t */
function orderButton(key, address, { orders }, { order }, t) {
  const progress = orders[address];
  return html`<div class="order">
    <button class="button" type="button" ?disabled=${progress === "sending"} @click=${() => order(address)}>
      ${icon("printer")}${t(key)}
    </button>
    <p class="order-state" role="status">${progress ? orderState(progress, t) : nothing}</p>
  </div>`;
}

/** @param {import("./printers_state.js").OrderState} progress @param {Words} t */
function orderState(progress, t) {
  if (progress === "failed") return html`<span class="bad">${icon("x-circle-fill")}${t("management.failed")}</span>`;
  if (progress === "sending") return t("common.please_wait");
  return html`<span class="good">${icon("check-circle-fill")}${t("management.asked")}</span>`;
}

/** @param {PrintJobLine} job @param {PrintersState} state @param {Presses} presses @param {Words} t */
function jobCard(job, state, presses, t) {
  const { mood, sign } = JOB_MOODS[job.state];
  const { centre, printers } = state.live;
  const printer = printers.find(({ code }) => code === job.printer);
  return html`<li class="job card">
    ${picture(job, t)}
    <div class="job-facts">
      <h3 class="figures">${job.number ?? t("management.test")}</h3>
      ${job.is_copy ? html`<p class="copy-mark">${icon("copy")}${t("management.copy")}</p>` : nothing}
      <p class="job-place figures">${clockTime(job.created_at, centre.utc_offset_minutes)} · ${printer?.name ?? job.printer}</p>
      <p class="job-state ${mood}">${icon(sign)}${t(`management.job.${job.state}`)}${reason(job, t)}</p>
    </div>
    ${mayBeCopied(job) ? orderButton("management.print_copy", copyAddress(job.print_job), state, presses, t) : nothing}
  </li>`;
}

/** @param {PrintJobLine} job @param {Words} t */
function picture(job, t) {
  const number = job.number ?? t("management.test");
  if (!job.picture) return html`<p class="no-picture">${icon("receipt-x")}${t("management.no_picture")}</p>`;
  return html`<a class="picture" href=${job.picture} target="_blank">
    <img src=${job.picture} alt=${t("management.picture_of", { number })} loading="lazy">
  </a>`;
}

/** @param {PrintJobLine} job @param {Words} t */
function reason({ reason: why }, t) {
  const key = `management.reason.${why}`;
  return why && t.has(key) ? html` · ${t(key)}` : nothing;
}
