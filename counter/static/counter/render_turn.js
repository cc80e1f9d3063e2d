/** The card of the turn at hand: number, service, and the clock against the target; or why nobody is there. */
import { html, nothing, svg } from "../vendor/lit-html.js";
import { stopwatch, wholeMinutes } from "../js/format.js";
import { icon } from "../js/icons.js";
import { renderNotice } from "./render_notice.js";
import { peopleWaiting } from "./state.js";

/** @typedef {import("./render.js").View} View */
/** @typedef {import("./state.js").Desk} Desk */
/** @typedef {import("./state.js").Turn} Turn */
/** @typedef {import("./state.js").Service} Service */

/** After so long a called citizen will hardly come: the ring is full, and the clerk may think of the next one. */
const CALL_PATIENCE_SECONDS = 60;

/** From this share of the target on the ring warns. */
const NEARLY = 0.8;

/** @param {View} view @param {Desk} desk */
export function renderTurn(view, desk) {
  return html`<section class="card turn ${view.state.lostSince === null ? "" : "stale"}">
    ${desk.turn ? atHand(view, desk, desk.turn) : nobody(view, desk)} ${renderNotice(view.state.notice, view.t)}
  </section>`;
}

/** How far a running time is. @param {number} seconds @param {number} limit seconds @returns {{ share: number, tone: "good" | "warn" | "bad" }} */
export function progress(seconds, limit) {
  const share = Math.min(1, Math.max(0, seconds / limit));
  if (seconds >= limit) return { share, tone: "bad" };
  return { share, tone: share >= NEARLY ? "warn" : "good" };
}

/** @param {View} view @param {Desk} desk @param {Turn} turn */
function atHand(view, desk, turn) {
  const { t } = view;
  const service = desk.services.find(({ code }) => code === turn.service);
  return html`<div class="turn-facts">
      <p role="status"><span class="pill ${turn.status === "serving" ? "good" : "calling"}">
        ${icon(turn.status === "serving" ? "circle-fill" : "megaphone-simple-fill")}${t(`counter.status.${turn.status}`)}
      </span></p>
      <p class="turn-number figures">${turn.number}</p>
      ${service ? serviceLine(view, service) : nothing} ${factLine(view, turn)}
    </div>
    ${turn.status === "serving" ? servingRing(view, turn, service) : calledRing(view, turn)}`;
}

/** @param {View} view @param {Service} service */
function serviceLine({ t }, service) {
  return html`<p class="turn-service ${service.colour}">${icon(service.icon)}<span>${t.name(service)}</span></p>`;
}

/** @param {View} view @param {Turn} turn */
function factLine({ t }, turn) {
  const until = turn.first_called_at ?? turn.called_at;
  const waited = until ? (Date.parse(until) - Date.parse(turn.waiting_since)) / 1000 : 0;
  return html`<ul class="turn-more">
    <li>${icon("clock-regular")}${t("counter.turn.waited", { minutes: wholeMinutes(waited) })}</li>
    ${turn.language ? html`<li>${icon("translate-regular")}${languageName(turn.language, t)}</li>` : nothing}
    ${turn.is_return ? html`<li>${icon("arrow-counter-clockwise")}${t("counter.turn.return")}</li>` : nothing}
    ${turn.call_count > 1 ? html`<li>${icon("megaphone-simple")}${t("counter.turn.calls", { count: turn.call_count })}</li>` : nothing}
  </ul>`;
}

/** @param {string} code @param {import("../js/words.js").Words} t */
function languageName(code, t) {
  return t.has(`language.${code}`) ? t(`language.${code}`) : code;
}

/** @param {View} view @param {Turn} turn @param {Service | undefined} service */
function servingRing({ t, now }, turn, service) {
  const seconds = secondsSince(turn.started_at, now);
  const target = service?.target_service_minutes ?? 0;
  const { share, tone } = target ? progress(seconds, target * 60) : { share: 0, tone: "good" };
  const over = wholeMinutes(seconds - target * 60);
  const late = over ? t("counter.ring.over", { minutes: over }) : t("counter.ring.just_over");
  const below = tone === "bad" ? late : t("counter.ring.target", { minutes: target });
  return ring({ label: t("counter.ring.serving_label"), seconds, share, tone, below: target ? below : "" });
}

/** @param {View} view @param {Turn} turn */
function calledRing({ t, now }, turn) {
  const seconds = secondsSince(turn.called_at, now);
  const { share, tone } = progress(seconds, CALL_PATIENCE_SECONDS);
  const calm = tone === "bad" ? "warn" : "calm";
  return ring({ label: t("counter.ring.called_label"), seconds, share, tone: calm, below: t("counter.ring.since_call") });
}

/** @param {{ label: string, seconds: number, share: number, tone: string, below: string }} clock */
function ring({ label, seconds, share, tone, below }) {
  return html`<div class="ring ${tone}" role="timer" aria-label=${label}>
    <svg viewBox="0 0 206 206" aria-hidden="true">
      <circle class="ring-track" cx="103" cy="103" r="94"></circle>
      ${share > 0 ? arc(share) : nothing}
    </svg>
    <span class="ring-time figures">${stopwatch(seconds)}</span>
    <span class="ring-below">${below}</span>
  </div>`;
}

/** @param {number} share 0 to 1 of the circle, from the top, clockwise */
function arc(share) {
  return svg`<circle class="ring-arc" cx="103" cy="103" r="94" pathLength="100" stroke-dasharray="${(share * 100).toFixed(2)} 200"
    transform="rotate(-90 103 103)"></circle>`;
}

/** @param {View} view @param {Desk} desk */
function nobody({ t }, desk) {
  const count = peopleWaiting(desk);
  if (desk.state === "on_break") {
    return empty("coffee", t("counter.empty.break"), t("counter.empty.break_note"));
  }
  if (count > 0) return empty("door-open", t("counter.empty.ready"), t("counter.empty.ready_note", { count }));
  return empty("armchair", t("counter.empty.nobody"), t("counter.empty.nobody_note"));
}

/** @param {string} picture @param {string} headline @param {string} sentence */
function empty(picture, headline, sentence) {
  return html`<div class="turn-empty" role="status">
    ${icon(picture)}
    <p class="turn-empty-headline">${headline}</p>
    <p class="turn-empty-note">${sentence}</p>
  </div>`;
}

/** @param {string | null} instant @param {number} now */
function secondsSince(instant, now) {
  return instant ? Math.max(0, (now - Date.parse(instant)) / 1000) : 0;
}
