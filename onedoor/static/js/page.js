/**
 * What the server wrote into the page: language, words, build id and the first snapshot.
 * It travels in a data block, because the content security policy forbids inline script.
 */

/**
 * @template Snapshot
 * @typedef {{
 *   language: "lo" | "en",
 *   words: import("./words.js").Catalogue,
 *   build: string,
 *   snapshot: Snapshot,
 *   version?: number,
 *   now?: string,
 *   clock_speed?: number,
 *   [more: string]: unknown,
 * }} Page
 */

/** @returns {Page<any>} */
export function readPage() {
  const block = document.getElementById("page");
  if (!block) throw new Error("the page carries no data block");
  return JSON.parse(block.textContent ?? "");
}

/** The element that the screen is drawn into. */
export function screenElement() {
  const element = document.getElementById("screen");
  if (!element) throw new Error("the page has no place for the screen");
  return element;
}
