/** A desk as the server sends it, for the tests of the counter's page. */

/** @typedef {import("../../counter/static/counter/state.js").Desk} Desk */
/** @typedef {import("../../counter/static/counter/state.js").Turn} Turn */
/** @typedef {import("../../counter/static/counter/state.js").State} State */
/** @typedef {import("../../counter/static/counter/state.js").Choice} Choice */

export const NOW = Date.parse("2026-11-24T02:47:52Z");

export const CENTRE = {
  code: "lpb",
  name_lo: "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ",
  name_en: "Luang Prabang One Door Service Center",
  utc_offset_minutes: 420,
};

/** @param {number} minutes */
export function minutesAgo(minutes) {
  return new Date(NOW - minutes * 60_000).toISOString();
}

/** @param {string} code @param {string} name_en @param {boolean} served_here @param {number} people_waiting */
function service(code, name_en, served_here, people_waiting) {
  const names = { name_lo: `ບໍລິການ ${code}`, name_en };
  const targets = { target_wait_minutes: 20, target_service_minutes: 12 };
  return { code, ...names, ...targets, icon: "baby", colour: "civil", people_waiting, served_here, is_served: true };
}

/** @param {Partial<Turn>} [facts] @returns {Turn} */
export function turn(facts = {}) {
  return {
    turn: 15,
    number: "A015",
    status: "waiting",
    service: "birth",
    waiting_since: minutesAgo(14),
    is_return: false,
    first_called_at: null,
    called_at: null,
    started_at: null,
    call_count: 0,
    language: "lo",
    ...facts,
  };
}

export const CALLED = turn({ status: "called", first_called_at: minutesAgo(1), called_at: minutesAgo(0.5), call_count: 1 });
export const SERVING = turn({ ...CALLED, status: "serving", started_at: minutesAgo(6) });

/** @param {Partial<Desk>} [facts] @returns {Desk} */
export function desk(facts = {}) {
  return {
    centre: CENTRE,
    counter: 3,
    state: "open",
    clerk: "Clerk 3",
    clerk_is_you: true,
    printer: "ready",
    turn: null,
    golden: "call_next",
    actions: [],
    waiting: [
      turn({ turn: 16, number: "A016" }),
      turn({ turn: 12, number: "A012", service: "marriage", waiting_since: minutesAgo(31), is_return: true }),
    ],
    on_hold: [turn({ turn: 3, number: "A003", status: "on_hold" })],
    absent: [turn({ turn: 9, number: "A009", status: "no_show" })],
    services: [
      service("birth", "Birth registration", true, 1),
      service("marriage", "Marriage registration", true, 1),
      service("land", "Land title", false, 4),
    ],
    figures: { served: 18, average_service_seconds: 430, within_target: 0.94 },
    ...facts,
  };
}

export const CALLED_ACTIONS = ["recall", "no_show", "return", "transfer", "cancel"];
export const SERVING_ACTIONS = ["finish", "hold", "transfer", "return"];

/** @param {Partial<Desk>} [facts] */
export function calledDesk(facts = {}) {
  return desk({ turn: CALLED, golden: "start", actions: CALLED_ACTIONS, ...facts });
}

/** @param {Partial<Desk>} [facts] */
export function servingDesk(facts = {}) {
  return desk({ turn: SERVING, golden: "finish_and_call_next", actions: SERVING_ACTIONS, ...facts });
}

/** Nobody waits and nobody is there. */
export function idleDesk() {
  const services = desk().services.map((one) => ({ ...one, people_waiting: 0 }));
  return desk({ golden: "none", waiting: [], on_hold: [], absent: [], services });
}

/** @param {Partial<Choice>} facts @returns {Choice} */
export function choice(facts) {
  return {
    counter: 1,
    state: "closed",
    clerk: null,
    opened_at: null,
    categories_lo: ["ທີ່ດິນ"],
    categories_en: ["Land"],
    people_waiting: 5,
    is_yours: false,
    was_yours: false,
    ...facts,
  };
}

export const CHOICES = [
  choice({ counter: 1, state: "open", clerk: "Clerk 1", opened_at: "2026-11-24T01:02:00Z" }),
  choice({ counter: 2 }),
  choice({ counter: 3, was_yours: true }),
];

/** @param {Partial<State>} [facts] @returns {State} */
export function atDesk(facts = {}) {
  return {
    language: "en",
    staff: { display_name: "Clerk 3", role: "clerk" },
    centre: CENTRE,
    choices: CHOICES,
    chosen: 3,
    desk: servingDesk(),
    version: 5,
    tab: "waiting",
    filter: null,
    panel: null,
    armed: false,
    busy: null,
    notice: null,
    lostSince: null,
    ...facts,
  };
}
