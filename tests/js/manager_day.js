/** A manager's day as the server sends it. */
import { CENTRE } from "./hall_board.js";

/** @typedef {import("../../management/static/management/state.js").LivePage} LivePage */
/** @typedef {import("../../management/static/management/state.js").ServiceLoad} ServiceLoad */
/** @typedef {import("../../management/static/management/state.js").ManagerState} ManagerState */

export const NOW = Date.parse("2026-11-24T03:12:00Z");

/** @param {Partial<ServiceLoad>} [changes] @returns {ServiceLoad} */
export function service(changes = {}) {
  return {
    code: "birth",
    name_lo: "ຈົດທະບຽນການເກີດ",
    name_en: "Birth registration",
    icon: "baby",
    colour: "civil",
    waiting: 9,
    longest_wait_seconds: 34 * 60,
    issued: 40,
    within_target: 0.64,
    target_wait_minutes: 15,
    ...changes,
  };
}

/** @param {number} counter @param {Partial<LivePage["counters"][number]>} [changes] @returns {LivePage["counters"][number]} */
export function counter(counter, changes = {}) {
  return { counter, state: "open", clerk: "Clerk 1", number: null, turn_status: null, since: null, ...changes };
}

/** @param {string} startsAt @param {number} minutes */
export function slot(startsAt, minutes) {
  return {
    starts_at: startsAt,
    median_seconds: minutes * 60,
    p10_seconds: minutes * 30,
    p90_seconds: minutes * 120,
  };
}

/** @param {Partial<LivePage["printers"][number]>} [changes] @returns {LivePage["printers"][number]} */
export function printer(changes = {}) {
  return { code: "p1", name: "Kiosk 1", state: "ready", state_at: null, queued: 0, uncertain: 0, printed: 64, ...changes };
}

/** @param {Partial<LivePage>} [changes] @returns {LivePage} */
export function live(changes = {}) {
  return {
    centre: CENTRE,
    service_day: "2026-11-24",
    tickets: 64,
    waiting: 23,
    longest_wait_seconds: 34 * 60,
    longest_wait_number: "A012",
    waits_counted: 43,
    average_wait_seconds: 804,
    median_wait_seconds: 720,
    p90_wait_seconds: 1_560,
    within_target: 0.78,
    served: 41,
    no_shows: 3,
    counters_open: 1,
    services: [service()],
    counters: [counter(1), counter(2, { state: "on_break" }), counter(3, { state: "closed", clerk: null })],
    slots: [slot("2026-11-24T01:00:00Z", 4), slot("2026-11-24T01:30:00Z", 6)],
    printers: [printer()],
    clock_trusted: true,
    suspect_time: null,
    ...changes,
  };
}

/** @param {Partial<ManagerState>} [changes] @returns {ManagerState} */
export function manager(changes = {}) {
  return { language: "en", role: "head", live: live(), heardAt: NOW, lostAt: null, command: "resting", ...changes };
}
