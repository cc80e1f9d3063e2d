/** The devices page: a screen is accepted by its code, named anew, revoked; the list is read again and again. */
import { ApiError, post, requestId } from "../js/api.js";
import { createClock } from "../js/clock.js";
import { chosenLanguage, keepLanguage } from "../js/language_choice.js";
import { readPage, screenElement } from "../js/page.js";
import { useWords, words } from "../js/words.js";
import { render } from "../vendor/lit-html.js";
import { EMPTY, acceptance, draftOf, entry, firstState, nameAddress, revocationAddress } from "./devices_state.js";
import { followDay } from "./live_line.js";
import { whyNot } from "./refusal.js";
import { renderDevices } from "./render_devices.js";
import { signOut } from "./sign_out.js";

/** @typedef {import("./devices_state.js").DevicesState} DevicesState */
/** @typedef {import("./devices_state.js").DeviceLine} DeviceLine */

const ACCEPT = "/management/devices";
const LIST = "/management/devices/list";
const READ_EVERY_MS = 2_000;
const RESTING = { problem: null, awaited: null, renaming: null, revoking: null };

const page = readPage();
useWords(page.words);
const clock = createClock();
if (page.now) clock.set(page.now, page.clock_speed);

let state = firstState(page, chosenLanguage(page.language));

/** @type {import("./render_devices.js").Presses} */
const presses = {
  chooseLanguage: (language) => {
    keepLanguage(language);
    change({ language });
  },
  signOut,
  accept: async (form) => {
    const name = entry(form, "name").trim();
    if (!(await command(ACCEPT, acceptance(form)))) return;
    form.reset();
    change({ draft: EMPTY, awaited: name });
  },
  enrolAgain,
  startRenaming: (device) => change({ ...RESTING, renaming: device }),
  rename: (device, name) => void command(nameAddress(device), { name }),
  startRevoking: (device) => change({ ...RESTING, revoking: device }),
  revoke: (device) => void command(revocationAddress(device), {}),
  giveUp: () => change(RESTING),
};

/** @param {Partial<DevicesState>} news */
function change(news) {
  state = { ...state, ...news };
  draw();
}

function draw() {
  document.documentElement.lang = state.language;
  render(renderDevices(state, clock.now(), presses), screenElement());
}

/** @param {string} address @param {Record<string, unknown>} fields @returns {Promise<boolean>} whether it was done */
async function command(address, fields) {
  change({ sending: true, problem: null, awaited: null });
  try {
    const list = await post(address, { request_id: requestId(), ...fields });
    change({ ...RESTING, sending: false, list });
    return true;
  } catch (error) {
    change({ sending: false, problem: whyNoDevice(error) });
    return false;
  }
}

/** @param {unknown} error */
function whyNoDevice(error) {
  const isNoCode = error instanceof ApiError && error.code === "invalid_input";
  return isNoCode ? words(state.language)("management.no_code") : whyNot(error, state.language);
}

/** @param {DeviceLine} device */
function enrolAgain(device) {
  change({ ...RESTING, draft: draftOf(device) });
  document.querySelector("input")?.focus();
}

/** A lost answer changes nothing. */
async function readList() {
  const answer = await fetch(LIST).catch(() => null);
  if (answer?.ok && !state.sending) change({ list: await answer.json() });
}

draw();
setInterval(() => void readList(), READ_EVERY_MS);
followDay({ build: page.build, clock, hear: (live) => change({ live }), change });
