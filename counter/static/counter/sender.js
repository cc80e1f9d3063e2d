/** Sends commands, one request_id each: what was not answered is sent again under the same one, so it happens once. */
import { ApiError, post, requestId } from "../js/api.js";

/** @typedef {import("./commands.js").Command} Command */
/** @typedef {{ number?: string | null, desk: import("./state.js").Desk, version: number }} Answer */

/**
 * @param {typeof post} [send] replaced in tests
 * @returns {(command: Command) => Promise<Answer>}
 */
export function createSender(send = post) {
  /** @type {Map<string, string>} a command as text -> the request_id of its lost press */
  const unanswered = new Map();

  return async (command) => {
    const { url, body } = command;
    const key = JSON.stringify([url, body]);
    const request_id = unanswered.get(key) ?? requestId();
    unanswered.set(key, request_id);
    try {
      const answer = await send(url, { ...body, request_id });
      unanswered.clear();
      return answer;
    } catch (error) {
      if (wasDecided(error)) unanswered.delete(key);
      throw error;
    }
  };
}

/** @returns {Promise<import("./state.js").Choice[] | null>} null when the server does not answer */
export async function readChoices() {
  const answer = await fetch("/counter/choices", { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status === 401) toSignIn();
  if (!answer?.ok) return null;
  const { choices } = await answer.json();
  return choices;
}

/** @returns {Promise<boolean>} whether the server knows it */
export async function signOut() {
  const answer = await fetch("/session", { method: "DELETE" }).catch(() => null);
  return answer !== null && (answer.ok || answer.status === 401);
}

export function toSignIn() {
  location.assign("/sign-in?next=/counter/");
}

/** @param {unknown} error */
function wasDecided(error) {
  return error instanceof ApiError && !error.isUndecided;
}
