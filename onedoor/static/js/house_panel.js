/** The indigo side of the pages where staff arrive: the mark, the centre's name, roofs of Luang Prabang. */
import { html } from "../vendor/lit-html.js";
import { icon, roofs } from "./icons.js";

/**
 * @param {string} centre the centre's name in the chosen language
 * @param {{ greeting?: string, foot?: unknown }} [more]
 */
export function housePanel(centre, { greeting = "", foot = null } = {}) {
  return html`<aside class="house on-dark">
    ${icon("mark-light", "house-mark")}
    <p class="house-name">${centre}</p>
    <p class="house-greeting">${greeting}</p>
    <div class="house-foot">${foot}</div>
    ${roofs("house-roofs")}
  </aside>`;
}
