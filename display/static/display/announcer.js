/**
 * The calls of one hall, one after the other: two counters that call together must be heard one by one.
 * A call that already waits its turn is not queued again, and of a long jam only the newest calls are announced,
 * since the board shows all of them anyway.
 */

/** @typedef {{ call_id: number, number: string, counter: number }} Announced */
/** @typedef {ReturnType<typeof createAnnouncer>} Announcer */

/** From the start of one announcement to the start of the next, in milliseconds: longer than the chime rings. */
export const APART_MS = 2_400;
export const LONGEST_JAM = 5;

/**
 * @param {(call: Announced) => void} begin starts the sound and the flash of one call
 * @param {(then: () => void, ms: number) => unknown} [later] replaced in tests
 */
export function createAnnouncer(begin, later = setTimeout) {
  /** @type {Announced[]} */
  const waiting = [];
  let busy = false;

  function next() {
    const call = waiting.shift();
    busy = call !== undefined;
    if (!call) return;
    later(next, APART_MS);
    begin(call);
  }

  return {
    /** @param {Announced} call */
    announce(call) {
      if (waiting.some(({ call_id }) => call_id === call.call_id)) return;
      waiting.push(call);
      if (waiting.length > LONGEST_JAM) waiting.shift();
      if (!busy) next();
    },
  };
}
