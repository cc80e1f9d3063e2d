/** What the page of the own password knows, and what is wrong with an entry before it is sent. */

/** @typedef {"old" | "fresh" | "again"} FieldName the password as it is, the new one, the new one once more */
/** @typedef {Readonly<Record<FieldName, string>>} Entry */
/**
 * @typedef {"incomplete" | "short" | "differ" | "wrong_old" | "delayed" | "no_connection" | "unchanged"} Problem
 * `unchanged`: refused for a reason that the page has no words for.
 */
/**
 * @typedef {{
 *   language: import("../js/words.js").Language, centre: { name_lo: string, name_en: string }, displayName: string,
 *   back: string, fewest: number, busy: boolean, changed: boolean, problem: Problem | null, message: string,
 *   minutes: number, wrong: readonly FieldName[], shown: Readonly<Partial<Record<FieldName, boolean>>>,
 * }} State
 * `fewest` characters make a password; `message` is the server's own sentence; `wrong`: where to look
 * again; `shown`: which fields are legible.
 */

/** @type {readonly FieldName[]} */
export const FIELDS = ["old", "fresh", "again"];

/** @param {HTMLFormElement} form @returns {Entry} */
export function entryOf(form) {
  const fields = new FormData(form);
  return { old: String(fields.get("old")), fresh: String(fields.get("fresh")), again: String(fields.get("again")) };
}

/** What is wrong with it, as far as the page can tell. @param {Entry} entry @param {number} fewest @returns {Problem | null} */
export function judge({ old, fresh, again }, fewest) {
  if (!old || !fresh || !again) return "incomplete";
  // As the server counts: a sign that takes two units is one character.
  if ([...fresh].length < fewest) return "short";
  return fresh === again ? null : "differ";
}

/** Where to look again. @param {Problem | null} problem @param {Entry} entry @returns {readonly FieldName[]} */
export function fieldsToMend(problem, entry) {
  if (problem === "incomplete") return FIELDS.filter((name) => !entry[name]);
  if (problem === "short") return ["fresh"];
  if (problem === "differ") return ["again"];
  return problem === "wrong_old" ? ["old"] : [];
}
