import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, post, replace, requestId } from "../../onedoor/static/js/api.js";

const pause = async () => {};

/** A fetch that gives the answers one after the other and keeps what was sent. @param {(Response | Error)[]} answers */
function fetchAnswering(...answers) {
  /** @type {string[]} */
  const sent = [];
  const fetch = async (/** @type {any} */ _url, /** @type {any} */ { body }) => {
    sent.push(body);
    const answer = answers.shift();
    if (answer instanceof Error || !answer) throw answer ?? new Error("asked too often");
    return answer;
  };
  return { fetch, sent };
}

function unavailable() {
  return new Response('{"error":{"code":"database_unavailable","message":"for now"}}', { status: 503 });
}

test("a lost answer is asked for again with the same request", async () => {
  const { fetch, sent } = fetchAnswering(new TypeError("gone"), new Response('{"number":"A015"}', { status: 201 }));
  const answer = await post("/kiosk/tickets", { request_id: "r1" }, { fetch, pause });
  assert.equal(answer.number, "A015");
  assert.deepEqual(sent, ['{"request_id":"r1"}', '{"request_id":"r1"}']);
});

test("a proxy that finds the server down counts as a lost answer", async () => {
  const { fetch, sent } = fetchAnswering(new Response("", { status: 502 }), new Response("{}", { status: 200 }));
  await post("/kiosk/tickets", { request_id: "r1" }, { fetch, pause });
  assert.equal(sent.length, 2);
});

test("a database that cannot be used for now is asked again, and then named", async () => {
  const { fetch, sent } = fetchAnswering(...[1, 2, 3].map(() => unavailable()));
  const refused = await post("/kiosk/tickets", { request_id: "r1" }, { fetch, pause }).catch((error) => error);
  assert.deepEqual([refused.code, refused.status, refused.isUndecided, sent.length], ["database_unavailable", 503, true, 3]);
});

test("any other 503 of the server is a refusal and is not repeated", async () => {
  const stopped = new Response('{"error":{"code":"issuing_stopped_clock","message":"stopped"}}', { status: 503 });
  const { fetch, sent } = fetchAnswering(stopped);
  const refused = await post("/kiosk/tickets", { request_id: "r1" }, { fetch, pause }).catch((error) => error);
  assert.deepEqual([refused.code, refused.isUndecided, sent.length], ["issuing_stopped_clock", false, 1]);
});

test("an answer that broke off is a lost one", async () => {
  const { fetch, sent } = fetchAnswering(new Response('{"number":'), new Response('{"number":"A015"}'));
  const answer = await post("/kiosk/tickets", { request_id: "r1" }, { fetch, pause });
  assert.deepEqual([answer.number, sent.length], ["A015", 2]);
});

test("a proxy that takes no more for now is asked again, a server that says so itself is not", async () => {
  const ofProxy = fetchAnswering(new Response("<h1>", { status: 429 }), new Response("{}", { status: 200 }));
  await post("/kiosk/tickets", { request_id: "r1" }, { fetch: ofProxy.fetch, pause });
  assert.equal(ofProxy.sent.length, 2);
  const ofServer = fetchAnswering(new Response('{"error":{"code":"too_many_tickets"}}', { status: 429 }));
  await assert.rejects(post("/kiosk/tickets", { request_id: "r1" }, { fetch: ofServer.fetch, pause }), { status: 429 });
});

test("without a request id nothing is sent twice", async () => {
  const { fetch, sent } = fetchAnswering(new TypeError("gone"));
  await assert.rejects(post("/sign-in", {}, { fetch, pause }), { code: "no_connection" });
  assert.equal(sent.length, 1);
});

test("a refusal carries the server's code and is not repeated", async () => {
  const refusal = new Response('{"error":{"code":"service_closed","message":"closed"}}', { status: 409 });
  const { fetch, sent } = fetchAnswering(refusal);
  const refused = await post("/kiosk/tickets", { request_id: "r1" }, { fetch, pause }).catch((error) => error);
  assert.ok(refused instanceof ApiError);
  assert.deepEqual([refused.code, refused.status, sent.length], ["service_closed", 409, 1]);
});

test("a refusal that is no JSON still is a refusal with a code", async () => {
  const { fetch } = fetchAnswering(new Response("<h1>no</h1>", { status: 500 }));
  await assert.rejects(post("/x", { request_id: "r" }, { fetch, pause }), { code: "unexpected_answer", status: 500 });
});

test("a file is sent as it is, and none to take away what is there", async () => {
  /** @type {any[]} */
  const sent = [];
  const fetch = async (/** @type {any} */ _url, /** @type {any} */ request) => {
    sent.push(request);
    return new Response('{"logo":null}');
  };
  const file = new Blob(["picture"]);
  assert.deepEqual(await replace("/logo", file, { fetch }), { logo: null });
  await replace("/logo", null, { fetch });
  assert.deepEqual(sent.map(({ method, body }) => [method, body]), [["PUT", file], ["DELETE", undefined]]);
});

test("a file that was not answered is not sent again by itself", async () => {
  const { fetch, sent } = fetchAnswering(new TypeError("gone"));
  await assert.rejects(replace("/logo", new Blob(), { fetch }), { code: "no_connection", status: 0 });
  assert.equal(sent.length, 1);
});

test("request ids are UUIDs of version 4 and differ", () => {
  const [one, other] = [requestId(), requestId()];
  assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(one, other);
});
