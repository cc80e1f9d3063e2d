/** Asked once, before the ticket: four pictograms to look at, one yes and one no. */
import { icon } from "../js/icons.js";
import { html } from "../vendor/lit-html.js";
import { backAndCancel } from "./render_parts.js";

const GROUPS = ["elderly", "pregnant", "wheelchair", "child"];

/** @type {import("./render.js").Part} */
export function priorityStep(state, t, act) {
  return html`
    <main class="priority">
      <h1 tabindex="-1">${t.both("kiosk.priority_question")}</h1>
      <ul class="groups">
        ${GROUPS.map(
          (group) => html`<li class="card group">${icon(`priority-${group}`)} ${t.both(`kiosk.priority_${group}`)}</li>`,
        )}
      </ul>
      <p class="promise">${t.both("kiosk.priority_promise")}</p>
    </main>
    <footer class="foot">
      <div class="answers">
        ${answer(true, "check-fat-fill", "common.yes", state, t, act)}
        ${answer(false, "x-bold", "common.no", state, t, act)}
      </div>
      ${backAndCancel(t, act, state.issuing)}
    </footer>
  `;
}

/**
 * The pressed answer says at once that the ticket is coming, and neither can be pressed again.
 * @param {boolean} priority @param {string} iconName @param {string} key @param {import("./state.js").State} state
 * @param {import("./render.js").Words} t @param {import("./render.js").Act} act
 */
function answer(priority, iconName, key, state, t, act) {
  const pressed = state.issuing && state.priority === priority;
  return html`
    <button
      class="button answer ${priority ? "main" : ""} ${pressed ? "pressed" : ""}"
      data-priority=${priority ? "yes" : "no"}
      ?disabled=${state.issuing}
      @click=${() => act({ type: "answer", priority })}
    >
      ${icon(pressed ? "hourglass-medium" : iconName)} ${t.both(pressed ? "kiosk.printing" : key)}
    </button>
  `;
}
