/**
 * The screen's live line: facts come over the websocket, and any fact that was missed is mended by a snapshot.
 *
 * After every (re)connection the screen subscribes and gets a snapshot with its version; events of older versions are
 * dropped. A queue's moves lead from some versions to a new one: a page that shows another version asks too, and one
 * that is told to, because moves say nothing of its own ticket.
 * The server announces its version every 2 s: a screen that is behind asks for a new snapshot, and one that
 * hears nothing for 6 s says so and dials anew (a dead process or a pulled cable is silent, not closed).
 */
import { EVENTS } from "./contract.js";
import { io } from "../vendor/socket.io.js";

const SILENCE_MS = 6_000;
const LOOK_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 4_000;
/** Phones are many: those that missed something do not all ask at once. */
const PHONES_CATCH_UP_WITHIN_MS = 600;
/** Nor do all when the server's database cannot be used for now. */
const UNAVAILABLE = "database_unavailable";
const ASK_AGAIN_AFTER_MS = 2_000;
/**
 * Moments and parts of a state: never dropped, and no sign that the whole state of their version has come.
 * @type {Set<string>}
 */
const NO_LEVELS = new Set([EVENTS.TICKET_CALLED, EVENTS.TICKET_RECALLED, EVENTS.PRINT_JOB_CHANGED]);
const DIALLING = {
  transports: ["websocket"],
  reconnectionDelay: 500,
  reconnectionDelayMax: 1_500,
  timeout: 4_000,
};

/**
 * @template Snapshot
 * @typedef {{ version: number, build: string, now: string, clock_speed: number, snapshot: Snapshot }} Subscribed
 */
/** @typedef {{ version?: number, build?: string, [field: string]: any }} EventPayload */
/** @typedef {{ code: string, message: string }} Refusal */

/**
 * @template Snapshot
 * @typedef {{
 *   screen: "kiosk" | "display" | "counter" | "management" | "phone",
 *   token?: string,
 *   counter?: number,
 *   build: string,
 *   clock?: import("./clock.js").Clock,
 *   isOwnQueue?: (moved: EventPayload) => boolean,
 *   onSnapshot: (snapshot: Snapshot, answer: Subscribed<Snapshot>) => void,
 *   onEvent: (name: string, payload: EventPayload) => void,
 *   onLost?: () => void,
 *   onFound?: () => void,
 *   onNewBuild?: (build: string) => void,
 *   onRefused?: (error: Refusal) => void,
 * }} Options
 */

/**
 * Open the line and keep it open until `close()`.
 * `onLost` comes once when nothing is heard any more, `onFound` once when a snapshot has come again.
 * @template Snapshot
 * @param {Options<Snapshot>} options
 * @param {{ open?: (options: object) => any, monotonic?: () => number }} [tools] replaced in tests
 * @returns {{ close: () => void, refresh: () => void }}
 */
export function connect(options, { open = io, monotonic = () => performance.now() } = {}) {
  const line = new Line(options, open(DIALLING), monotonic);
  return { close: () => line.close(), refresh: () => line.refresh() };
}

/** @template Snapshot */
class Line {
  /** @param {Options<Snapshot>} options @param {any} socket @param {() => number} monotonic */
  constructor(options, socket, monotonic) {
    this.options = options;
    this.socket = socket;
    this.monotonic = monotonic;
    this.version = -1;
    this.asking = false;
    /** The version that must be shown, be it by an answer or by events. */
    this.wanted = -1;
    this.lost = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    this.heardAt = monotonic();
    socket.on("connect", () => this.startAnew());
    socket.on("disconnect", (/** @type {string} */ reason) => this.onDisconnect(reason));
    socket.onAny((/** @type {string} */ name, /** @type {EventPayload} */ payload) => this.onEvent(name, payload));
    this.watch = setInterval(() => this.listenForSilence(), LOOK_EVERY_MS);
  }

  /** A restored backup may count lower than before, so a new connection believes any version. */
  startAnew() {
    this.version = -1;
    this.asking = false;
    this.subscribe(-1);
  }

