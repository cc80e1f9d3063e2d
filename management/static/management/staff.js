/** The staff page: people are signed out and unlocked; the list is read again and again. */
import { post, requestId } from "../js/api.js";
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { followDay } from "./live_line.js";
import { whyNot } from "./refusal.js";
import { renderStaff } from "./render_staff.js";
import { signOut } from "./sign_out.js";
import { firstState, signOutAddress, unlockAddress } from "./staff_state.js";

/** @typedef {import("./staff_state.js").StaffState} StaffState */

const LIST = "/management/staff/list";
const READ_EVERY_MS = 5_000;
const RESTING = { problem: null, signingOut: null };

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page, chosenLanguage(page.language));

/** @type {import("./render_staff.js").Presses} */
const presses = {
  chooseLanguage: (language) => {
    keepLanguage(language);
    change({ language });
  },
  signOut,
  startSigningOut: (person) => change({ ...RESTING, signingOut: person }),
  signOutPerson: (person) => void command(signOutAddress(person)),
  unlock: (person) => void command(unlockAddress(person)),
  giveUp: () => change(RESTING),
};

/** @param {Partial<StaffState>} news */
function change(news) {
  state = { ...state, ...news };
  draw();
}

function draw() {
  document.documentElement.lang = state.language;
  render(renderStaff(state, clock.now(), presses), screenElement());
}

/** @param {string} address */
async function command(address) {
  change({ sending: true, problem: null });
  try {
    const list = await post(address, { request_id: requestId() });
    change({ ...RESTING, sending: false, list });
  } catch (error) {
    change({ sending: false, problem: whyNot(error, state.language) });
  }
}

/** A lost answer changes nothing. */
async function readList() {
  const answer = await fetch(LIST).catch(() => null);
  if (answer?.ok && !state.sending) change({ list: await answer.json() });
}

draw();
setInterval(() => void readList(), READ_EVERY_MS);
followDay({ build: page.build, clock, hear: (live) => change({ live }), change });
