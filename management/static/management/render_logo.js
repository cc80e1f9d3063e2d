/** The logo page, drawn from its state alone: the choice of a picture, and how it stands on each of the two grounds. */
import { html, nothing } from "../vendor/lit-html.js";
import { houseMark } from "../js/house_mark.js";
import { icon } from "../js/icons.js";
import { words } from "../js/words.js";
import { problemLine, renderFrame } from "./frame.js";
import { takeFile } from "./logo_state.js";

/** @typedef {import("./logo_state.js").LogoState} LogoState */
/** @typedef {import("../js/words.js").Words} Words */
/** @typedef {import("./frame.js").FramePresses & { show: (file: Blob) => void, remove: () => void }} Presses */

/** @param {LogoState} state @param {number} now milliseconds by the server's clock @param {Presses} presses */
export function renderLogo(state, now, presses) {
  const t = words(state.language);
  const { live, role, lostAt } = state;
  const content = html`${choice(state, presses, t)}
    <div class="logo-grounds">
      ${ground("display", "mark-light", state, t)} ${ground("kiosk", "mark", state, t)}
    </div>`;
  const frame = { title: "management.logo_page", centre: live.centre, role, now, lostAt };
  return renderFrame({ ...frame, current: "logo_page" }, content, presses, t);
}

/** @param {LogoState} state @param {Presses} presses @param {Words} t */
function choice({ live, sending, problem }, { show, remove }, t) {
  return html`<section class="logo-choice card" lang=${t.language}>
    <h2>${t("management.logo_title")}</h2>
    <p class="logo-hint">${t("management.logo_hint")}</p>
    <div class="logo-ways">
      <label class="button main">
        ${icon("image")}${t("management.logo_choose")}
        <input
          class="visually-hidden"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          ?disabled=${sending}
          @change=${sendBy(show)}
        >
      </label>
      ${live.centre.logo
        ? html`<button class="button" type="button" data-way="remove" ?disabled=${sending} @click=${remove}>${icon("trash")}${t("management.logo_remove")}</button>`
        : nothing}
    </div>
    ${problemLine(problem)}
  </section>`;
}

/** @param {(file: Blob) => void} show @returns {(event: Event) => void} */
function sendBy(show) {
  return (event) => {
    const file = takeFile(/** @type {HTMLInputElement} */ (event.currentTarget));
    if (file) show(file);
  };
}

/** The head of a screen as it is now. @param {"display" | "kiosk"} kind @param {"mark" | "mark-light"} mark @param {LogoState} state @param {Words} t */
function ground(kind, mark, { live: { centre } }, t) {
  return html`<figure class="logo-ground" data-ground=${kind}>
    <figcaption lang=${t.language}>${t(`management.kind.${kind}`)}</figcaption>
    <div class="logo-head">${houseMark(centre, mark)}<p>${t.named(centre)}</p></div>
  </figure>`;
}
