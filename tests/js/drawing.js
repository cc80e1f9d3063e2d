/** Draw a template into an element of its own, with the real words, and look at what a person would see. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { render } from "../../onedoor/static/vendor/lit-html.js";

const FOLDER = fileURLToPath(new URL("../../onedoor/translations/", import.meta.url));

/** The words of all translation files. @returns {import("../../onedoor/static/js/words.js").Catalogue} */
export function realWords() {
  return { lo: wordsOf("lo"), en: wordsOf("en") };
}

/** @param {unknown} template @returns {HTMLElement} */
export function draw(template) {
  const element = document.createElement("div");
  render(template, element);
  return element;
}

/** The text without the line breaks of the template. @param {Element | null} element */
export function seen(element) {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** @param {"lo" | "en"} language @returns {Record<string, string>} */
function wordsOf(language) {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(`.${language}.json`));
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(FOLDER + file, "utf8"))));
}
