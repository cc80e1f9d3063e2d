/** What the counter's page knows, and how each event changes it: pure, so that every step can be tested. */

/** @typedef {import("../js/words.js").Language} Language */
/** @typedef {{ code: string, name_lo: string, name_en: string, utc_offset_minutes: number }} Centre */
/** @typedef {"waiting" | "called" | "serving" | "on_hold" | "no_show"} TurnStatus */
/**
 * @typedef {{
 *   turn: number, number: string, status: TurnStatus, service: string, waiting_since: string, is_return: boolean,
 *   first_called_at: string | null, called_at: string | null, started_at: string | null, call_count: number,
 *   language: string | null,
 * }} Turn
 */
/**
 * @typedef {{
 *   code: string, name_lo: string, name_en: string, icon: string, colour: string, target_wait_minutes: number,
 *   target_service_minutes: number, people_waiting: number, served_here: boolean, is_served: boolean,
 * }} Service
 */
/** @typedef {"ready" | "out_of_paper" | "offline" | "unreachable" | "unknown"} PrinterState */
/** @typedef {{ served: number, average_service_seconds: number | null, within_target: number | null }} Figures */
/**
 * @typedef {{
 *   centre: Centre, counter: number, state: "open" | "on_break" | "closed", clerk: string | null,
 *   clerk_is_you: boolean, printer: PrinterState | null, turn: Turn | null, golden: string, actions: string[],
 *   waiting: Turn[], on_hold: Turn[], absent: Turn[], services: Service[], figures: Figures,
 * }} Desk
 */
/**
 * @typedef {{
 *   counter: number, state: "open" | "on_break" | "closed", clerk: string | null, opened_at: string | null,
 *   categories_lo: string[], categories_en: string[], people_waiting: number, is_yours: boolean, was_yours: boolean,
 * }} Choice
 */
/** @typedef {"waiting" | "on_hold" | "absent"} Tab */
/** @typedef {"transfer" | "keys" | "menu"} Panel */
/** @typedef {{ kind: "done" | "problem", key: string, params: import("../js/words.js").Params }} Notice */
/**
 * @typedef {{
 *   language: Language, staff: { display_name: string, role: string }, centre: Centre,
 *   choices: Choice[], chosen: number | null, desk: Desk | null, version: number,
 *   tab: Tab, filter: string | null, panel: Panel | null, armed: boolean,
 *   busy: string | null, notice: Notice | null, lostSince: number | null,
 * }} State
 */
/**
 * @typedef {(
 *   | { type: "choices_came", choices: Choice[] }
 *   | { type: "counter_chosen", counter: number }
 *   | { type: "command_sent", name: string }
 *   | { type: "command_done", name: string, number: string | null, desk: Desk, version: number }
 *   | { type: "command_refused", key: string, params: import("../js/words.js").Params, desk: Desk | null }
 *   | { type: "command_settled" }
  | { type: "desk_came", desk: Desk, version: number }
  | { type: "desk_left" }
 *   | { type: "tab_chosen", tab: Tab }
 *   | { type: "filter_chosen", service: string | null }
 *   | { type: "panel_opened", panel: Panel }
 *   | { type: "panel_closed" }
 *   | { type: "cancel_armed" }
 *   | { type: "cancel_disarmed" }
 *   | { type: "finish_first" }
 *   | { type: "notice_gone" }
 *   | { type: "line_lost", at: number }
 *   | { type: "line_found" }
 *   | { type: "language_chosen", language: Language }
 * )} Happening
 */

/** @type {readonly Tab[]} */
export const TABS = ["waiting", "on_hold", "absent"];

/** After a lost line any version is believed: a restored backup may count lower than before. */
const ANY_VERSION = -1;

/** Actions that say what they did; the others show it by themselves. */
const TOLD_WHEN_DONE = new Set(["recall", "no_show", "return", "hold", "transfer", "cancel"]);

/**
 * @param {{ language: Language, staff: State["staff"], centre: Centre, choices: Choice[], snapshot: Desk | null,
 *   version: number }} page
 * @returns {State}
 */
export function initialState({ language, staff, centre, choices, snapshot, version }) {
  return {
    language,
    staff,
    centre,
    choices,
    chosen: firstChoice(choices, null),
    desk: snapshot,
    version,
    tab: "waiting",
    filter: null,
    panel: null,
    armed: false,
    busy: null,
    notice: null,
    lostSince: null,
  };
}

/** Whether this clerk may sit down there. @param {Choice} choice */
export function isFree(choice) {
  return choice.state === "closed" || choice.is_yours;
}

