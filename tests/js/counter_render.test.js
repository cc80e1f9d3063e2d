import assert from "node:assert/strict";
import { test } from "node:test";

import { useWords } from "../../onedoor/static/js/words.js";
import { pageTitle, renderCounter } from "../../counter/static/counter/render.js";
import { progress } from "../../counter/static/counter/render_turn.js";
import { draw, realWords, seen } from "./drawing.js";
import { atDesk, calledDesk, CHOICES, desk, idleDesk, minutesAgo, NOW, SERVING, servingDesk } from "./counter_fixtures.js";

/** @typedef {import("../../counter/static/counter/render.js").Wish} Wish */
/** @typedef {Partial<import("../../counter/static/counter/state.js").State>} Facts */

useWords(realWords());

/** @param {Facts} facts */
function page(facts) {
  /** @type {Wish[]} */
  const wishes = [];
  const element = draw(renderCounter(atDesk(facts), NOW, (wish) => wishes.push(wish)));
  /** @param {string} selector */
  const text = (selector) => seen(element.querySelector(selector));
  /** @param {string} selector */
  const all = (selector) => Array.from(element.querySelectorAll(selector));
  /** @param {string} selector */
  const click = (selector) => element.querySelector(selector)?.dispatchEvent(new Event("click", { bubbles: true }));
  return { element, wishes, text, all, click };
}

for (const language of /** @type {const} */ (["lo", "en"])) {
  test(`every word of every state is there in ${language}`, () => {
    const desks = [desk(), calledDesk(), servingDesk(), idleDesk(), desk({ state: "on_break", golden: "return_from_break" }), null];
    const panels = /** @type {const} */ ([null, "keys", "menu", "transfer"]);
    for (const tab of /** @type {const} */ (["waiting", "on_hold", "absent"])) {
      for (const at of desks) {
        for (const panel of panels) {
          assert.doesNotMatch(seen(page({ language, desk: at, tab, panel }).element), /counter\.|common\.|printer\./);
        }
      }
    }
  });
}

test("the number, its service, the wait and the language are on the card", () => {
  const { text } = page({});
  assert.equal(text(".turn-number"), "A015");
  assert.equal(text(".turn-service"), "Birth registration");
  assert.match(text(".turn-more"), /waited 13 min.*Lao/);
});

test("the ring counts the service against its target", () => {
  assert.match(page({}).text(".ring.good"), /06:00 *target 12 min/);
});

test("the ring is bad and says by how much when the target is passed", () => {
  const late = servingDesk({ turn: { ...SERVING, started_at: minutesAgo(16) } });
  assert.match(page({ desk: late }).text(".ring.bad"), /16:00 *4 min over/);
});

test("for somebody called the ring counts since the call", () => {
  assert.match(page({ desk: calledDesk() }).text(".ring.calm"), /00:30 *since the call/);
});

const PROGRESS = /** @type {const} */ ([
  [0, 0, "good"],
  [47, 0.47, "good"],
  [80, 0.8, "warn"],
  [99, 0.99, "warn"],
  [100, 1, "bad"],
  [250, 1, "bad"],
]);

for (const [seconds, share, tone] of PROGRESS) {
  test(`${seconds} of 100 seconds fill the ring to ${share}, ${tone}`, () => {
    assert.deepEqual(progress(seconds, 100), { share, tone });
  });
}

test("there is one golden button, and it names who is next", () => {
  const { all, text, click, wishes } = page({});
  assert.equal(all("button.golden").length, 1);
  assert.match(text(".golden"), /Finish and call the next one Next: A016 · waiting 14 min Space/);
  click("button.golden");
  assert.deepEqual(wishes, [{ type: "golden" }]);
});

test("with nobody waiting there is no golden button but a calm place", () => {
  const { all, text } = page({ desk: idleDesk() });
  assert.equal(all("button.golden").length, 0);
  assert.match(text(".golden.idle"), /Waiting for a new ticket/);
  assert.match(text(".turn-empty"), /Nobody is waiting/);
});

test("on a break the golden button leads back to work and the break button is gone", () => {
  const { text, all } = page({ desk: desk({ state: "on_break", golden: "return_from_break" }) });
  assert.match(text("button.golden"), /Back to work/);
  assert.equal(all('[aria-keyshortcuts="B"]').length, 0);
});

test("the side actions are the desk's, with their keys, without what the golden button does anyway", () => {
  const names = page({ desk: calledDesk() }).all(".action").map(seen);
  assert.deepEqual(names, ["Call again R", "Not here N", "To queue U", "Transfer T", "Cancel C"]);
  const finishing = page({ desk: servingDesk({ golden: "finish" }) }).all(".action").map(seen);
  assert.deepEqual(finishing, ["Hold H", "Transfer T", "To queue U"]);
});

test("an armed cancel asks for a second press", () => {
  assert.equal(page({ desk: calledDesk(), armed: true }).text(".action.armed"), "Press again C");
});

test("while a command runs every command rests and the pressed one shows it", () => {
  const { all } = page({ busy: "hold" });
  const commands = /** @type {HTMLButtonElement[]} */ (all(".action, .golden, .bar-button[aria-keyshortcuts=B]"));
  assert.ok(commands.length >= 6);
  assert.ok(commands.every((button) => button.disabled));
  assert.deepEqual(all(".action.pressed").map(seen), ["Hold H"]);
});

