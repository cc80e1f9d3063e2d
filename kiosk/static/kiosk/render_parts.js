/** Pieces that several steps share. */
import { icon } from "../js/icons.js";
import { html } from "../vendor/lit-html.js";

/** The coloured band under the header: the category's colour carries on. @param {string | undefined} iconName @param {unknown} title */
export function band(iconName, title) {
  return html`
    <div class="band on-dark">
      ${icon(iconName ?? "")}
      <h1 tabindex="-1">${title}</h1>
    </div>
  `;
}

/** @param {import("../js/words.js").Words} t @param {import("./render.js").Act} act @param {boolean} [disabled] */
export function backAndCancel(t, act, disabled = false) {
  return html`
    <div class="ways">
      <button class="button back" ?disabled=${disabled} @click=${() => act({ type: "back" })}>
        ${icon("arrow-left-bold")} ${t.both("common.back")}
      </button>
      <button class="button cancel" ?disabled=${disabled} @click=${() => act({ type: "home" })}>
        ${icon("x-bold")} ${t.both("common.cancel")}
      </button>
    </div>
  `;
}

const RADIUS = 40;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that empties: `share` of the time is left, 1 to 0. @param {number} share @param {unknown} [figure] */
export function ring(share, figure = "") {
  return html`
    <span class="ring" aria-hidden="true">
      <svg viewBox="0 0 100 100" focusable="false">
        <circle class="ring-ground" cx="50" cy="50" r=${RADIUS}></circle>
        <circle
          class="ring-left"
          cx="50"
          cy="50"
          r=${RADIUS}
          stroke-dasharray=${LENGTH}
          stroke-dashoffset=${LENGTH * (1 - share)}
        ></circle>
      </svg>
      <span class="ring-figure figures">${figure}</span>
    </span>
  `;
}
