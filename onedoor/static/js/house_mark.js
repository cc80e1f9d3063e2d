/** Whose house it is: the centre's own logo where it has one, else OneDoor's mark. The centre's name stands beside it. */
import { html } from "../vendor/lit-html.js";
import { icon } from "./icons.js";

/**
 * @param {import("./contract.js").CentreFacts} centre
 * @param {"mark" | "mark-light"} mark OneDoor's, for a light or a dark ground; a logo brings its own ground
 */
export function houseMark({ logo }, mark) {
  return logo ? html`<img class="mark logo" src=${logo} alt="">` : icon(mark, "mark");
}
