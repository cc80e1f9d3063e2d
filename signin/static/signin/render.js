/** The sign-in page as a pure function of its state. */
import { html, nothing } from "../vendor/lit-html.js";
import { housePanel } from "../js/house_panel.js";
import { icon } from "../js/icons.js";
import { languageToggle } from "../js/language_choice.js";
import { words } from "../js/words.js";

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
      <form novalidate @submit=${(/** @type {SubmitEvent} */ event) => onSubmit(event, acts)}>
        ${problem(state, t)} ${nameField(state, t)} ${passwordField(state, t, acts)} ${submitButton(state, t)}
      </form>
    </main>
  </div>`;
}

/** @param {SubmitEvent} event @param {Acts} acts */
function onSubmit(event, acts) {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLFormElement) acts.submit(event.currentTarget);
}

/** @param {State} state @param {Words} t */
function problem({ problem: name, message, minutes }, t) {
  return html`<div role="alert" id="problem">
    ${name
      ? html`<div class="signin-problem">
          ${icon("warning-circle-fill")}
          <p><strong>${t(`signin.${name}`)}</strong><span>${name === "refused" ? message : t(`signin.${name}_note`, { minutes })}</span></p>
        </div>`
      : nothing}
  </div>`;
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
function passwordField(state, t, acts) {
  return html`<div class="field">
    <label for="password">${t("signin.password")}</label>
    <span class="field-with-button">
      <input id="password" name="password" type=${state.shown ? "text" : "password"} autocomplete="current-password" maxlength="200"
        aria-invalid=${isInvalid(state)} aria-describedby="problem" ?readonly=${state.busy} />
      <button type="button" class="show" aria-label=${t(state.shown ? "signin.hide" : "signin.show")} aria-pressed=${state.shown}
        @click=${() => acts.show(!state.shown)}>
        ${icon(state.shown ? "eye-slash-regular" : "eye-regular")}
      </button>
    </span>
  </div>`;
}

/** @param {State} state */
function isInvalid({ problem: name }) {
  return name === "wrong" || name === "missing";
}

/** @param {State} state @param {Words} t */
function submitButton({ busy }, t) {
  return html`<button type="submit" class="button main signin-submit ${busy ? "pressed busy" : ""}" ?disabled=${busy}>
    ${icon("sign-in-regular")}<span>${t(busy ? "signin.busy" : "signin.submit")}</span>
  </button>`;
}