  /** Ask now, and once more where the answer to a question under way does not have this version. @param {number} wanted */
  subscribe(wanted) {
    this.wanted = Math.max(this.wanted, wanted);
    if (this.asking || !this.socket.connected) return;
    this.asking = true;
    this.wanted = -1;
    const { screen, token, counter } = this.options;
    const question = { screen, ...(token && { token }), ...(counter && { counter }) };
    this.socket
      .timeout(ANSWER_WITHIN_MS)
      .emit("subscribe", question, (/** @type {Error | null} */ late, /** @type {any} */ answer) => {
        this.asking = false;
        if (late) return this.dialAnew();
        this.onAnswer(answer);
        if (this.version < this.wanted) this.subscribe(this.wanted);
      });
  }

  /** Ask whatever is shown. */
  refresh() {
    this.subscribe(Infinity);
  }

  /** @param {Subscribed<Snapshot> | { error: Refusal }} answer */
  onAnswer(answer) {
    this.hear();
    if ("error" in answer) return this.onRefusal(answer.error);
    this.compareBuild(answer.build);
    if (answer.version < this.version) return;
    this.version = answer.version;
    this.options.clock?.set(answer.now, answer.clock_speed);
    this.options.onSnapshot(answer.snapshot, answer);
    if (this.lost) this.options.onFound?.();
    this.lost = false;
  }

  /** What cannot be told for now is no refusal: what is shown may be old, and the line asks again. @param {Refusal} error */
  onRefusal(error) {
    if (error.code !== UNAVAILABLE) return this.options.onRefused?.(error);
    this.loseOnce();
    clearTimeout(this.again);
    this.again = setTimeout(() => this.refresh(), ASK_AGAIN_AFTER_MS * (1 + Math.random()));
  }

  /** @param {string} name @param {EventPayload} payload */
  onEvent(name, payload = {}) {
    this.hear();
    if (name === EVENTS.VERSION_ANNOUNCED) return this.onAnnouncement(payload);
    if (name === EVENTS.SNAPSHOT_NEEDED) return this.catchUp(Infinity);
    if (name === EVENTS.QUEUE_MOVED && !this.canMove(payload)) return;
    if (!NO_LEVELS.has(name) && !this.takeLevel(name, payload)) return;
    this.options.onEvent(name, payload);
  }

  /** Whether the moves start at what is shown; if something before them was missed, a snapshot mends it. @param {EventPayload} moved */
  canMove(moved) {
    const { version = 0, since, until } = moved;
    if (version <= this.version || this.options.isOwnQueue?.(moved) === false) return false;
    if (since <= this.version && this.version <= until) return true;
    this.catchUp(version);
    return false;
  }

  /** Whether a whole state is as new as what is shown. @param {string} name @param {EventPayload} payload */
  takeLevel(name, { version = this.version }) {
    if (version >= this.version) {
      this.version = version;
      return true;
    }
    // Moves of the queue may have overtaken it, and they do not say what became of the ticket.
    if (name === EVENTS.TICKET_CHANGED) this.refresh();
    return false;
  }

  /** @param {EventPayload} announced */
  onAnnouncement({ version = this.version, build }) {
    if (build) this.compareBuild(build);
    if (this.lost) this.subscribe(version);
    else if (version > this.version) this.catchUp(version);
  }

  /** Ask soon, unless events bring this version before. @param {number} wanted */
  catchUp(wanted) {
    if (this.options.screen !== "phone") return this.subscribe(wanted);
    this.wanted = Math.max(this.wanted, wanted);
    this.later ??= setTimeout(() => {
      this.later = undefined;
      if (this.version < this.wanted) this.subscribe(this.wanted);
    }, Math.random() * PHONES_CATCH_UP_WITHIN_MS);
  }

  /** @param {string} build */
  compareBuild(build) {
    if (build !== this.options.build) this.options.onNewBuild?.(build);
  }

  /** The server closes a line for good only when it means this one, for instance at a restart: dial again. @param {string} reason */
  onDisconnect(reason) {
    this.loseOnce();
    if (reason === "io server disconnect") this.socket.connect();
  }

  hear() {
    this.heardAt = this.monotonic();
  }

  listenForSilence() {
    if (this.monotonic() - this.heardAt < SILENCE_MS) return;
    this.hear();
    this.loseOnce();
    this.dialAnew();
  }

  /** Closing the engine, not the socket: the manager then dials again by itself. */
  dialAnew() {
    if (this.socket.connected) this.socket.io.engine.close();
  }

  loseOnce() {
    if (this.lost) return;
    this.lost = true;
    this.options.onLost?.();
  }

  close() {
    clearInterval(this.watch);
    clearTimeout(this.later);
    clearTimeout(this.again);
    this.socket.close();
  }
}
