/** After signing in: the counters with who is there and what waits; yesterday's own one is chosen already. */
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime } from "../js/format.js";
import { housePanel } from "../js/house_panel.js";
import { icon } from "../js/icons.js";
import { languageToggle } from "../js/language_choice.js";
import { renderNotice } from "./render_notice.js";
import { isFree } from "./state.js";

/** @typedef {import("./render.js").View} View */
/** @typedef {import("./state.js").Choice} Choice */

/** @param {View} view */
export function renderChoose(view) {
  const { state, t, act } = view;
  const greeting = t("counter.choose.hello", { name: state.staff.display_name });
  return html`<div class="arrival">
    ${housePanel(t.name(state.centre), { greeting, foot: houseFoot(view) })}
    <main class="choose">
      <h1>${t("counter.choose.title")}</h1>
      <p class="choose-note">${note(view)}</p>
      ${renderNotice(state.notice, t)}
      <div class="choices" role="radiogroup" aria-label=${t("counter.choose.title")}>
        ${state.choices.map((choice) => tile(view, choice))}
      </div>
      ${state.chosen === null ? allTaken(view) : openButton(view, state.chosen, () => act({ type: "open_counter" }))}
    </main>
  </div>`;
}

/** @param {View} view */
function houseFoot({ t, act }) {
  return html`${languageToggle(t, (language) => act({ type: "language", language }))}
    <div class="house-ways">
      <a class="house-button" href="/password?back=/counter/">${icon("key")}${t("counter.menu.password")}</a>
      <button type="button" class="house-button" @click=${() => act({ type: "sign_out" })}>
        ${icon("sign-out")}${t("counter.menu.sign_out")}
      </button>
    </div>`;
}

/** @param {View} view */
function note({ state, t }) {
  const before = state.choices.find((choice) => choice.was_yours);
  return before ? t("counter.choose.before", { counter: before.counter }) : t("counter.choose.no_before");
}

/** @param {View} view @param {Choice} choice */
function tile(view, choice) {
  const { state, act } = view;
  const chosen = choice.counter === state.chosen;
  return html`<button
    type="button"
    class="choice"
    role="radio"
    data-counter=${choice.counter}
    aria-checked=${chosen}
    tabindex=${chosen ? 0 : -1}
    ?disabled=${!isFree(choice) || state.busy !== null}
    @click=${() => act({ type: "choose", counter: choice.counter })}
    @dblclick=${() => act({ type: "open_counter" })}
  >
    <span class="choice-number figures">${choice.counter}</span>
    <span class="choice-words">
      <span class="choice-name">${headline(view, choice)}</span>
      <span class="choice-detail">${detail(view, choice)}</span>
    </span>
    ${chosen ? icon("check-circle-fill", "choice-mark") : nothing}
  </button>`;
}

/** A taken counter says who is there, a free one what it is for. @param {View} view @param {Choice} choice */
function headline({ t }, choice) {
  if (!isFree(choice) && choice.clerk) return choice.clerk;
  const categories = t.language === "lo" ? choice.categories_lo : choice.categories_en;
  return categories.join(" · ") || t("counter.choose.no_services");
}

/** @param {View} view @param {Choice} choice */
function detail({ state, t }, choice) {
  if (isFree(choice)) {
    const count = choice.people_waiting;
    return count ? t("counter.choose.waiting", { count }) : t("counter.choose.nobody");
  }
  if (choice.state === "on_break") return t("counter.choose.on_break");
  if (!choice.opened_at) return t("counter.state.open");
  return t("counter.choose.open_since", { time: clockTime(choice.opened_at, state.centre.utc_offset_minutes) });
}

/** @param {View} view @param {number} counter @param {() => void} open */
function openButton({ state, t }, counter, open) {
  const busy = state.busy !== null;
  return html`<button type="button" class="button main choose-open ${busy ? "pressed busy" : ""}" ?disabled=${busy} @click=${open}>
    ${icon("door-regular")}
    <span>${busy ? t("counter.golden.busy") : t("counter.choose.open", { counter })}</span>
    <kbd class="key">Enter</kbd>
  </button>`;
}

/** @param {View} view */
function allTaken({ t }) {
  return html`<div class="all-taken" role="status">
    ${icon("armchair")}
    <p><strong>${t("counter.choose.all_taken")}</strong><span>${t("counter.choose.all_taken_note")}</span></p>
  </div>`;
}
