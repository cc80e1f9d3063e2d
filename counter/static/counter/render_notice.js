/** What just happened, in one sentence; a screen reader says it. */
import { html, nothing } from "../vendor/lit-html.js";
import { icon } from "../js/icons.js";

/** @param {import("./state.js").Notice | null} notice @param {import("../js/words.js").Words} t */
export function renderNotice(notice, t) {
  const picture = notice?.kind === "done" ? "check-circle-fill" : "warning-circle-fill";
  return html`<div class="notice-place" role="status" aria-live="polite">
    ${notice ? html`<p class="notice ${notice.kind}">${icon(picture)}<span>${t(notice.key, notice.params)}</span></p>` : nothing}
  </div>`;
}
