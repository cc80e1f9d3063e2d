/** What the printers page knows: the printers live, the newest jobs, and what was ordered on this page. */

/** @typedef {import("../js/contract.js").PrintJobLine} PrintJobLine */
/** @typedef {import("../js/contract.js").LivePage} LivePage */
/** @typedef {"sending" | "done" | "failed"} OrderState */
/**
 * @typedef {object} PrintersState
 * @property {"lo" | "en"} language
 * @property {string} role
 * @property {LivePage} live
 * @property {number | null} lostAt
 * @property {readonly PrintJobLine[]} jobs newest first
 * @property {Readonly<Record<string, OrderState>>} orders by the address that each order was sent to
 */

/** Jobs that a person must decide about: nobody knows that they are on paper. */
const IN_DOUBT = new Set(["uncertain", "failed", "expired"]);

/** @param {import("../js/page.js").Page<LivePage>} page @param {"lo" | "en"} language @returns {PrintersState} */
export function firstState(page, language) {
  const jobs = /** @type {PrintJobLine[]} */ (page.jobs);
  return { language, role: String(page.role), live: page.snapshot, lostAt: null, jobs, orders: {} };
}

/** @param {PrintersState} state @param {string} address @param {OrderState} order */
export function withOrder(state, address, order) {
  return { orders: { ...state.orders, [address]: order } };
}

/** @param {PrintJobLine} job */
export function mayBeCopied(job) {
  return IN_DOUBT.has(job.state);
}

/** Whether a job may have changed: the printers' counts tell. @param {LivePage} before @param {LivePage} after */
export function printersMoved(before, after) {
  return JSON.stringify(before.printers) !== JSON.stringify(after.printers);
}

/** @param {string} printer its code */
export function testPageAddress(printer) {
  return `/management/printers/${encodeURIComponent(printer)}/test-pages`;
}

/** @param {number} job */
export function copyAddress(job) {
  return `/management/print-jobs/${job}/copies`;
}
