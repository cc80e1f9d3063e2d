/** Icons out of the screen's sprite: `icon("baby")`, `icon("clock-fill", "closed")`. They say nothing to a screen reader. */
import { html } from "../vendor/lit-html.js";

/** @param {string} name @param {string} [className] */
export function icon(name, className = "") {
  return html`<svg class="icon ${className}" aria-hidden="true" focusable="false"><use href="${address(name)}"></use></svg>`;
}

/** Roofs of Luang Prabang behind a greeting: stretched over the width, standing on the ground. @param {string} className */
export function roofs(className) {
  return html`<svg class=${className} aria-hidden="true" focusable="false"><use href="${address("roofs")}"></use></svg>`;
}

/** The sprite lies beside this module's folder, so that the build id in the address is kept. @param {string} name */
function address(name) {
  const screen = document.documentElement.dataset.screen;
  const sprite = new URL(`../vendor/icons-${screen}.svg`, import.meta.url);
  return `${sprite.pathname}#${name}`;
}
