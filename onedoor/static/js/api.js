/**
 * Commands to the server. A command carries a `request_id`, so that sending it again after a lost answer is harmless:
 * the server answers a repeat with the first answer.
 */

const ANSWER_WITHIN_MS = 5_000;
/** A file takes its time on a slow line, and to be looked at. */
const FILE_WITHIN_MS = 30_000;
const ACCEPT_JSON = { Accept: "application/json" };
const TRIES = 3;
const PAUSE_MS = 300;
/** What a proxy says when it finds no server, or too many requests of one address. */
const PASSING_STATUSES = new Set([429, 502, 503, 504]);
/** The server's own word for a database that cannot be used for now. */
export const UNAVAILABLE = "database_unavailable";

/** The server refused, or could not be reached (`code` "no_connection", `status` 0). */
export class ApiError extends Error {
  /** @param {number} status @param {{ code: string, message: string }} error @param {any} [body] the whole answer */
  constructor(status, error, body = null) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.body = body;
  }

  /** Whether nobody knows what became of the command: sent again under the same request id it happens once. */
  get isUndecided() {
    return this.status === 0 || this.code === UNAVAILABLE;
  }

  /** Why, in the server's words. @param {import("./words.js").Language} language @returns {string} */
  told(language) {
    return this.body?.error?.[`message_${language}`] ?? this.message;
  }
}

/**
 * Send a JSON command and give back the answer's body. The same body is sent again when the answer is lost.
 * @param {string} url
 * @param {{ request_id?: string, [field: string]: unknown }} body
 * @param {{ fetch?: typeof fetch, pause?: (ms: number) => Promise<void> }} [tools] replaced in tests
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export async function post(url, body, { fetch: send = fetch, pause = wait } = {}) {
  const headers = { ...ACCEPT_JSON, "Content-Type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  const triesLeft = body.request_id ? TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(url, request, send, ANSWER_WITHIN_MS);
    if (answer?.ok) return answer.body;
    if (!mayPass(answer) || attempt >= triesLeft) throw refusal(answer);
    await pause(PAUSE_MS * attempt);
  }
}

/**
 * Put a file in its place, or without one take away what is there, and give back the answer's body.
 * @param {string} url @param {Blob | null} file @param {{ fetch?: typeof fetch }} [tools] replaced in tests
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export async function replace(url, file, { fetch: send = fetch } = {}) {
  const headers = { ...ACCEPT_JSON, "Content-Type": "application/octet-stream" };
  const request = file ? { method: "PUT", headers, body: file } : { method: "DELETE", headers: ACCEPT_JSON };
  const answer = await ask(url, request, send, FILE_WITHIN_MS);
  if (answer?.ok) return answer.body;
  throw refusal(answer);
}

/** 16 random bytes in UUID form; `crypto.randomUUID` does not exist on plain http. */
export function requestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @typedef {{ ok: boolean, status: number, body: any }} Answer */

/**
 * @param {string} url @param {RequestInit} request @param {typeof fetch} send @param {number} withinMs
 * @returns {Promise<Answer | null>} null: lost
 */
async function ask(url, request, send, withinMs) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), withinMs);
  try {
    const answer = await send(url, { ...request, signal: deadline.signal });
    const { ok, status } = answer;
    if (status === 204) return { ok, status, body: null };
    // An answer that broke off is lost; a refusal may be a page of a proxy.
    return { ok, status, body: ok ? await answer.json() : await answer.json().catch(() => null) };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** What the server says itself is a decision, but for the one that says that it cannot decide. @param {Answer | null} answer */
function mayPass(answer) {
  const code = answer?.body?.error?.code;
  return !answer || (PASSING_STATUSES.has(answer.status) && (!code || code === UNAVAILABLE));
}

/** @param {Answer | null} answer */
function refusal(answer) {
  const error = answer?.body?.error;
  if (answer && error) return new ApiError(answer.status, error, answer.body);
  if (!answer || mayPass(answer)) return new ApiError(0, { code: "no_connection", message: "the server does not answer" });
  return new ApiError(answer.status, { code: "unexpected_answer", message: `the server answered ${answer.status}` });
}

/** @param {number} ms @returns {Promise<void>} */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
