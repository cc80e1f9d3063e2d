/** What the manager's live page knows: the whole day as one level, and when it was heard. */

/** @typedef {import("../js/contract.js").LivePage} LivePage */
/** @typedef {import("../js/contract.js").ServiceLoad} ServiceLoad */
/**
 * @typedef {object} ManagerState
 * @property {"lo" | "en"} language
 * @property {string} role
 * @property {LivePage} live the last true level, kept when the connection is lost
 * @property {number} heardAt when it came, in milliseconds by the server's clock
 * @property {number | null} lostAt
 * @property {"resting" | "sending" | "failed"} command of the one command on this page: confirm the clock
 */

/**
 * @param {import("../js/page.js").Page<LivePage>} page @param {"lo" | "en"} language @param {number} now
 * @returns {ManagerState}
 */
export function firstState(page, language, now) {
  return { language, role: String(page.role), live: page.snapshot, heardAt: now, lostAt: null, command: "resting" };
}

/**
 * A wait goes on while nothing is heard: its seconds now. Null while nobody waits.
 * @param {number | null} seconds @param {ManagerState} state @param {number} now
 */
export function grown(seconds, { heardAt }, now) {
  return seconds === null ? null : seconds + Math.max(0, now - heardAt) / 1000;
}

/** The service in which the longest waiting person waits. @param {LivePage} live @returns {ServiceLoad | null} */
export function longestWaitingService({ services }) {
  const waited = services.filter(({ longest_wait_seconds: seconds }) => seconds !== null);
  waited.sort((one, other) => (other.longest_wait_seconds ?? 0) - (one.longest_wait_seconds ?? 0));
  return waited[0] ?? null;
}

/** @param {number | null} seconds @param {number} targetMinutes */
export function isOverTarget(seconds, targetMinutes) {
  return seconds !== null && seconds > targetMinutes * 60;
}

/**
 * How a share within target is judged: green from 80%, amber from 65%.
 * @param {number} share 0 to 1 @returns {"good" | "warn" | "bad"}
 */
export function judged(share) {
  if (share >= 0.8) return "good";
  return share >= 0.65 ? "warn" : "bad";
}

/** Only whoever heads the centre answers for its date. @param {string} role */
export function mayConfirmClock(role) {
  return role === "head" || role === "administrator";
}

/** Printed tickets are for administrators. @param {string} role */
export function isAdministrator(role) {
  return role === "administrator";
}
