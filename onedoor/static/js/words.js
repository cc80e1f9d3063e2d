/**
 * Words in the chosen language, and in both: citizens' screens say everything in the chosen language first and in the
 * other one below it, each with its own `lang`, so that screen readers and fonts switch.
 *
 *   useWords(page.words);
 *   const t = words("lo");
 *   t("common.back")                          "ກັບຄືນ"
 *   t("common.people", { count: 4 })          placeholders in braces; a `count` of 1 takes "common.people.one"
 *   t.both("kiosk.take_ticket")               a lit template of two lines
 *   t.bothOf({ lo: "...", en: "..." })        the same for words that are data
 *   t.named(service)                          the same for name_lo / name_en
 */
import { html } from "../vendor/lit-html.js";

/** @typedef {"lo" | "en"} Language */
/** @typedef {Record<Language, Record<string, string>>} Catalogue */
/** @typedef {Record<string, string | number>} Params */
/** @typedef {{ name_lo: string, name_en: string }} Named */
/** @typedef {ReturnType<typeof words>} Words */

/** @type {Catalogue} */
let catalogue = { lo: {}, en: {} };

/** @param {Catalogue} given */
export function useWords(given) {
  catalogue = given;
}

/** @param {Language} language */
export function otherLanguage(language) {
  return language === "lo" ? "en" : "lo";
}

/** @param {Language} language */
export function words(language) {
  const other = otherLanguage(language);
  /** @param {string} key @param {Params} [params] */
  const one = (key, params) => fill(language, key, params);
  // A function's own `name` is read-only until it is told otherwise.
  Object.defineProperty(one, "name", { writable: true });

  return Object.assign(one, {
    language,
    /** Whether there are words for the key, for keys that are made from data such as error codes. @param {string} key */
    has: (key) => key in catalogue[language],
    /** @param {string} key @param {Params} [params] */
    both: (key, params) => twoLines(language, one(key, params), other, fill(other, key, params)),
    /** @param {Record<Language, string>} text */
    bothOf: (text) => twoLines(language, text[language], other, text[other]),
    /** @param {Named} thing */
    named: (thing) => twoLines(language, nameOf(thing, language), other, nameOf(thing, other)),
    /** The name in the chosen language alone. @param {Named} thing */
    name: (thing) => nameOf(thing, language),
    /** The same words in the other language, for lines that set the second language elsewhere. */
    other: () => words(other),
  });
}

/** @param {Language} language @param {string} key @param {Params} [params] */
function fill(language, key, params = {}) {
  const table = catalogue[language];
  const single = params.count === 1 ? table[`${key}.one`] : undefined;
  const text = single ?? table[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (placeholder, name) => String(params[name] ?? placeholder));
}

/** @param {Named} thing @param {Language} language */
function nameOf(thing, language) {
  return language === "lo" ? thing.name_lo : thing.name_en;
}

/** @param {Language} language @param {string} first @param {Language} other @param {string} second */
function twoLines(language, first, other, second) {
  return html`<span class="both"
    ><span class="first" lang=${language}>${first}</span> <span class="second" lang=${other}>${second}</span></span
  >`;
}
