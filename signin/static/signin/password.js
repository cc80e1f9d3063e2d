/** Changing the own password: the entry is judged here first, then by the server. */
import { render } from "../vendor/lit-html.js";
import { ApiError, post } from "../js/api.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords, words } from "../js/words.js";
import { entryOf, fieldsToMend, judge } from "./password_state.js";
import { renderPassword } from "./render_password.js";

/** @typedef {import("./password_state.js").State} State */
/** @typedef {import("./password_state.js").Problem} Problem */

const page = readPage();
useWords(page.words);
const place = screenElement();

/** @type {State} */
let state = {
  language: chosenLanguage(page.language),
  centre: /** @type {State["centre"]} */ (page.centre),
  displayName: String(page.display_name),
  back: String(page.back),
  fewest: Number(page.fewest),
  busy: false,
  changed: false,
  problem: null,
  message: "",
  minutes: 0,
  wrong: [],
  shown: {},
};

/** @param {Partial<State>} change */
function update(change) {
  state = { ...state, ...change };
  document.documentElement.lang = state.language;
  document.title = words(state.language)("signin.change");
  render(renderPassword(state, acts), place);
}

/** @type {import("./render_password.js").Acts} */
const acts = {
  submit,
  show: (field, shown) => update({ shown: { ...state.shown, [field]: shown } }),
  language(language) {
    keepLanguage(language);
    update({ language });
  },
};

/** @param {HTMLFormElement} form */
async function submit(form) {
  if (state.busy) return;
  const entry = entryOf(form);
  const problem = judge(entry, state.fewest);
  if (problem) return refuse(form, problem);
  update({ busy: true, problem: null, wrong: [] });
  try {
    await post("/session/password", { old: entry.old, new: entry.fresh });
    update({ busy: false, changed: true });
  } catch (error) {
    onRefused(form, error);
  }
}

/** @param {HTMLFormElement} form @param {unknown} error */
function onRefused(form, error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === "sign_in_needed") return location.assign("/sign-in?next=/password");
  if (error.code === "wrong_password") return refuse(form, "wrong_old");
  if (error.code === "sign_in_delayed") return refuse(form, "delayed", { minutes: Math.ceil(error.body.error.seconds / 60) });
  if (error.status === 0) return refuse(form, "no_connection");
  return refuse(form, "unchanged", { message: error.told(state.language) });
}

/** @param {HTMLFormElement} form @param {Problem} problem @param {Partial<State>} [more] */
function refuse(form, problem, more = {}) {
  const wrong = fieldsToMend(problem, entryOf(form));
  update({ ...more, busy: false, problem, wrong });
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(wrong[0] ?? "old"));
  field?.focus();
  field?.select();
}

update({});
document.querySelector("input")?.focus();
