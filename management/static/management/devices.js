/** The devices page: a screen is accepted by its code, named anew, revoked; the list is read again and again. */
import { ApiError, post, requestId } from "../js/api.js";
import { words } from "../js/words.js";
import { keepReading, openDayPage } from "./day_page.js";
import { EMPTY, acceptance, draftOf, entry, firstState, nameAddress, revocationAddress } from "./devices_state.js";
import { whyNot } from "./refusal.js";
import { renderDevices } from "./render_devices.js";

/** @typedef {import("./devices_state.js").DeviceLine} DeviceLine */

const ACCEPT = "/management/devices";
const LIST = "/management/devices/list";
const READ_EVERY_MS = 2_000;
const RESTING = { problem: null, awaited: null, renaming: null, revoking: null };

const presses = {
  accept,
  enrolAgain,
  /** @param {number} device */
  startRenaming: (device) => page.change({ ...RESTING, renaming: device }),
  /** @param {number} device @param {string} name */
  rename: (device, name) => void command(nameAddress(device), { name }),
  /** @param {number} device */
  startRevoking: (device) => page.change({ ...RESTING, revoking: device }),
  /** @param {number} device */
  revoke: (device) => void command(revocationAddress(device), {}),
  giveUp: () => page.change(RESTING),
};

const page = openDayPage(firstState, (state, now, frame) => renderDevices(state, now, { ...frame, ...presses }));
keepReading(page, LIST, READ_EVERY_MS);

/** @param {HTMLFormElement} form */
async function accept(form) {
  const name = entry(form, "name").trim();
  if (!(await command(ACCEPT, acceptance(form)))) return;
  form.reset();
  page.change({ draft: EMPTY, awaited: name });
}

/** @param {string} address @param {Record<string, unknown>} fields @returns {Promise<boolean>} whether it was done */
async function command(address, fields) {
  page.change({ sending: true, problem: null, awaited: null });
  try {
    const list = await post(address, { request_id: requestId(), ...fields });
    page.change({ ...RESTING, sending: false, list });
    return true;
  } catch (error) {
    page.change({ sending: false, problem: whyNoDevice(error) });
    return false;
  }
}

/** @param {unknown} error */
function whyNoDevice(error) {
  const isNoCode = error instanceof ApiError && error.code === "invalid_input";
  const { language } = page.state();
  return isNoCode ? words(language)("management.no_code") : whyNot(error, language);
}

/** @param {DeviceLine} device */
function enrolAgain(device) {
  page.change({ ...RESTING, draft: draftOf(device) });
  document.querySelector("input")?.focus();
}
