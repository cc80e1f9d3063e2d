/** The page on which somebody changes the own password, as a pure function of its state. */
import { html } from "../vendor/lit-html.js";
import { housePanel } from "../js/house_panel.js";
import { icon } from "../js/icons.js";
import { languageToggle } from "../js/language_choice.js";
import { words } from "../js/words.js";
import { passwordField, problemBox, sendBy, submitButton } from "./form_parts.js";
import { FIELDS } from "./password_state.js";

/** @typedef {import("./password_state.js").State} State */
/** @typedef {import("./password_state.js").FieldName} FieldName */
/** @typedef {import("../js/words.js").Words} Words */
/**
 * @typedef {{
 *   submit: (form: HTMLFormElement) => void, language: (language: import("../js/words.js").Language) => void,
 *   show: (field: FieldName, shown: boolean) => void,
 * }} Acts
 */

/** @param {State} state @param {Acts} acts */
export function renderPassword(state, acts) {
  const t = words(state.language);
  return html`<div class="arrival">
    ${housePanel(t.name(state.centre), { greeting: state.displayName, foot: houseFoot(state, t, acts) })}
    <main class="signin">${state.changed ? changed(state, t) : form(state, t, acts)}</main>
  </div>`;
}

/** @param {State} state @param {Words} t @param {Acts} acts */
function houseFoot({ back }, t, { language }) {
  return html`${languageToggle(t, language)}<a class="house-button" href=${back}>${icon("arrow-left-regular")}${t("common.back")}</a>`;
}

/** @param {State} state @param {Words} t @param {Acts} acts */
function form(state, t, acts) {
  return html`<h1>${t("signin.change")}</h1>
    <p class="signin-note">${t("signin.change_note", { fewest: state.fewest })}</p>
    <form novalidate @submit=${sendBy(acts.submit)}>
      ${problemBox(problem(state, t))} ${FIELDS.map((name) => field(name, state, t, acts))}
      ${submitButton({ sign: "key-regular", label: t("signin.change"), busy: state.busy }, t)}
    </form>`;
}

/** @param {State} state @param {Words} t */
function problem({ problem: name, message, minutes, fewest }, t) {
  if (!name) return null;
  return { title: t(`signin.${name}`), note: name === "unchanged" ? message : t(`signin.${name}_note`, { minutes, fewest }) };
}

/** @param {FieldName} name @param {State} state @param {Words} t @param {Acts} acts */
function field(name, { shown, busy, wrong }, t, { show }) {
  return passwordField(
    {
      name,
      label: t(`signin.field.${name}`),
      autocomplete: name === "old" ? "current-password" : "new-password",
      shown: shown[name] ?? false,
      invalid: wrong.includes(name),
      busy,
      show: (legible) => show(name, legible),
    },
    t,
  );
}

/** @param {State} state @param {Words} t */
function changed({ back }, t) {
  return html`<div class="changed" role="status">
      ${icon("check-circle-fill")}
      <h1>${t("signin.changed")}</h1>
      <p class="signin-note">${t("signin.changed_note")}</p>
    </div>
    <a class="button main signin-submit" href=${back}>${icon("arrow-left-regular")}${t("common.back")}</a>`;
}
