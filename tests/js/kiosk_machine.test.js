import assert from "node:assert/strict";
import { test } from "node:test";

import { createMachine } from "../../kiosk/static/kiosk/machine.js";
import { ApiError } from "../../onedoor/static/js/api.js";
import { useWords } from "../../onedoor/static/js/words.js";
import { realWords, seen } from "./drawing.js";
import { MORNING, TO_PRIORITY, board, ticket } from "./kiosk_board.js";

useWords(realWords());

/** A kiosk whose server the test plays. @param {(body: any) => Promise<any>} send */
function kiosk(send) {
  const element = document.createElement("div");
  /** @type {any[]} */
  const sent = [];
  const machine = createMachine(element, board(), "lo", { now: () => MORNING }, {
    send: (_url, body) => {
      sent.push(body);
      return send(body);
    },
    monotonic: () => 0,
  });
  for (const action of TO_PRIORITY) machine.act(action);
  const press = (/** @type {string} */ selector) => /** @type {any} */ (element.querySelector(selector))?.click();
  return { element, sent, machine, press };
}

test("a double touch sends one request with service, language and priority", async () => {
  const { sent, press, element } = kiosk(async () => ticket());
  press("[data-priority=yes]");
  press("[data-priority=yes]");
  await settled();
  assert.deepEqual(sent, [{ request_id: "r1", service: "birth", language: "lo", priority: true }]);
  assert.equal(seen(element.querySelector(".number")), "A015");
});

for (const code of ["no_connection", "database_unavailable"]) {
  test(`trying again after ${code} sends the same request`, async () => {
    let answers = 0;
    const { sent, press, element } = kiosk(async () => {
      answers += 1;
      if (answers === 1) throw new ApiError(0, { code, message: "lost" });
      return ticket();
    });
    press("[data-priority=no]");
    await settled();
    assert.ok(element.querySelector(`[data-failure=${code}]`));
    press(".again");
    await settled();
    assert.equal(sent.length, 2);
    assert.deepEqual(sent[0], sent[1]);
    assert.ok(element.querySelector(".ticket"));
  });
}

test("the page's own language follows the chosen one", () => {
  const { machine } = kiosk(async () => ticket());
  machine.act({ type: "language", language: "en" });
  assert.equal(document.documentElement.lang, "en");
  machine.act({ type: "home" });
  assert.equal(document.documentElement.lang, "lo");
});

/** All promises that are ready have been followed. @returns {Promise<void>} */
function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
