import assert from "node:assert/strict";
import { test } from "node:test";

import { isCutOff, mayReload, millisecondsLeft, next, questionSecondsLeft } from "../../kiosk/static/kiosk/state.js";
import { TO_PRIORITY, after, atHome, board, tick, ticket, withTicket } from "./kiosk_board.js";

/** @typedef {import("../../kiosk/static/kiosk/state.js").Action} Action */

/** @type {Action} */
const YES = { type: "answer", priority: true };
/** @param {string} state @param {string | null} [reason] @param {number} [job] @returns {Action} */
const news = (state, reason = null, job = 7) => ({ type: "print_job", job, state, reason });

test("back leads page by page to the start", () => {
  let state = after(atHome(), ...TO_PRIORITY);
  const seen = [];
  for (let press = 0; press < 3; press += 1) {
    state = next(state, { type: "back" });
    seen.push(state.step);
  }
  assert.deepEqual(seen, ["service", "services", "home"]);
});

test("a double touch of the answer is one request", () => {
  const once = after(atHome(), ...TO_PRIORITY, YES);
  assert.equal(next(once, { type: "answer", priority: false }), once);
});

test("there is no way back while the ticket is being issued", () => {
  const state = after(atHome(), ...TO_PRIORITY, YES);
  assert.equal(next(state, { type: "back" }), state);
});

test("trying again sends the same request with the same answer", () => {
  const failed = after(atHome(), ...TO_PRIORITY, YES, { type: "refused", requestId: "r1", code: "no_connection" });
  assert.equal(failed.step, "failed");
  const again = next(failed, { type: "again" });
  assert.deepEqual([again.issuing, again.requestId, again.priority], [true, "r1", true]);
});

test("an answer to a request that is over changes nothing", () => {
  const state = after(atHome(), ...TO_PRIORITY, YES);
  assert.equal(next(state, { type: "issued", requestId: "older", ticket: ticket() }), state);
  assert.equal(next(state, { type: "refused", requestId: "older", code: "service_closed" }), state);
});

test("nothing of one citizen is left for the next one", () => {
  const state = after(withTicket(), { type: "language", language: "en" }, { type: "contrast" }, { type: "home" });
  const { language, highContrast, step, category, service, ticket: shown, requestId, priority } = state;
  assert.deepEqual(
    [language, highContrast, step, category, service, shown, requestId, priority],
    ["lo", false, "home", null, null, null, null, null],
  );
});

test("the kiosk asks before it starts again, 45 seconds after the last touch", () => {
  const state = after(atHome(), ...TO_PRIORITY);
  assert.equal(questionSecondsLeft(next(state, tick(24_900))), null);
  assert.equal(questionSecondsLeft(next(state, tick(25_000))), 20);
  assert.equal(next(state, tick(44_999)).step, "priority");
  assert.equal(next(state, tick(45_000)).step, "home");
});

test("more time keeps the page and closes the question", () => {
  const state = after(atHome(), ...TO_PRIORITY, tick(40_000), { type: "more_time" }, tick(50_000));
  assert.deepEqual([state.step, questionSecondsLeft(state)], ["priority", null]);
});

test("a touch counts as being there", () => {
  const state = after(atHome(), ...TO_PRIORITY, { type: "touch", now: 20_000 }, tick(60_000));
  assert.equal(state.step, "priority");
});

test("a forgotten language goes back to the centre's own", () => {
  assert.equal(after(atHome(), { type: "language", language: "en" }, tick(45_000)).language, "lo");
});

test("a slow answer is not mistaken for an idle citizen", () => {
  const state = after(atHome(), ...TO_PRIORITY, YES, tick(60_000));
  assert.deepEqual([state.step, state.issuing], ["priority", true]);
});

test("a printed ticket asks to take the paper", () => {
  assert.equal(withTicket().paper, "coming");
  assert.equal(next(withTicket(), news("sent")).paper, "printed");
});

test("without news the screen stops asking for paper before 3 seconds have passed", () => {
  assert.equal(next(withTicket(), tick(2_400)).paper, "coming");
  assert.equal(next(withTicket(), tick(2_500)).paper, "late");
});

test("paper that comes late is still to be taken", () => {
  assert.equal(after(withTicket(), tick(2_600), news("sent")).paper, "printed");
});

test("paper that was printed never becomes late", () => {
  assert.equal(after(withTicket(), news("sent"), tick(9_000)).paper, "printed");
});

test("a failed print says at once that no paper comes, and why", () => {
  assert.equal(next(withTicket(), news("failed", "out_of_paper")).paper, "out_of_paper");
  assert.equal(next(withTicket(), news("uncertain", "cut_off")).paper, "failed");
  assert.equal(next(withTicket(), news("sending")).paper, "coming");
});

test("news that overtakes the ticket's answer counts", () => {
  const state = after(atHome(), ...TO_PRIORITY, YES, news("failed", "unreachable"), {
    type: "issued",
    requestId: "r1",
    ticket: ticket(),
  });
  assert.equal(state.paper, "failed");
});

test("news of another ticket's paper does not count", () => {
  assert.equal(next(withTicket(), news("failed", "out_of_paper", 6)).paper, "coming");
});

test("a first failure is said before the printer is tried again, and late paper still counts", () => {
  const tried = after(withTicket(), news("queued", "out_of_paper"), tick(500));
  assert.equal(tried.paper, "out_of_paper");
  assert.equal(next(tried, news("sent")).paper, "printed");
});

test("a printer known to be empty promises no paper", () => {
  assert.equal(withTicket({ paper_expected: false }, { printer: "out_of_paper" }).paper, "out_of_paper");
  assert.equal(withTicket({ print_job: null, paper_expected: false }).paper, "no_printer");
});

test("a number that must be remembered stays longer than one on paper", () => {
  assert.equal(after(withTicket(), news("sent"), tick(15_000)).step, "home");
  const unprinted = after(withTicket(), tick(2_500), tick(40_000));
  assert.equal(unprinted.step, "ticket");
  assert.equal(millisecondsLeft(unprinted), 7_500);
});

test("a short loss of the line stops nobody, a longer one is said", () => {
  const lost = after(atHome(), tick(1_000), { type: "lost" });
  assert.ok(!isCutOff(next(lost, tick(3_900))));
  assert.ok(isCutOff(next(lost, tick(4_000))));
  assert.ok(!isCutOff(after(lost, tick(4_000), { type: "found" })));
});

test("a new build is loaded at the start page only, and not under somebody's finger", () => {
  const told = next(atHome(), { type: "new_build" });
  assert.ok(!mayReload(next(told, tick(4_000))));
  assert.ok(mayReload(next(told, tick(6_000))));
  assert.ok(!mayReload(after(told, { type: "category", code: "civil" }, tick(6_000))));
  assert.ok(!mayReload(after(told, { type: "lost" }, tick(6_000))));
});

test("the board that the server sends replaces the one before", () => {
  const state = next(atHome(), { type: "board", board: board({ issuing: false }) });
  assert.equal(state.board.issuing, false);
});
