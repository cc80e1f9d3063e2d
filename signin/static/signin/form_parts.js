/** What both forms are made of: the problem in words, a password's field with its eye, the golden button. */
import { html, nothing } from "../vendor/lit-html.js";
import { icon } from "../js/icons.js";

/** @typedef {import("../js/words.js").Words} Words */

/** @param {(form: HTMLFormElement) => void} submit @returns {(event: SubmitEvent) => void} */
export function sendBy(submit) {
  return (event) => {
    event.preventDefault();
    if (event.currentTarget instanceof HTMLFormElement) submit(event.currentTarget);
  };
}

/** @param {{ title: string, note: string } | null} problem */
export function problemBox(problem) {
  return html`<div role="alert" id="problem">
    ${problem
      ? html`<div class="signin-problem">
          ${icon("warning-circle-fill")}
          <p><strong>${problem.title}</strong> <span>${problem.note}</span></p>
        </div>`
      : nothing}
  </div>`;
}

/**
 * @param {{ name: string, label: string, autocomplete: "current-password" | "new-password", shown: boolean,
 *   invalid: boolean, busy: boolean, show: (shown: boolean) => void }} field
 * @param {Words} t
 */
export function passwordField({ name, label, autocomplete, shown, invalid, busy, show }, t) {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <span class="field-with-button">
      <input id=${name} name=${name} type=${shown ? "text" : "password"} autocomplete=${autocomplete} maxlength="200"
        aria-invalid=${invalid} aria-describedby="problem" ?readonly=${busy} />
      <button type="button" class="show" aria-label=${t(shown ? "signin.hide" : "signin.show")} aria-pressed=${shown} @click=${() => show(!shown)}>
        ${icon(shown ? "eye-slash-regular" : "eye-regular")}
      </button>
    </span>
  </div>`;
}

/** @param {{ sign: string, label: string, busy: boolean }} button @param {Words} t */
export function submitButton({ sign, label, busy }, t) {
  return html`<button type="submit" class="button main signin-submit ${busy ? "pressed busy" : ""}" ?disabled=${busy}>
    ${icon(sign)}<span>${busy ? t("signin.busy") : label}</span>
  </button>`;
}
