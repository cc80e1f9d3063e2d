/** What the logo page knows: the day with the centre's logo as it is now, and how the last command went. */

/** @typedef {import("../js/contract.js").LivePage} LivePage */
/**
 * @typedef {object} LogoState
 * @property {"lo" | "en"} language
 * @property {string} role
 * @property {LivePage} live
 * @property {number | null} lostAt
 * @property {boolean} sending whether a command is under way
 * @property {string | null} problem why the last command was refused, in words
 */

/** @param {import("../js/page.js").Page<LivePage>} page @param {"lo" | "en"} language @returns {LogoState} */
export function firstState(page, language) {
  return { language, role: String(page.role), live: page.snapshot, lostAt: null, sending: false, problem: null };
}

/** The file that was chosen; the same one may be chosen again. @param {HTMLInputElement} input */
export function takeFile(input) {
  const file = input.files?.[0] ?? null;
  input.value = "";
  return file;
}
