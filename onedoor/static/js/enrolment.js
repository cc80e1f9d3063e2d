/** A screen that nobody has enrolled: it shows the code that the server answers, until an administrator accepts it. */
import { html } from "../vendor/lit-html.js";
import { post, requestId } from "./api.js";

const ASK_EVERY_MS = 2_000;
const GROUP = 3;

/** Where the administrator types the code. */
export function devicesPage() {
  return `${document.location.host}/management/devices`;
}

/**
 * Ask until this browser is enrolled, then start anew as that screen. A lost answer changes nothing.
 * @param {"kiosk" | "display"} screen @param {(code: string) => void} show
 */
export async function waitToBeEnrolled(screen, show) {
  const answer = await post(`/${screen}/enrolment`, { request_id: requestId() }).catch(() => null);
  if (answer?.enrolled) return location.reload();
  if (answer) show(answer.code);
  setTimeout(() => void waitToBeEnrolled(screen, show), ASK_EVERY_MS);
}

/** In two groups, as people read it to each other. @param {string} code */
export function shownCode(code) {
  return html`<p class="shown-code figures" lang="en" data-code=${code}>
    <span>${code.slice(0, GROUP)}</span> <span>${code.slice(GROUP)}</span>
  </p>`;
}
