import assert from "node:assert/strict";
import { test } from "node:test";

import { connect } from "../../onedoor/static/js/connection.js";

/** A Socket.IO socket that the test plays the server of. */
class SocketStandIn {
  /** @type {Map<string, Function>} */
  handlers = new Map();
  /** @type {{ question: any, answer: Function }[]} */
  questions = [];
  connected = false;
  dialledAnew = 0;
  io = { engine: { close: () => this.drop("forced close") } };
  /** @type {Function} */
  any = () => {};

  /** @param {string} name @param {Function} handler */
  on(name, handler) {
    this.handlers.set(name, handler);
  }
  /** @param {Function} handler */
  onAny(handler) {
    this.any = handler;
  }
  timeout() {
    return this;
  }
  /** @param {string} _name @param {any} question @param {Function} answer */
  emit(_name, question, answer) {
    this.questions.push({ question, answer });
  }
  connect() {
    this.dialledAnew += 1;
  }
  close() {}

  comeUp() {
    this.connected = true;
    this.handlers.get("connect")?.();
  }
  /** @param {string} reason */
  drop(reason) {
    this.connected = false;
    this.dialledAnew += reason === "forced close" ? 1 : 0;
    this.handlers.get("disconnect")?.(reason);
  }
  /** @param {number} version @param {string} [build] */
  answer(version, build = "b1") {
    const answer = { version, build, now: "2026-11-24T01:00:00Z", clock_speed: 1, snapshot: { at: version } };
    this.questions.at(-1)?.answer(null, answer);
  }
}

/** A connected screen: what it was told is in `told`. @param {import("node:test").TestContext} context */
function screen(context, name = /** @type {"kiosk" | "phone"} */ ("kiosk")) {
  context.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  const socket = new SocketStandIn();
  /** @type {any[]} */
  const told = [];
  let time = 0;
  const line = connect(
    {
      screen: name,
      build: "b1",
      isOwnQueue: ({ service }) => service !== "another",
      onSnapshot: (/** @type {any} */ snapshot) => told.push(["snapshot", snapshot.at]),
      onEvent: (name, payload) => told.push([name, payload.version]),
      onLost: () => told.push("lost"),
      onFound: () => told.push("found"),
      onNewBuild: (build) => told.push(["build", build]),
      onRefused: (error) => told.push(["refused", error.code]),
    },
    { open: () => socket, monotonic: () => time },
  );
  const pass = (/** @type {number} */ ms) => {
    time += ms;
    context.mock.timers.tick(ms);
  };
  context.after(() => line.close());
  return { socket, told, pass, line };
}

test("a screen subscribes when it is connected and draws the snapshot", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  assert.deepEqual(socket.questions[0]?.question, { screen: "kiosk" });
  socket.answer(7);
  assert.deepEqual(told, [["snapshot", 7]]);
});

test("events older than the snapshot are dropped", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.answer(7);
  socket.any("services_changed", { version: 6 });
  socket.any("services_changed", { version: 8 });
  assert.deepEqual(told, [["snapshot", 7], ["services_changed", 8]]);
});

test("moments are told even when a newer state overtook them, and do not hide that a state is missing", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.answer(7);
  socket.any("print_job_changed", { version: 6 });
  socket.any("ticket_called", { version: 8 });
  assert.deepEqual(told, [["snapshot", 7], ["print_job_changed", 6], ["ticket_called", 8]]);
  socket.any("version_announced", { version: 8, build: "b1" });
  assert.equal(socket.questions.length, 2);
});

test("moves of a queue count for a page that shows what they start from", (context) => {
  const { socket, told } = screen(context, "phone");
  socket.comeUp();
  socket.answer(7);
  socket.any("queue_moved", { version: 9, since: 4, until: 8 });
  socket.any("queue_moved", { version: 12, since: 9, until: 11 });
  assert.deepEqual(told, [["snapshot", 7], ["queue_moved", 9], ["queue_moved", 12]]);
  assert.equal(socket.questions.length, 1);
});

test("moves of a queue that the ticket has left do not make its page seem newer than it is", (context) => {
  const { socket, told } = screen(context, "phone");
  socket.comeUp();
  socket.answer(7);
  socket.any("queue_moved", { version: 9, since: 7, until: 8, service: "another" });
  socket.any("queue_moved", { version: 8, since: 7, until: 7, service: "own" });
  assert.deepEqual(told, [["snapshot", 7], ["queue_moved", 8]]);
});

test("moves that a snapshot already has are dropped", (context) => {
  const { socket, told } = screen(context, "phone");
  socket.comeUp();
  socket.answer(9);
  socket.any("queue_moved", { version: 9, since: 4, until: 8 });
  assert.deepEqual(told, [["snapshot", 9]]);
});

for (const { name, since, until } of [
  { name: "start later than what is shown", since: 8, until: 9 },
  { name: "may be in what is shown already", since: 4, until: 6 },
]) {
  test(`moves that ${name} make a phone ask`, (context) => {
    const { socket, told } = screen(context, "phone");
    socket.comeUp();
    socket.answer(7);
    socket.any("queue_moved", { version: 10, since, until });
    assert.deepEqual(told, [["snapshot", 7]]);
    context.mock.timers.tick(600);
    assert.equal(socket.questions.length, 2);
  });
}

