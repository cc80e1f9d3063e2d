/** The language that a member of staff chose on this computer, kept for the next visit. */
import { html } from "../vendor/lit-html.js";

/** @typedef {import("./words.js").Language} Language */

const KEPT_UNDER = "onedoor.language";

/** @type {readonly Language[]} */
const LANGUAGES = ["lo", "en"];

/** @type {Readonly<Record<Language, string>>} each by its own name */
const OWN_NAMES = { lo: "ລາວ", en: "EN" };

/** @param {Language} fallback the page's own @returns {Language} */
export function chosenLanguage(fallback) {
  const kept = storage()?.getItem(KEPT_UNDER);
  return LANGUAGES.find((language) => language === kept) ?? fallback;
}

/** @param {Language} language */
export function keepLanguage(language) {
  storage()?.setItem(KEPT_UNDER, language);
}

/**
 * Both languages side by side, the chosen one pressed in.
 * @param {import("./words.js").Words} t @param {(language: Language) => void} choose
 */
export function languageToggle(t, choose) {
  return html`<div class="languages" role="group" aria-label=${t("common.language")}>
    ${LANGUAGES.map(
      (language) =>
        html`<button type="button" lang=${language} aria-pressed=${language === t.language} @click=${() => choose(language)}>
          ${OWN_NAMES[language]}
        </button>`,
    )}
  </div>`;
}

/** A browser that keeps nothing (storage switched off) throws on the mere look at it. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
