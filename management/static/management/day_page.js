/** What the pages beside the live one share: words and a clock, one state that they are drawn from, and the day. */
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { followDay } from "./live_line.js";
import { signOut } from "./sign_out.js";

/** @typedef {import("../js/contract.js").LivePage} LivePage */
/** @typedef {import("./frame.js").FramePresses} FramePresses */
/** @typedef {{ language: "lo" | "en", live: LivePage, lostAt: number | null }} DayState */
/**
 * @template State
 * @typedef {{ state: () => State, change: (news: Partial<State>) => void }} DayPage
 */

const TICK_MS = 1_000;

/**
 * Draw the page, now and whenever something changes, and follow the day.
 * @template {DayState} State
 * @param {(page: import("../js/page.js").Page<LivePage>, language: "lo" | "en") => State} firstState
 * @param {(state: State, now: number, frame: FramePresses) => unknown} show
 * @param {(live: LivePage, before: LivePage) => void} [heard] what else follows from a change of the day
 * @returns {DayPage<State>}
 */
export function openDayPage(firstState, show, heard = () => {}) {
  const page = readPage();
  useWords(page.words);
  const clock = createClock();
  if (page.now) clock.set(page.now, page.clock_speed);
  let state = firstState(page, chosenLanguage(page.language));

  /** @param {Partial<DayState>} news */
  function change(news) {
    state = { ...state, ...news };
    draw();
  }

  /** @param {"lo" | "en"} language */
  function chooseLanguage(language) {
    keepLanguage(language);
    change({ language });
  }

  function draw() {
    document.documentElement.lang = state.language;
    render(show(state, clock.now(), { chooseLanguage, signOut }), screenElement());
  }

  /** @param {LivePage} live */
  function hear(live) {
    const before = state.live;
    change({ live });
    heard(live, before);
  }

  draw();
  setInterval(draw, TICK_MS);
  followDay({ build: page.build, clock, hear, change });
  return { state: () => state, change };
}

/**
 * Read the page's list again and again; a lost answer changes nothing.
 * @template {{ list: unknown, sending: boolean }} State
 * @param {DayPage<State>} page @param {string} address @param {number} everyMs
 */
export function keepReading(page, address, everyMs) {
  setInterval(async () => {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const list = await answer.json();
    if (!page.state().sending) page.change(/** @type {Partial<State>} */ ({ list }));
  }, everyMs);
}
