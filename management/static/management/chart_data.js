/** The day's half hours as columns of minutes for the chart. Seconds since 1970 on the x axis. */

/** @typedef {import("../js/contract.js").WaitSlot} WaitSlot */

const SLOT_SECONDS = 1_800;
const HOUR_SECONDS = 3_600;
/** A narrower axis would make the first half hours look like the whole day. */
const SHORTEST_DAY_SECONDS = 4 * HOUR_SECONDS;
const LOWEST_TOP_MINUTES = 20;

/**
 * Half hours without a call stay empty, so that no line is drawn over a pause in which nobody was called.
 * @param {readonly WaitSlot[]} slots in order of time
 * @returns {{ times: number[], median: (number | null)[], low: (number | null)[], high: (number | null)[] }}
 */
export function columns(slots) {
  const byTime = new Map(slots.map((slot) => [secondsOf(slot), slot]));
  const times = everyHalfHour([...byTime.keys()]);
  /** @param {(slot: WaitSlot) => number} field */
  const column = (field) => times.map((time) => minutesAt(byTime.get(time), field));
  return {
    times,
    median: column((slot) => slot.median_seconds),
    low: column((slot) => slot.p10_seconds),
    high: column((slot) => slot.p90_seconds),
  };
}

/** The axis from the first half hour on, in whole hours. @param {readonly number[]} times @returns {[number, number]} */
export function axisRange(times) {
  const first = times[0] ?? 0;
  const start = first - (first % HOUR_SECONDS);
  const last = Math.max(start + SHORTEST_DAY_SECONDS, times.at(-1) ?? 0);
  return [start, Math.ceil(last / HOUR_SECONDS) * HOUR_SECONDS];
}

/** @param {number} start @param {number} end @returns {number[]} every whole hour */
export function hours(start, end) {
  return Array.from({ length: Math.floor((end - start) / HOUR_SECONDS) + 1 }, (_, hour) => start + hour * HOUR_SECONDS);
}

/** The height of the chart: in tens of minutes, above the highest value and the target. @param {readonly (number | null)[]} high @param {number | null} target */
export function topMinutes(high, target) {
  const highest = Math.max(LOWEST_TOP_MINUTES, (target ?? 0) * 1.2, ...high.map((minutes) => minutes ?? 0));
  return Math.ceil(highest / 10) * 10;
}

/**
 * Services promise different waits: the line shows the promise made to most of today's tickets.
 * @param {readonly { issued: number, target_wait_minutes: number }[]} services
 * @returns {number | null} minutes
 */
export function usualTarget(services) {
  /** @type {Map<number, number>} */
  const promised = new Map();
  for (const { issued, target_wait_minutes: target } of services) promised.set(target, (promised.get(target) ?? 0) + issued);
  const [most] = [...promised].sort(([, one], [, other]) => other - one);
  return most ? most[0] : null;
}

/** @param {number[]} times */
function everyHalfHour(times) {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.floor((last - first) / SLOT_SECONDS) + 1 }, (_, slot) => first + slot * SLOT_SECONDS);
}

/** @param {WaitSlot} slot */
function secondsOf(slot) {
  return Date.parse(slot.starts_at) / 1000;
}

/** @param {WaitSlot | undefined} slot @param {(slot: WaitSlot) => number} field */
function minutesAt(slot, field) {
  return slot ? field(slot) / 60 : null;
}
