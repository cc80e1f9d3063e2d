/** The logo page: a picture is sent as soon as it is chosen, and the public screens show it at once. */
import { ApiError, replace } from "../js/api.js";
import { words } from "../js/words.js";
import { openDayPage } from "./day_page.js";
import { firstState } from "./logo_state.js";
import { renderLogo } from "./render_logo.js";
import { goToSignIn } from "./sign_out.js";

const LOGO = "/management/logo";

const presses = { show: command, remove: () => command(null) };
const page = openDayPage(firstState, (state, now, frame) => renderLogo(state, now, { ...frame, ...presses }));

/** @param {Blob | null} file the picture to show, or none */
async function command(file) {
  page.change({ sending: true, problem: null });
  try {
    const { live } = await replace(LOGO, file);
    page.change({ sending: false, live });
  } catch (error) {
    page.change({ sending: false, problem: whyNot(error) });
  }
}

/** @param {unknown} error */
function whyNot(error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 401) goToSignIn();
  const { language } = page.state();
  // A proxy in front refuses a large file in its own words.
  if (error.status === 413) return words(language)("management.logo_too_large");
  return error.status ? error.told(language) : words(language)("management.failed");
}
