/** The printers page: printers live, the list of jobs read again when a printer's counts move. */
import { ApiError, post, requestId } from "../js/api.js";
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { followDay } from "./live_line.js";
import { firstState, printersMoved, withOrder } from "./printers_state.js";
import { renderPrinters } from "./render_printers.js";
import { goToSignIn, signOut } from "./sign_out.js";

/** @typedef {import("./printers_state.js").PrintersState} PrintersState */
/** @typedef {import("./printers_state.js").LivePage} LivePage */

const TICK_MS = 1_000;

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page, chosenLanguage(page.language));

/** @param {Partial<PrintersState>} news */
function change(news) {
  state = { ...state, ...news };
  draw();
}

function draw() {
  document.documentElement.lang = state.language;
  render(renderPrinters(state, clock.now(), { chooseLanguage, signOut, order }), screenElement());
}

/** @param {"lo" | "en"} language */
function chooseLanguage(language) {
  keepLanguage(language);
  change({ language });
}

/** @param {string} address a test page or a copy */
async function order(address) {
  change(withOrder(state, address, "sending"));
  try {
    await post(address, { request_id: requestId() });
    change(withOrder(state, address, "done"));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) goToSignIn();
    change(withOrder(state, address, "failed"));
  }
  await readJobs();
}

/** The page carries its jobs; asked for again it carries the newest. A lost answer changes nothing. */
async function readJobs() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("page");
  if (fresh) change({ jobs: JSON.parse(fresh.textContent ?? "").jobs });
}

/** @param {LivePage} live */
function hear(live) {
  const moved = printersMoved(state.live, live);
  change({ live });
  if (moved) void readJobs();
}

draw();
setInterval(draw, TICK_MS);
followDay({ build: page.build, clock, hear, change });
