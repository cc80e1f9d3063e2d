/** A refused command in words that help: the page's own sentence, else the server's. */
import { ApiError } from "../js/api.js";

/**
 * @param {unknown} error @param {import("../js/words.js").Words} t
 * @returns {{ key: string, params: Record<string, string>, desk: import("./state.js").Desk | null, signedOut: boolean }}
 * @throws whatever is no answer of the server
 */
export function refusal(error, t) {
  if (!(error instanceof ApiError)) throw error;
  const own = `counter.problem.${error.code}`;
  return {
    key: t.has(own) ? own : "counter.problem.unknown",
    params: { message: error.told(t.language) },
    desk: error.body?.error?.desk ?? null,
    signedOut: error.status === 401,
  };
}