/** People waiting for this counter; the list itself may be cut off. @param {Desk} desk */
export function peopleWaiting(desk) {
  return desk.services.filter((service) => service.served_here).reduce((sum, { people_waiting }) => sum + people_waiting, 0);
}

/** The services of this counter that somebody waits for. @param {Desk} desk */
export function awaitedServices(desk) {
  return desk.services.filter((service) => service.served_here && service.people_waiting > 0);
}

/** The services that the turn at the desk can be sent to. @param {Desk} desk */
export function transferTargets(desk) {
  return desk.services.filter((service) => service.is_served && service.code !== desk.turn?.service);
}

/** @param {State} state @param {Happening} happening @returns {State} */
export function reduce(state, happening) {
  switch (happening.type) {
    case "choices_came":
      return { ...state, choices: happening.choices, chosen: firstChoice(happening.choices, state.chosen) };
    case "counter_chosen":
      return { ...state, chosen: happening.counter };
    case "tab_chosen":
      return { ...state, tab: happening.tab };
    case "filter_chosen":
      return { ...state, filter: happening.service, tab: "waiting" };
    case "panel_opened":
      return { ...state, panel: happening.panel, armed: false };
    case "panel_closed":
      return { ...state, panel: null };
    case "line_lost":
      return { ...state, lostSince: state.lostSince ?? happening.at, version: ANY_VERSION };
    case "line_found":
      return { ...state, lostSince: null };
    case "language_chosen":
      return { ...state, language: happening.language };
    default:
      return reduceWork(state, happening);
  }
}

/** @param {State} state @param {Happening} happening @returns {State} */
function reduceWork(state, happening) {
  switch (happening.type) {
    case "command_sent":
      return { ...state, busy: happening.name, notice: null, armed: false, panel: null };
    case "command_done":
      return { ...withDesk(state, happening.desk, happening.version), notice: done(happening) };
    case "command_refused":
      return { ...withDesk(state, happening.desk, state.version), notice: problem(happening.key, happening.params) };
    case "command_settled":
      return { ...state, busy: null };
    case "desk_came":
      return withDesk(state, happening.desk, happening.version);
    case "desk_left":
      return { ...state, desk: null, panel: null, armed: false };
    case "cancel_armed":
      return { ...state, armed: true, notice: null };
    case "cancel_disarmed":
      return { ...state, armed: false };
    case "finish_first":
      return { ...state, panel: null, notice: problem("counter.problem.finish_first", { number: state.desk?.turn?.number ?? "" }) };
    case "notice_gone":
      return { ...state, notice: null };
    default:
      return state;
  }
}

/**
 * Draw a desk unless a newer one is there. Whoever lost the counter, or closed it, chooses again.
 * @param {State} state @param {Desk | null} desk @param {number} version @returns {State}
 */
function withDesk(state, desk, version) {
  if (!desk || version < state.version) return state;
  const next = { ...state, version, ...whatStillHolds(state, desk) };
  if (desk.clerk_is_you && desk.state !== "closed") return { ...next, desk };
  const notice = desk.clerk ? problem("counter.problem.taken_over", { counter: desk.counter, name: desk.clerk }) : state.notice;
  return { ...next, desk: null, tab: "waiting", notice };
}

/** An open panel and an armed cancel were about the turn that was there; a filter about people who wait. @param {State} state @param {Desk} desk */
function whatStillHolds(state, desk) {
  const sameTurn = state.desk?.turn?.turn === desk.turn?.turn && state.desk?.turn?.status === desk.turn?.status;
  const filterHolds = awaitedServices(desk).some((service) => service.code === state.filter);
  return {
    armed: state.armed && sameTurn,
    panel: state.panel === "transfer" && !sameTurn ? null : state.panel,
    filter: filterHolds ? state.filter : null,
  };
}

/** The chosen counter while it is free; else the own open one, yesterday's own, the first free one. @param {Choice[]} choices @param {number | null} chosen */
function firstChoice(choices, chosen) {
  const free = choices.filter(isFree);
  const choice =
    free.find(({ counter }) => counter === chosen) ??
    free.find(({ is_yours }) => is_yours) ??
    free.find(({ was_yours }) => was_yours) ??
    free[0];
  return choice?.counter ?? null;
}

/** @param {{ name: string, number: string | null }} command @returns {Notice | null} */
function done({ name, number }) {
  const [action = ""] = name.split(":");
  if (!number || !TOLD_WHEN_DONE.has(action)) return null;
  return { kind: "done", key: `counter.done.${action}`, params: { number } };
}

/** @param {string} key @param {import("../js/words.js").Params} params @returns {Notice} */
function problem(key, params) {
  return { kind: "problem", key, params };
}
