/**
 * Commands to the server. A command carries a `request_id`, so that sending it again after a lost answer is harmless:
 * the server answers a repeat with the first answer.
 */

const ANSWER_WITHIN_MS = 5_000;
const TRIES = 3;
const PAUSE_MS = 300;
const PASSING_STATUSES = new Set([502, 503, 504]);

/** The server refused, or could not be reached (`code` "no_connection", `status` 0). */
export class ApiError extends Error {
  /** @param {number} status @param {{ code: string, message: string }} error @param {any} [body] the whole answer */
  constructor(status, error, body = null) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.body = body;
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
  const triesLeft = body.request_id ? TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(url, body, send);
    if (answer && !PASSING_STATUSES.has(answer.status)) return bodyOf(answer);
    if (attempt >= triesLeft) throw new ApiError(0, { code: "no_connection", message: "the server does not answer" });
    await pause(PAUSE_MS * attempt);
  }
}

/** 16 random bytes in UUID form; `crypto.randomUUID` does not exist on plain http. */
export function requestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @param {string} url @param {object} body @param {typeof fetch} send @returns {Promise<Response | null>} null: lost */
async function ask(url, body, send) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), ANSWER_WITHIN_MS);
  try {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    return await send(url, { method: "POST", headers, body: JSON.stringify(body), signal: deadline.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Response} answer */
async function bodyOf(answer) {
  const body = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (answer.ok) return body;
  const error = body?.error ?? { code: "unexpected_answer", message: `the server answered ${answer.status}` };
  throw new ApiError(answer.status, error, body);
}

/** @param {number} ms @returns {Promise<void>} */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
