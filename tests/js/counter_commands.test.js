import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../onedoor/static/js/api.js";
import { useWords, words } from "../../onedoor/static/js/words.js";
import { counterCommand, goldenCommand, transferCommand, turnCommand } from "../../counter/static/counter/commands.js";
import { refusal } from "../../counter/static/counter/refusal.js";
import { createSender } from "../../counter/static/counter/sender.js";
import { realWords } from "./drawing.js";
import { CALLED, calledDesk, desk, idleDesk, SERVING, servingDesk, turn } from "./counter_fixtures.js";

useWords(realWords());

const GOLDEN = [
  { golden: "call_next", at: desk(), url: "/counter/3/calls", body: { turn: null, state: null } },
  { golden: "start", at: calledDesk(), url: "/counter/3/turns/15/start", body: { state: "called" } },
  { golden: "finish_and_call_next", at: servingDesk(), url: "/counter/3/calls", body: { turn: 15, state: "serving" } },
  { golden: "finish", at: servingDesk({ golden: "finish" }), url: "/counter/3/turns/15/finish", body: { state: "serving" } },
  { golden: "return_from_break", at: desk({ state: "on_break", golden: "return_from_break" }), url: "/counter/3/return-from-break", body: {} },
];

for (const { golden, at, url, body } of GOLDEN) {
  test(`the golden key sends ${golden} with the turn and the state that the clerk saw`, () => {
    assert.deepEqual(goldenCommand(at), { name: "golden", url, body });
  });
}

test("with nobody there and nobody waiting the golden key sends nothing", () => {
  assert.equal(goldenCommand(idleDesk()), null);
});

test("an action names its turn in the address and its expected state in the body", () => {
  const command = turnCommand(calledDesk(), CALLED, "no_show");
  assert.deepEqual(command, { name: "no_show", url: "/counter/3/turns/15/no-show", body: { state: "called" } });
});

test("an action on a listed turn is marked on that row, not on the desk's buttons", () => {
  const held = turn({ turn: 3, status: "on_hold" });
  assert.equal(turnCommand(servingDesk(), held, "return").name, "return:3");
});

test("a transfer says where to", () => {
  assert.deepEqual(transferCommand(servingDesk(), SERVING, "land").body, { state: "serving", service: "land" });
});

/** @param {(string | ApiError | null)[]} answers null: answered well */
function senderWith(answers) {
  /** @type {string[]} */
  const ids = [];
  /** @type {any} */
  const send = async (/** @type {string} */ url, /** @type {{ request_id: string }} */ body) => {
    ids.push(body.request_id);
    const answer = answers[ids.length - 1];
    if (answer) throw answer;
    return { desk: desk(), version: 1, url };
  };
  return { ids, send: createSender(send) };
}

const LOST = new ApiError(0, { code: "no_connection", message: "lost" });
const UNAVAILABLE = new ApiError(503, { code: "database_unavailable", message: "for now" });
const REFUSED = new ApiError(409, { code: "desk_changed", message: "changed" });

test("a press that was never answered keeps its request_id when it is pressed again", async () => {
  const { ids, send } = senderWith([LOST, null, null]);
  await assert.rejects(send(counterCommand(3, "opening")));
  await send(counterCommand(3, "opening"));
  await send(counterCommand(3, "opening"));
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[1], ids[2]);
});

test("a press while the database cannot be used keeps its request_id: it may have been done", async () => {
  const { ids, send } = senderWith([UNAVAILABLE, null]);
  await assert.rejects(send(counterCommand(3, "opening")));
  await send(counterCommand(3, "opening"));
  assert.equal(ids[0], ids[1]);
});

test("a press that was refused gets a new request_id when it is pressed again", async () => {
  const { ids, send } = senderWith([REFUSED, null]);
  await assert.rejects(send(counterCommand(3, "break")));
  await send(counterCommand(3, "break"));
  assert.notEqual(ids[0], ids[1]);
});

test("two different commands never share a request_id", async () => {
  const { ids, send } = senderWith([LOST, null]);
  await assert.rejects(send(counterCommand(3, "opening")));
  await send(counterCommand(4, "opening"));
  assert.notEqual(ids[0], ids[1]);
});

test("a refusal is told in the page's own words and brings the fresh desk", () => {
  const error = new ApiError(409, { code: "desk_changed", message: "server's" }, { error: { desk: calledDesk() } });
  const told = refusal(error, words("en"));
  assert.equal(told.key, "counter.problem.desk_changed");
  assert.equal(told.desk?.turn, CALLED);
});

test("another refusal is told in the server's words, in the page's language", () => {
  const body = { error: { message_lo: "ລາວ", message_en: "No counter serves this service" } };
  const told = refusal(new ApiError(409, { code: "nobody_serves", message: "ລາວ" }, body), words("en"));
  assert.equal(words("en")(told.key, told.params), "That did not work: No counter serves this service");
});

test("only a missing session leads to the sign-in page", () => {
  assert.equal(refusal(new ApiError(401, { code: "not_signed_in", message: "" }), words("en")).signedOut, true);
  assert.equal(refusal(new ApiError(403, { code: "forbidden", message: "" }), words("en")).signedOut, false);
});

test("a fault of the page itself is not taken for a refusal", () => {
  assert.throws(() => refusal(new TypeError("a fault"), words("en")), TypeError);
});
