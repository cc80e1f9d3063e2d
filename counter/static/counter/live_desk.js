/** The live line of the counter that is open here; none while the clerk chooses. */
import { EVENTS } from "../js/contract.js";
import { connect } from "../js/connection.js";

/**
 * @param {{
 *   build: string, clock: import("../js/clock.js").Clock,
 *   dispatch: (happening: import("./state.js").Happening) => void,
 * }} page
 * @param {typeof connect} [open] replaced in tests
 */
export function createLiveDesk({ build, clock, dispatch }, open = connect) {
  /** @type {{ counter: number, close: () => void, refresh: () => void } | null} */
  let line = null;

  /** @param {number} counter */
  const openLine = (counter) =>
    open({
      screen: "counter",
      counter,
      build,
      clock,
      onSnapshot: (desk, { version }) => dispatch({ type: "desk_came", desk, version }),
      onEvent: (name, payload) => onEvent(name, payload),
      onLost: () => dispatch({ type: "line_lost", at: clock.now() }),
      onFound: () => dispatch({ type: "line_found" }),
      onNewBuild: () => location.reload(),
      onRefused: () => dispatch({ type: "desk_left" }),
    });

  /** A printer's state is part of the desk, so a change of it asks for the desk. @param {string} name @param {import("../js/connection.js").EventPayload} payload */
  function onEvent(name, { desk, version = 0 }) {
    if (name === EVENTS.DESK_CHANGED) dispatch({ type: "desk_came", desk, version });
  }

  return {
    /** @param {number | null} counter */
    follow(counter) {
      if (counter === (line?.counter ?? null)) return;
      line?.close();
      line = counter === null ? null : { counter, ...openLine(counter) };
    },
    refresh() {
      line?.refresh();
    },
  };
}
