/** A ticket as the server sends it to the phone that follows it. */
import { CENTRE } from "./hall_board.js";

/** @typedef {import("../../phone/static/phone/state.js").Ticket} Ticket */

/** @param {Partial<Ticket>} [changes] @returns {Ticket} */
export function ticket(changes = {}) {
  return {
    centre: CENTRE,
    number: "A015",
    status: "waiting",
    service: "birth",
    service_lo: "ຈົດທະບຽນການເກີດ",
    service_en: "Birth registration",
    issued_at: "2026-11-24T02:24:00Z",
    people_ahead: 4,
    estimate: { low_minutes: 10, high_minutes: 20 },
    counter: null,
    called_at: null,
    call_count: 0,
    now_calling: { number: "A011", counter: 3 },
    ...changes,
  };
}

/** @param {Partial<Ticket>} [changes] */
export function calledTicket(changes = {}) {
  return ticket({
    status: "called",
    people_ahead: null,
    estimate: null,
    counter: 3,
    called_at: "2026-11-24T02:41:00Z",
    call_count: 1,
    ...changes,
  });
}
