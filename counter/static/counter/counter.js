/** The counter's page: keeps what it knows, listens to keys and to the live line, sends commands, draws. */
import { render } from "../vendor/lit-html.js";
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords, words } from "../js/words.js";
import { counterCommand, goldenCommand, transferCommand, turnCommand } from "./commands.js";
import { intentOf } from "./keys.js";
import { focusChoice, openDrawnPanel, pressOf, stepFocus, takesOver } from "./keyboard.js";
import { createLiveDesk } from "./live_desk.js";
import { refusal } from "./refusal.js";
import { pageTitle, renderCounter } from "./render.js";
import { createSender, readChoices, signOut, toSignIn } from "./sender.js";
import { initialState, reduce } from "./state.js";

/** @typedef {import("./render.js").Wish} Wish */
/** @typedef {import("./commands.js").Command} Command */

const DRAW_EVERY_MS = 500;
const CHOICES_EVERY_MS = 10_000;
const NOTICE_STAYS_MS = 6_000;
const ARMED_FOR_MS = 4_000;
/** The second half of a double press comes within this time; by then the golden key may mean something else. */
const SETTLES_AFTER_MS = 400;

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);
const place = screenElement();
const send = createSender();

let state = initialState({
  language: chosenLanguage(page.language),
  staff: /** @type {any} */ (page.staff),
  centre: /** @type {any} */ (page.centre ?? page.snapshot?.centre),
  choices: /** @type {any} */ (page.choices),
  snapshot: page.snapshot,
  version: page.version ?? -1,
});
const live = createLiveDesk({ build: page.build, clock, dispatch });
const noticeTimer = resettable(NOTICE_STAYS_MS, () => dispatch({ type: "notice_gone" }));
const armedTimer = resettable(ARMED_FOR_MS, () => dispatch({ type: "cancel_disarmed" }));

/** @param {import("./state.js").Happening} happening */
function dispatch(happening) {
  const before = state;
  state = reduce(state, happening);
  if (state.notice !== before.notice && state.notice) noticeTimer();
  if (state.armed && !before.armed) armedTimer();
  if (before.desk && !state.desk) refreshChoices();
  live.follow(state.desk?.counter ?? null);
  draw();
}

function draw() {
  document.documentElement.lang = state.language;
  document.title = pageTitle(state);
  render(renderCounter(state, clock.now(), act), place);
  openDrawnPanel();
}

/** @param {Wish} wish */
function act(wish) {
  switch (wish.type) {
    case "tab":
      return dispatch({ type: "tab_chosen", tab: wish.tab });
    case "filter":
      return dispatch({ type: "filter_chosen", service: wish.service });
    case "panel":
      return dispatch({ type: "panel_opened", panel: wish.panel });
    case "close":
      return dispatch({ type: state.panel ? "panel_closed" : state.armed ? "cancel_disarmed" : "notice_gone" });
    case "step":
      return stepFocus(wish.by);
    case "language":
      keepLanguage(wish.language);
      return dispatch({ type: "language_chosen", language: wish.language });
    default:
      if (!state.busy) work(wish);
  }
}

/** Whatever changes something at the desk: only one at a time. @param {Wish} wish */
function work(wish) {
  const { desk, chosen } = state;
  if (wish.type === "sign_out") return leave();
  if (wish.type === "choose") return choose(wish.counter);
  if (wish.type === "open_counter") return chosen !== null && !desk && run(counterCommand(chosen, "opening"));
  if (!desk) return;
  if (wish.type === "golden") return run(goldenCommand(desk));
  if (wish.type === "listed") return run(turnCommand(desk, wish.turn, wish.action));
  if (wish.type === "transfer" && desk.turn) return run(transferCommand(desk, desk.turn, wish.service));
  if (wish.type === "action" && desk.turn) return actOnTurn(desk, desk.turn, wish.action);
  if (wish.type === "break" && desk.state === "open") return pauseDesk(desk, "break");
  if (wish.type === "close_counter") return pauseDesk(desk, "closing");
}

/** @param {number} counter */
function choose(counter) {
  dispatch({ type: "counter_chosen", counter });
  focusChoice(counter);
}

/** Transfer asks where to, cancel asks once more. @param {import("./state.js").Desk} desk @param {import("./state.js").Turn} turn @param {string} action */
function actOnTurn(desk, turn, action) {
  if (action === "transfer") return dispatch({ type: "panel_opened", panel: "transfer" });
  if (action === "cancel" && !state.armed) return dispatch({ type: "cancel_armed" });
  return run(turnCommand(desk, turn, action));
}

/** Nobody at the desk is left standing there. @param {import("./state.js").Desk} desk @param {"break" | "closing"} action */
function pauseDesk(desk, action) {
  if (desk.turn) return dispatch({ type: "finish_first" });
  return run(counterCommand(desk.counter, action));
}

/** @param {Command | null} command */
async function run(command) {
  if (!command) return;
  dispatch({ type: "command_sent", name: command.name });
  const settled = new Promise((resolve) => setTimeout(resolve, SETTLES_AFTER_MS));
  try {
    const { number = null, desk, version } = await send(command);
    dispatch({ type: "command_done", name: command.name, number, desk, version });
  } catch (error) {
    const refused = refusal(error, words(state.language));
    if (refused.signedOut) return toSignIn();
    dispatch({ type: "command_refused", ...refused });
    if (!refused.desk) live.refresh();
    if (!state.desk) refreshChoices();
  }
  await settled;
  dispatch({ type: "command_settled" });
}

async function refreshChoices() {
  const choices = await readChoices();
  if (choices) dispatch({ type: "choices_came", choices });
}

async function leave() {
  if (await signOut()) return toSignIn();
  dispatch({ type: "command_refused", key: "counter.problem.no_connection", params: {}, desk: null });
}

/** A timer that starts anew each time. @param {number} after milliseconds @param {() => void} then @returns {() => void} */
function resettable(after, then) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(then, after);
  };
}

function where() {
  return { atDesk: state.desk !== null, inPanel: state.panel !== null };
}

document.addEventListener("keydown", (event) => {
  const intent = intentOf(state, pressOf(event));
  if (intent || takesOver(event, where())) event.preventDefault();
  if (intent) act(intent);
});
document.addEventListener("keyup", (event) => {
  if (takesOver(event, where())) event.preventDefault();
});
setInterval(draw, DRAW_EVERY_MS);
setInterval(() => !state.desk && !state.busy && refreshChoices(), CHOICES_EVERY_MS);
live.follow(state.desk?.counter ?? null);
draw();
