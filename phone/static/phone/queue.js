/** Own place and waiting time, computed from what the server tells all phones of a queue; the rules are its own. */

/** @typedef {import("../js/contract.js").QueueMove} QueueMove */
/** @typedef {import("../js/contract.js").Estimate} Estimate */

const LOW_SHARE = 0.75;
const HIGH_SHARE = 1.5;
const STEP_MINUTES = 5;
const LONGEST_TOLD_MINUTES = 180;

/** @param {number} peopleAhead @param {readonly QueueMove[]} moves one after the other */
export function placeAfter(peopleAhead, moves) {
  return moves.reduce((place, { at, by }) => (place >= at ? place + by : place), peopleAhead);
}

/** A range in steps of five minutes, or null where a number would be a guess. @param {number} peopleAhead @param {number | null} secondsPerPerson @returns {Estimate | null} */
export function estimateAt(peopleAhead, secondsPerPerson) {
  if (secondsPerPerson === null) return null;
  const expected = (peopleAhead + 1) * secondsPerPerson;
  const step = STEP_MINUTES * 60;
  const low = Math.floor((expected * LOW_SHARE) / step) * STEP_MINUTES;
  const high = Math.max(Math.ceil((expected * HIGH_SHARE) / step) * STEP_MINUTES, low + STEP_MINUTES);
  return high > LONGEST_TOLD_MINUTES ? null : { low_minutes: low, high_minutes: high };
}
