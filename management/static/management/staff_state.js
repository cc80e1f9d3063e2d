/** What the staff page knows: the people as they are now, and how the last command went. */

/** @typedef {import("../js/contract.js").StaffList} StaffList */
/** @typedef {import("../js/contract.js").StaffLine} StaffLine */
/** @typedef {import("../js/contract.js").LivePage} LivePage */
/**
 * @typedef {object} StaffState
 * @property {"lo" | "en"} language
 * @property {string} role
 * @property {LivePage} live
 * @property {number | null} lostAt
 * @property {StaffList} list
 * @property {boolean} sending whether a command is under way
 * @property {string | null} problem why the last command was refused, in words
 * @property {number | null} signingOut the person of whom is asked whether to sign them out really
 */

/** @param {import("../js/page.js").Page<LivePage>} page @param {"lo" | "en"} language @returns {StaffState} */
export function firstState(page, language) {
  const list = /** @type {StaffList} */ (page.people);
  const facts = { language, role: String(page.role), live: page.snapshot, lostAt: null, list };
  return { ...facts, sending: false, problem: null, signingOut: null };
}

/** @param {number} person */
export function signOutAddress(person) {
  return `/management/staff/${person}/sign-out`;
}

/** @param {number} person */
export function unlockAddress(person) {
  return `/management/staff/${person}/unlock`;
}
