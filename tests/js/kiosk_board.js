/** A small centre for the kiosk's tests, and a walk through its pages. */
import { firstState, next } from "../../kiosk/static/kiosk/state.js";

/** @typedef {import("../../kiosk/static/kiosk/state.js").State} State */
/** @typedef {import("../../kiosk/static/kiosk/state.js").Action} Action */

/** 09:24 in Vientiane. */
export const MORNING = Date.parse("2026-11-24T02:24:00Z");

/** @param {object} [changes] @returns {import("../../kiosk/static/kiosk/state.js").KioskBoard} */
export function board(changes = {}) {
  return /** @type {any} */ ({
    centre: { code: "lpb", name_lo: "ສູນບໍລິການ", name_en: "Service Center", utc_offset_minutes: 420, opening_hours: [], logo: null },
    categories: [
      { code: "civil", name_lo: "ທະບຽນ", name_en: "Civil registration", icon: "users-three", colour: "civil" },
      { code: "land", name_lo: "ທີ່ດິນ", name_en: "Land", icon: "map-trifold", colour: "land" },
    ],
    services: [
      service("birth", { documents: [{ name_lo: "ປຶ້ມສຳມະໂນຄົວ", name_en: "Family book", icon: "house-line" }] }),
      service("identity", { is_open: false, next_opening: "2026-11-24T06:00:00Z" }),
      service("title", { category: "land", fee_kip: 0, processing_days: 0 }),
    ],
    printer: "ready",
    issuing: true,
    ...changes,
  });
}

/** @param {string} code @param {object} [changes] */
export function service(code, changes = {}) {
  return {
    code,
    category: "civil",
    name_lo: `ບໍລິການ ${code}`,
    name_en: `Service ${code}`,
    icon: "baby",
    fee_kip: 15000,
    processing_days: 3,
    documents: [],
    people_waiting: 4,
    is_open: true,
    next_opening: null,
    ...changes,
  };
}

/** @param {object} [changes] @returns {import("../../kiosk/static/kiosk/state.js").IssuedTicket} */
export function ticket(changes = {}) {
  return /** @type {any} */ ({
    number: "A015",
    token: "TOKEN",
    service: "birth",
    issued_at: "2026-11-24T02:24:00Z",
    people_ahead: 4,
    estimate: { low_minutes: 10, high_minutes: 20 },
    print_job: 7,
    paper_expected: true,
    follow_url: null,
    ...changes,
  });
}

/** @param {object} [changes] */
export function atHome(changes) {
  return { ...firstState(board(changes), "lo", 0), serverNow: MORNING };
}

/** The state after the actions, one by one. @param {State} state @param {...Action} actions */
export function after(state, ...actions) {
  return actions.reduce(next, state);
}

/** @param {number} now @returns {Action} */
export function tick(now) {
  return { type: "tick", now, serverNow: MORNING + now };
}

/** @type {Action[]} */
export const TO_PRIORITY = [
  { type: "category", code: "civil" },
  { type: "service", code: "birth" },
  { type: "want_ticket", requestId: "r1" },
];

/** A ticket just shown. @param {object} [changes] @param {object} [boardChanges] */
export function withTicket(changes, boardChanges) {
  const issued = /** @type {Action} */ ({ type: "issued", requestId: "r1", ticket: ticket(changes) });
  return after(atHome(boardChanges), ...TO_PRIORITY, { type: "answer", priority: false }, issued);
}