test("a phone that is behind catches up later, so that a thousand do not ask at once", (context) => {
  const { socket } = screen(context, "phone");
  socket.comeUp();
  socket.answer(7);
  socket.any("version_announced", { version: 8, build: "b1" });
  socket.any("version_announced", { version: 9, build: "b1" });
  assert.equal(socket.questions.length, 1);
  context.mock.timers.tick(600);
  assert.equal(socket.questions.length, 2);
});

test("a phone that was moved on while it waited to ask does not ask any more", (context) => {
  const { socket } = screen(context, "phone");
  socket.comeUp();
  socket.answer(7);
  socket.any("version_announced", { version: 8, build: "b1" });
  socket.any("queue_moved", { version: 8, since: 7, until: 7 });
  context.mock.timers.tick(600);
  assert.equal(socket.questions.length, 1);
});

test("a phone asks when it is told to, whatever version it shows", (context) => {
  const { socket, told } = screen(context, "phone");
  socket.comeUp();
  socket.answer(7);
  socket.any("snapshot_needed", { version: 6 });
  context.mock.timers.tick(600);
  assert.equal(socket.questions.length, 2);
  assert.deepEqual(told, [["snapshot", 7]]);
});

test("a ticket that moves of the queue overtook is not lost: the phone asks at once", (context) => {
  const { socket, told } = screen(context, "phone");
  socket.comeUp();
  socket.answer(7);
  socket.any("queue_moved", { version: 9, since: 7, until: 7 });
  socket.any("ticket_changed", { version: 8 });
  assert.deepEqual(told, [["snapshot", 7], ["queue_moved", 9]]);
  assert.equal(socket.questions.length, 2);
});

test("what makes a phone ask while a question is under way makes it ask once more", (context) => {
  const { socket, line } = screen(context, "phone");
  socket.comeUp();
  line.refresh();
  assert.equal(socket.questions.length, 1);
  socket.answer(7);
  assert.equal(socket.questions.length, 2);
  socket.answer(7);
  assert.equal(socket.questions.length, 2);
});

test("a screen that is behind the announced version asks for a snapshot, one that is not does not", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.answer(7);
  socket.any("version_announced", { version: 7, build: "b1" });
  assert.equal(socket.questions.length, 1);
  socket.any("version_announced", { version: 9, build: "b1" });
  socket.answer(9);
  assert.deepEqual(told, [["snapshot", 7], ["snapshot", 9]]);
});

test("six seconds of silence are a lost line, and the screen dials anew and catches up", (context) => {
  const { socket, told, pass } = screen(context);
  socket.comeUp();
  socket.answer(7);
  pass(5_500);
  assert.deepEqual(told, [["snapshot", 7]]);
  pass(500);
  assert.deepEqual(told.at(-1), "lost");
  assert.equal(socket.dialledAnew, 1);
  socket.comeUp();
  socket.answer(12);
  assert.deepEqual(told.slice(1), ["lost", ["snapshot", 12], "found"]);
});

test("announcements keep the line alive", (context) => {
  const { socket, told, pass } = screen(context);
  socket.comeUp();
  socket.answer(7);
  for (let round = 0; round < 6; round += 1) {
    pass(2_000);
    socket.any("version_announced", { version: 7, build: "b1" });
  }
  assert.deepEqual(told, [["snapshot", 7]]);
});

test("a lost line is told once, however often dialling fails", (context) => {
  const { socket, told, pass } = screen(context);
  socket.comeUp();
  socket.answer(7);
  socket.drop("transport close");
  pass(20_000);
  assert.deepEqual(told, [["snapshot", 7], "lost"]);
});

test("a line that the server closed is dialled again", (context) => {
  const { socket } = screen(context);
  socket.comeUp();
  socket.drop("io server disconnect");
  assert.equal(socket.dialledAnew, 1);
});

test("a new connection believes a version lower than before", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.answer(40);
  socket.drop("transport close");
  socket.comeUp();
  socket.answer(3);
  assert.deepEqual(told, [["snapshot", 40], "lost", ["snapshot", 3], "found"]);
});

test("another build is told, by a snapshot or by an announcement", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.answer(7, "b2");
  socket.any("version_announced", { version: 7, build: "b3" });
  assert.deepEqual(told, [["build", "b2"], ["snapshot", 7], ["build", "b3"]]);
});

test("a refused subscription is told with its code", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.questions[0]?.answer(null, { error: { code: "wrong_role", message: "no" } });
  assert.deepEqual(told, [["refused", "wrong_role"]]);
});

test("while the database cannot be used the page counts as lost and asks again", (context) => {
  const { socket, told, pass } = screen(context);
  socket.comeUp();
  socket.questions[0]?.answer(null, { error: { code: "database_unavailable", message: "for now" } });
  assert.deepEqual(told, ["lost"]);
  pass(4_000);
  assert.equal(socket.questions.length, 2);
  socket.answer(7);
  assert.deepEqual(told, ["lost", ["snapshot", 7], "found"]);
});

test("an unanswered subscription dials anew", (context) => {
  const { socket, told } = screen(context);
  socket.comeUp();
  socket.questions[0]?.answer(new Error("timeout"));
  assert.deepEqual([told, socket.dialledAnew], [["lost"], 1]);
});
