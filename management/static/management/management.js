/** The manager's live page: one level at most every 2 s, and clocks that run on in between. */
import { post, requestId } from "../js/api.js";
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { createWaitChart } from "./chart.js";
import { usualTarget } from "./chart_data.js";
import { followDay } from "./live_line.js";
import { renderLive } from "./render.js";
import { signOut } from "./sign_out.js";
import { firstState } from "./state.js";

/** @typedef {import("./state.js").ManagerState} ManagerState */
/** @typedef {import("./state.js").LivePage} LivePage */

const TICK_MS = 1_000;

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page, chosenLanguage(page.language), clock.now());
draw();
const chart = createWaitChart(/** @type {HTMLElement} */ (document.getElementById("waits")));
showWaits();
// A canvas is not drawn again by itself when its letters arrive.
void document.fonts.ready.then(() => chart.redraw());

/** @param {Partial<ManagerState>} news */
function change(news) {
  state = { ...state, ...news };
  draw();
  showWaits();
}

function draw() {
  document.documentElement.lang = state.language;
  render(renderLive(state, clock.now(), { chooseLanguage, signOut, confirmClock }), screenElement());
}

function showWaits() {
  const { slots, services, centre } = state.live;
  chart.show({ slots, target: usualTarget(services), offsetMinutes: centre.utc_offset_minutes });
}

/** @param {"lo" | "en"} language */
function chooseLanguage(language) {
  keepLanguage(language);
  change({ language });
}

/** The time as the head has read it goes along, so that a later one is not confirmed unseen. */
async function confirmClock() {
  change({ command: "sending" });
  try {
    const question = { request_id: requestId(), confirmed_time: state.live.suspect_time };
    const { live } = await post("/management/clock", question);
    change({ command: "resting", live, heardAt: clock.now() });
  } catch {
    change({ command: "failed" });
  }
}

/** @param {LivePage} live */
function hear(live) {
  change({ live, heardAt: clock.now() });
}

setInterval(draw, TICK_MS);
followDay({ build: page.build, clock, hear, change });
