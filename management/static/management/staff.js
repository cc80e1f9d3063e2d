/** The staff page: people are signed out and unlocked; the list is read again and again. */
import { post, requestId } from "../js/api.js";
import { keepReading, openDayPage } from "./day_page.js";
import { whyNot } from "./refusal.js";
import { renderStaff } from "./render_staff.js";
import { firstState, signOutAddress, unlockAddress } from "./staff_state.js";

const LIST = "/management/staff/list";
const READ_EVERY_MS = 5_000;
const RESTING = { problem: null, signingOut: null };

const presses = {
  /** @param {number} person */
  startSigningOut: (person) => page.change({ ...RESTING, signingOut: person }),
  /** @param {number} person */
  signOutPerson: (person) => void command(signOutAddress(person)),
  /** @param {number} person */
  unlock: (person) => void command(unlockAddress(person)),
  giveUp: () => page.change(RESTING),
};

const page = openDayPage(firstState, (state, now, frame) => renderStaff(state, now, { ...frame, ...presses }));
keepReading(page, LIST, READ_EVERY_MS);

/** @param {string} address */
async function command(address) {
  page.change({ sending: true, problem: null });
  try {
    const list = await post(address, { request_id: requestId() });
    page.change({ ...RESTING, sending: false, list });
  } catch (error) {
    page.change({ sending: false, problem: whyNot(error, page.state().language) });
  }
}
