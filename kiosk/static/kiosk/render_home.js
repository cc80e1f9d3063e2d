/** The first page: greeting, categories, languages. */
import { icon, roofs } from "../js/icons.js";
import { html } from "../vendor/lit-html.js";

/** @typedef {import("../js/contract.js").Category} Category */

/** @type {import("./render.js").Part} */
export function homeStep(state, t, act) {
  return html`
    <main class="page">
      ${greeting(t)}
      <div class="categories">${state.board.categories.map((category) => categoryCard(category, t, act))}</div>
    </main>
    ${languages(state, t, act)}
  `;
}

/** @param {import("./render.js").Words} t */
function greeting(t) {
  return html`
    <div class="greeting on-dark">
      ${roofs("roofs")}
      <h1 tabindex="-1" lang=${t.language}>${t("kiosk.greeting")}</h1>
      <p class="invitation">${t.both("kiosk.choose_category")}</p>
    </div>
  `;
}

/** @param {Category} category @param {import("./render.js").Words} t @param {import("./render.js").Act} act */
function categoryCard(category, t, act) {
  return html`
    <button
      class="category colour-${category.colour} on-dark"
      data-category=${category.code}
      @click=${() => act({ type: "category", code: category.code })}
    >
      ${icon(category.icon)} <span class="category-name">${t.named(category)}</span>
    </button>
  `;
}

/** Languages by their own names, and the contrast. @type {import("./render.js").Part} */
export function languages(state, t, act) {
  return html`
    <footer class="foot">
      <div class="languages" role="group" aria-label=${t("kiosk.choose_language")}>
        ${languageButton("lo", state, t, act)} ${languageButton("en", state, t, act)}
        <button
          class="button contrast"
          aria-label=${t("kiosk.contrast")}
          aria-pressed=${state.highContrast}
          @click=${() => act({ type: "contrast" })}
        >
          ${icon("circle-half-fill")}
        </button>
      </div>
    </footer>
  `;
}

/**
 * @param {import("../js/words.js").Language} language @param {import("./state.js").State} state
 * @param {import("./render.js").Words} t @param {import("./render.js").Act} act
 */
function languageButton(language, state, t, act) {
  const chosen = state.language === language;
  return html`
    <button
      class="button language ${chosen ? "chosen" : ""}"
      lang=${language}
      data-language=${language}
      aria-pressed=${chosen}
      @click=${() => act({ type: "language", language })}
    >
      ${t(`kiosk.language_${language}`)}
    </button>
  `;
}
