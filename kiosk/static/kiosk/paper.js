/**
 * What became of a ticket's paper. A dead printer never loses a ticket: the screen asks to take the paper at once, and
 * asks to remember the number as soon as it is known, or likely, that no paper comes.
 */

/** @typedef {import("../js/contract.js").IssuedTicket} IssuedTicket */
/** @typedef {"coming" | "printed" | "late" | "out_of_paper" | "failed" | "no_printer"} Paper */
/** @typedef {{ number: number | null, state: string, reason: string | null }} Job */

/** No news of the printer within this time means that the citizen should not wait for paper. */
export const LATE_AFTER_MS = 2_500;

/** @type {Job} */
export const NO_JOB = { number: null, state: "queued", reason: null };

const LOST_STATES = new Set(["failed", "expired", "uncertain"]);

/** @param {IssuedTicket} ticket @param {string | null} printer @returns {Paper} */
export function paperAtIssue(ticket, printer) {
  if (ticket.print_job === null) return "no_printer";
  return ticket.paper_expected ? "coming" : missing(printer);
}

/**
 * News may come before the ticket does, late paper may still come, and silence counts as no paper. A job that is queued
 * again with a reason has failed once: whoever waits for its paper would wait in vain until somebody mends the printer.
 * @param {Paper} paper @param {IssuedTicket} ticket @param {Job} job @param {number} shownMs @param {string | null} printer
 * @returns {Paper}
 */
export function paperAfter(paper, ticket, job, shownMs, printer) {
  if (ticket.print_job === null) return "no_printer";
  const news = job.number === ticket.print_job;
  if (news && job.state === "sent") return "printed";
  if (news && (job.reason || LOST_STATES.has(job.state))) return missing(job.reason ?? printer);
  return paper === "coming" && shownMs >= LATE_AFTER_MS ? "late" : paper;
}

/** @param {string | null} reason @returns {Paper} */
function missing(reason) {
  return reason === "out_of_paper" ? "out_of_paper" : "failed";
}
