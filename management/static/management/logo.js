/** The logo page: a picture is sent as soon as it is chosen, and the public screens show it at once. */
import { ApiError, replace } from "../js/api.js";
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords, words } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { followDay } from "./live_line.js";
import { firstState } from "./logo_state.js";
import { renderLogo } from "./render_logo.js";
import { goToSignIn, signOut } from "./sign_out.js";

/** @typedef {import("./logo_state.js").LogoState} LogoState */

const LOGO = "/management/logo";
const TICK_MS = 1_000;

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page, chosenLanguage(page.language));

/** @param {Partial<LogoState>} news */
function change(news) {
  state = { ...state, ...news };
  draw();
}

function draw() {
  document.documentElement.lang = state.language;
  render(renderLogo(state, clock.now(), { chooseLanguage, signOut, show: command, remove: () => command(null) }), screenElement());
}

/** @param {"lo" | "en"} language */
function chooseLanguage(language) {
  keepLanguage(language);
  change({ language });
}

/** @param {Blob | null} file the picture to show, or none */
async function command(file) {
  change({ sending: true, problem: null });
  try {
    const { live } = await replace(LOGO, file);
    change({ sending: false, live });
  } catch (error) {
    change({ sending: false, problem: whyNot(error) });
  }
}

/** @param {unknown} error */
function whyNot(error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 401) goToSignIn();
  const t = words(state.language);
  // A proxy in front refuses a large file in its own words.
  if (error.status === 413) return t("management.logo_too_large");
  return error.status ? error.told(state.language) : t("management.failed");
}

draw();
setInterval(draw, TICK_MS);
followDay({ build: page.build, clock, hear: (live) => change({ live }), change });
