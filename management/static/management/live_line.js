/** The line of both manager's pages: each hears the day's figures, and says when it no longer does. */
import { connect } from "../js/connection.js";
import { EVENTS } from "../js/contract.js";
import { goToSignIn } from "./sign_out.js";

/** @typedef {import("../js/contract.js").LivePage} LivePage */

/**
 * @param {{ build: string, clock: import("../js/clock.js").Clock, hear: (live: LivePage) => void,
 *   change: (changes: { lostAt: number | null }) => void }} page
 */
export function followDay({ build, clock, hear, change }) {
  connect({
    screen: "management",
    build,
    clock,
    onSnapshot: hear,
    onEvent: (name, payload) => {
      if (name === EVENTS.STATISTICS_CHANGED) hear(payload.live);
    },
    onLost: () => change({ lostAt: clock.now() }),
    onFound: () => change({ lostAt: null }),
    onNewBuild: () => location.reload(),
    onRefused: goToSignIn,
  });
}
