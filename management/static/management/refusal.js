/** Why a command of a management page was not done. */
import { ApiError } from "../js/api.js";
import { words } from "../js/words.js";
import { goToSignIn } from "./sign_out.js";

/** In words; whoever is no longer signed in goes to do so. @param {unknown} error @param {"lo" | "en"} language */
export function whyNot(error, language) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 401) goToSignIn();
  return error.status ? error.told(language) : words(language)("management.failed");
}