test("a command on one row is marked on that row only", () => {
  const { all } = page({ busy: "resume:3", tab: "on_hold", desk: desk() });
  assert.deepEqual(all(".pressed").map((button) => button.getAttribute("aria-label")), ["Resume A003"]);
});

test("the waiting list marks the next one, the late one and the one that came back", () => {
  const { text, all } = page({});
  assert.match(text(".row.next"), /A016/);
  assert.deepEqual(all(".row.late .row-number").map(seen), ["A012"]);
  assert.match(text(".row.late"), /came back.*31 minutes, over the target/);
});

test("the list by service shows that service only, and how many more there are than fit", () => {
  assert.deepEqual(page({ filter: "marriage" }).all(".row-number").map(seen), ["A012"]);
  const services = desk().services.map((one) => (one.code === "birth" ? { ...one, people_waiting: 70 } : one));
  assert.equal(page({ desk: servingDesk({ services }) }).text(".rows-rest"), "and 69 more");
});

test("tabs count what their lists hold", () => {
  assert.deepEqual(page({}).all('[role="tab"]').map(seen), ["Waiting 2", "On hold 1", "Not here 1"]);
});

test("an absentee can be called again, somebody on hold resumed", () => {
  const absent = page({ tab: "absent", desk: desk() });
  absent.click('[data-action="call"]');
  assert.deepEqual(absent.wishes, [{ type: "listed", turn: desk().absent[0], action: "call" }]);
  const held = page({ tab: "on_hold", desk: desk() });
  held.click('[data-action="resume"]');
  assert.deepEqual(held.wishes, [{ type: "listed", turn: desk().on_hold[0], action: "resume" }]);
});

test("an empty list says so", () => {
  assert.match(page({ tab: "on_hold", desk: idleDesk() }).text(".rows-empty"), /Nobody is on hold/);
});

test("the printer's real state stands in the bar, and no pill when there is none", () => {
  assert.equal(page({ desk: servingDesk({ printer: "out_of_paper" }) }).text(".bar-pill.troubled"), "Out of paper");
  assert.equal(page({ desk: servingDesk({ printer: null }) }).all(".bar-printer").length, 0);
});

test("a lost line is told with the centre's time and the last desk stays, marked", () => {
  const { text, all } = page({ lostSince: Date.parse("2026-11-24T02:41:00Z") });
  assert.equal(text(".bar-pill.lost"), "No connection since 09:41");
  assert.equal(text(".turn.stale .turn-number"), "A015");
  assert.equal(all(".stale").length, 1);
});

test("figures that nobody can know yet are a dash", () => {
  const figures = { served: 0, average_service_seconds: null, within_target: null };
  assert.deepEqual(page({ desk: servingDesk({ figures }) }).all(".day dd").map(seen), ["0", "–", "–"]);
  assert.deepEqual(page({}).all(".day dd").map(seen), ["18", "7′", "94%"]);
});

test("the transfer panel offers every other service with its key", () => {
  const { all, click, wishes } = page({ panel: "transfer" });
  assert.deepEqual(all(".target").map(seen), ["Marriage registration 1 waiting 1", "Land title 4 waiting 2"]);
  click(".target");
  assert.deepEqual(wishes, [{ type: "transfer", service: "marriage" }]);
});

test("a service that no counter serves is not offered for a transfer", () => {
  const served = desk();
  const services = served.services.map((service) => ({ ...service, is_served: service.code !== "marriage" }));
  assert.deepEqual(page({ panel: "transfer", desk: servingDesk({ services }) }).all(".target").map(seen), ["Land title 4 waiting 1"]);
});

test("the choice shows who sits where, what is free, and opens yesterday's own counter", () => {
  const { text, all, click, wishes } = page({ desk: null });
  assert.deepEqual(all(".choice[disabled]").map(seen), ["1 Clerk 1 open since 08:02"]);
  assert.match(text('.choice[aria-checked="true"]'), /^3 Land 5 waiting/);
  assert.match(text(".choose-note"), /Last time you were at counter 3/);
  assert.match(text(".choose-open"), /Open counter 3/);
  click(".choose-open");
  assert.deepEqual(wishes, [{ type: "open_counter" }]);
});

test("with every counter taken there is no golden button but a word about it", () => {
  const taken = CHOICES.map((one) => ({ ...one, state: /** @type {const} */ ("open") }));
  const { all, text } = page({ desk: null, chosen: null, choices: taken });
  assert.equal(all(".choose-open").length, 0);
  assert.match(text(".all-taken"), /Every counter is taken/);
});

test("the tab of the browser names the number and the counter", () => {
  assert.equal(pageTitle(atDesk()), "A015 · counter 3");
  assert.equal(pageTitle(atDesk({ desk: desk() })), "Counter 3");
});

test("no template writes an inline style, which the security policy forbids", () => {
  for (const at of [servingDesk(), idleDesk(), null]) assert.equal(page({ desk: at, panel: "keys" }).all("[style]").length, 0);
});
