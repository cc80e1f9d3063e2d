/** Signing in: sends name and password, and goes where the person wanted to go. */
import { render } from "../vendor/lit-html.js";
import { ApiError, post } from "../js/api.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords, words } from "../js/words.js";
import { renderSignIn } from "./render.js";

/** @typedef {import("./render.js").State} State */

const page = readPage();
useWords(page.words);
const place = screenElement();

/** @type {State} */
let state = {
  language: chosenLanguage(page.language),
  centre: /** @type {State["centre"]} */ (page.centre ?? null),
  busy: false,
  problem: null,
  message: "",
  minutes: 0,
  shown: false,
};

/** @param {Partial<State>} change */
function update(change) {
  state = { ...state, ...change };
  document.documentElement.lang = state.language;
  document.title = words(state.language)("signin.title");
  render(renderSignIn(state, acts), place);
}

/** @type {import("./render.js").Acts} */
const acts = {
  submit,
  show: (shown) => update({ shown }),
  language(language) {
    keepLanguage(language);
    update({ language });
  },
};

/** @param {HTMLFormElement} form */
async function submit(form) {
  if (state.busy) return;
  const fields = new FormData(form);
  const sign_in_name = String(fields.get("sign_in_name")).trim();
  const password = String(fields.get("password"));
  if (!sign_in_name || !password) return refuse(form, "missing");
  update({ busy: true, problem: null });
  try {
    const { next } = await post("/session", { sign_in_name, password });
    location.assign(page.next || next);
  } catch (error) {
    onRefused(form, error);
  }
}

/** @param {HTMLFormElement} form @param {unknown} error */
function onRefused(form, error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 401) return refuse(form, "wrong");
  if (error.code === "sign_in_delayed") return delay(form, error.body.error.seconds);
  if (error.status === 0) return refuse(form, "no_connection");
  return refuse(form, "refused", error.told(state.language));
}

/** @param {HTMLFormElement} form @param {number} seconds */
function delay(form, seconds) {
  update({ minutes: Math.ceil(seconds / 60) });
  refuse(form, "delayed");
}

/** The place to look again: what is empty, else the password. @param {HTMLFormElement} form @param {import("./render.js").Problem} problem @param {string} [message] */
function refuse(form, problem, message = "") {
  update({ busy: false, problem, message });
  const fields = /** @type {HTMLInputElement[]} */ (Array.from(form.querySelectorAll("input")));
  const field = fields.find(({ value }) => !value) ?? fields.at(-1);
  field?.focus();
  field?.select();
}

update({});
document.querySelector("input")?.focus();
