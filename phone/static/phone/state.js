/** What the phone page knows of one ticket, and how the server's levels change it. */
import { estimateAt, placeAfter } from "./queue.js";

/** @typedef {import("../js/contract.js").TicketPage} TicketPage */
/** @typedef {Omit<TicketPage, "now_calling"> & { now_calling: { number: string, counter: number } | null }} Ticket */
/**
 * @typedef {object} PhoneState
 * @property {"lo" | "en"} language
 * @property {Ticket | null} ticket null: nobody knows this token
 * @property {number | null} lostAt milliseconds since 1970 by the server's clock
 */

/** @param {import("../js/page.js").Page<Ticket | null>} page @returns {PhoneState} */
export function firstState(page) {
  return { language: page.language, ticket: page.snapshot, lostAt: null };
}

/**
 * The queue has moved: own place and waiting time. Another service's queue says nothing about this ticket.
 * @param {Ticket} ticket
 * @param {import("../js/contract.js").QueueMoved} queue
 * @returns {Ticket}
 */
export function inQueue(ticket, queue) {
  if (queue.service !== ticket.service || ticket.people_ahead === null) return ticket;
  const { now_calling: number, now_calling_counter: counter } = queue;
  const peopleAhead = placeAfter(ticket.people_ahead, queue.moves);
  return {
    ...ticket,
    people_ahead: peopleAhead,
    estimate: estimateAt(peopleAhead, queue.seconds_per_person),
    now_calling: number === null || counter === null ? null : { number, counter },
  };
}

/** Whether the person must be told now: a first call, or one call more. @param {Ticket | null} before @param {Ticket | null} after */
export function isNewCall(before, after) {
  if (after?.status !== "called") return false;
  return before?.status !== "called" || after.call_count > before.call_count;
}

/** Whether the place in the queue has changed, so that the page shows a step forward. @param {Ticket | null} before @param {Ticket | null} after */
export function hasMoved(before, after) {
  return after?.status === "waiting" && before?.status === "waiting" && before.people_ahead !== after.people_ahead;
}
