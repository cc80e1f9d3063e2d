/** The printers page: printers live, the list of jobs read again when a printer's counts move. */
import { ApiError, post, requestId } from "../js/api.js";
import { openDayPage } from "./day_page.js";
import { firstState, printersMoved, withOrder } from "./printers_state.js";
import { renderPrinters } from "./render_printers.js";
import { goToSignIn } from "./sign_out.js";

/** @typedef {import("./printers_state.js").LivePage} LivePage */
/** @typedef {import("./printers_state.js").OrderState} OrderState */

const page = openDayPage(firstState, (state, now, frame) => renderPrinters(state, now, { ...frame, order }), hear);

/** @param {string} address a test page or a copy */
async function order(address) {
  mark(address, "sending");
  try {
    await post(address, { request_id: requestId() });
    mark(address, "done");
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) goToSignIn();
    mark(address, "failed");
  }
  await readJobs();
}

/** @param {string} address @param {OrderState} order */
function mark(address, order) {
  page.change(withOrder(page.state(), address, order));
}

/** The page carries its jobs; asked for again it carries the newest. A lost answer changes nothing. */
async function readJobs() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("page");
  if (fresh) page.change({ jobs: JSON.parse(fresh.textContent ?? "").jobs });
}

/** @param {LivePage} live @param {LivePage} before */
function hear(live, before) {
  if (printersMoved(before, live)) void readJobs();
}
