/** The sign-in page as a pure function of its state. */
import { html } from "../vendor/lit-html.js";
import { housePanel } from "../js/house_panel.js";
import { languageToggle } from "../js/language_choice.js";
import { words } from "../js/words.js";
import { passwordField, problemBox, sendBy, submitButton } from "./form_parts.js";

/** @typedef {"wrong" | "missing" | "delayed" | "no_connection" | "refused"} Problem */
/**
 * @typedef {{
 *   language: import("../js/words.js").Language, centre: { name_lo: string, name_en: string } | null,
 *   busy: boolean, problem: Problem | null, message: string, minutes: number, shown: boolean,
 * }} State
 * `message` is the server's own sentence for a refusal that the page has no words for; `minutes`: the delay after too many
 * failed sign-ins; `shown`: the password is legible.
 */
/**
 * @typedef {{
 *   submit: (form: HTMLFormElement) => void, language: (language: import("../js/words.js").Language) => void,
 *   show: (shown: boolean) => void,
 * }} Acts
 */
/** @typedef {import("../js/words.js").Words} Words */

/** @param {State} state @param {Acts} acts */
export function renderSignIn(state, acts) {
  const t = words(state.language);
  const centre = state.centre ? t.name(state.centre) : t("signin.centre");
  return html`<div class="arrival">
    ${housePanel(centre, { foot: languageToggle(t, acts.language) })}
    <main class="signin">
      <h1>${t("signin.heading")}</h1>
      <p class="signin-note">${t("signin.note")}</p>
      <form novalidate @submit=${sendBy(acts.submit)}>
        ${problemBox(problem(state, t))} ${nameField(state, t)} ${password(state, t, acts)}
        ${submitButton({ sign: "sign-in-regular", label: t("signin.submit"), busy: state.busy }, t)}
      </form>
    </main>
  </div>`;
}

/** @param {State} state @param {Words} t */
function problem({ problem: name, message, minutes }, t) {
  if (!name) return null;
  return { title: t(`signin.${name}`), note: name === "refused" ? message : t(`signin.${name}_note`, { minutes }) };
}

/** @param {State} state @param {Words} t */
function nameField(state, t) {
  return html`<label class="field">
    <span>${t("signin.name")}</span>
    <input name="sign_in_name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="80"
      aria-invalid=${isInvalid(state)} aria-describedby="problem" ?readonly=${state.busy} />
  </label>`;
}

/** @param {State} state @param {Words} t @param {Acts} acts */
function password(state, t, { show }) {
  const { shown, busy } = state;
  const field = { name: "password", label: t("signin.password"), autocomplete: /** @type {const} */ ("current-password") };
  return passwordField({ ...field, shown, busy, invalid: isInvalid(state), show }, t);
}

/** @param {State} state */
function isInvalid({ problem: name }) {
  return name === "wrong" || name === "missing";
}
