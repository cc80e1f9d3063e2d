import assert from "node:assert/strict";
import { test } from "node:test";

import { useWords } from "../../onedoor/static/js/words.js";
import { renderPhone } from "../../phone/static/phone/render.js";
import { MOST_DOTS } from "../../phone/static/phone/render_waiting.js";
import { draw, realWords, seen } from "./drawing.js";
import { calledTicket, ticket } from "./phone_ticket.js";

useWords(realWords());

/** @typedef {import("../../phone/static/phone/state.js").PhoneState} PhoneState */

/** @param {PhoneState["ticket"]} shown @param {Partial<PhoneState>} [changes] @param {() => void} [switchLanguage] */
function drawn(shown, changes = {}, switchLanguage = () => undefined) {
  const state = { language: /** @type {const} */ ("en"), ticket: shown, lostAt: null, ...changes };
  return draw(renderPhone(state, { switchLanguage }));
}

test("the ticket's number, service and time stand as on the paper", () => {
  assert.equal(seen(drawn(ticket()).querySelector(".ticket")), "Birth registration A015 24/11/2026 · 09:24");
});

test("people ahead are a number and as many dots", () => {
  const element = drawn(ticket());
  assert.equal(seen(element.querySelector(".facts")), "4 people ahead of you 10–20 minutes, about");
  assert.equal(element.querySelectorAll(".people .dot").length, 4);
});

test("one person ahead is said as one", () => {
  assert.match(seen(drawn(ticket({ people_ahead: 1 })).querySelector(".facts")), /^1 person ahead of you/);
});

test("a long queue shows eight dots and counts the rest", () => {
  const element = drawn(ticket({ people_ahead: 12 }));
  assert.equal(element.querySelectorAll(".people .dot").length, MOST_DOTS);
  assert.equal(seen(element.querySelector(".more")), "+4");
});

test("nobody ahead means being next, without an estimate nothing is guessed", () => {
  const element = drawn(ticket({ people_ahead: 0, estimate: null }));
  assert.equal(seen(element.querySelector(".facts")), "You are next");
});

test("who is being called now is shown, and left out while nobody is", () => {
  assert.equal(seen(drawn(ticket()).querySelector(".now-calling")), "Now calling A011 › 3");
  assert.equal(drawn(ticket({ now_calling: null })).querySelector(".now-calling"), null);
});

test("a called ticket says only where to go", () => {
  const element = drawn(calledTicket());
  assert.ok(element.querySelector(".is-called"));
  assert.equal(
    seen(element.querySelector(".content")),
    "It is your turn A015 Please come to counter 3 Called at 09:41 · call 1",
  );
});

for (const [status, words] of /** @type {const} */ ([
  ["serving", "You are being served at counter 3"],
  ["on_hold", "Counter 3 waits for your paper"],
  ["no_show", "You were called at 09:41 Please go to the staff at the information desk"],
  ["transferred", "You are being sent on"],
  ["finished", "Thank you for coming"],
  ["cancelled", "This ticket was cancelled"],
  ["expired", "This ticket is no longer valid It was for 24/11/2026 only"],
])) {
  test(`a ticket that is ${status} says so`, () => {
    const element = drawn(calledTicket({ status }));
    assert.ok(seen(element.querySelector(".mood")).startsWith(words), seen(element.querySelector(".mood")));
    assert.equal(element.querySelector(".place"), null);
  });
}

test("the page is in the chosen language and offers the other one by its own name", () => {
  let switches = 0;
  const element = drawn(ticket(), { language: "lo" }, () => (switches += 1));
  const button = element.querySelector("button");
  button?.click();
  assert.deepEqual([seen(button), button?.lang, switches], ["English", "en", 1]);
  assert.equal(seen(element.querySelector(".service")), "ຈົດທະບຽນການເກີດ");
});

test("a lost connection says as of when the page is true", () => {
  assert.equal(seen(drawn(ticket()).querySelector(".live")), "live");
  const lost = drawn(ticket(), { lostAt: Date.parse("2026-11-24T02:41:00Z") }).querySelector(".live");
  assert.equal(seen(lost), "As of 09:41 · connecting again");
});

test("an unknown token gets a page that says what to do", () => {
  assert.match(seen(drawn(null)), /This ticket was not found Please scan the QR code/);
});
