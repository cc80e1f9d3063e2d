/** Which request a press means. Every command names the turn and the state that the clerk saw. */

/** @typedef {import("./state.js").Desk} Desk */
/** @typedef {import("./state.js").Turn} Turn */
/** `name` is what the page marks as running; the body still lacks its request_id. */
/** @typedef {{ name: string, url: string, body: Record<string, string | number | null> }} Command */

/**
 * What the one golden key does now; null when there is nothing to do.
 * @param {Desk} desk @returns {Command | null}
 */
export function goldenCommand(desk) {
  const golden = { name: "golden" };
  switch (desk.golden) {
    case "call_next":
      return { ...golden, url: `/counter/${desk.counter}/calls`, body: { turn: null, state: null } };
    case "finish_and_call_next":
      return desk.turn && { ...golden, url: `/counter/${desk.counter}/calls`, body: seen(desk.turn) };
    case "start":
    case "finish":
      return desk.turn && { ...turnCommand(desk, desk.turn, desk.golden), ...golden };
    case "return_from_break":
      return { ...golden, url: `/counter/${desk.counter}/return-from-break`, body: {} };
    default:
      return null;
  }
}

/**
 * @param {Desk} desk @param {Turn} turn
 * @param {string} action as the desk names it: recall, start, finish, no_show, return, hold, resume, cancel, call
 * @returns {Command}
 */
export function turnCommand(desk, turn, action) {
  const url = `/counter/${desk.counter}/turns/${turn.turn}/${action.replace("_", "-")}`;
  const name = turn.turn === desk.turn?.turn ? action : `${action}:${turn.turn}`;
  return { name, url, body: { state: turn.status } };
}

/** @param {Desk} desk @param {Turn} turn @param {string} service @returns {Command} */
export function transferCommand(desk, turn, service) {
  const command = turnCommand(desk, turn, "transfer");
  return { ...command, body: { ...command.body, service } };
}

/** @param {number} counter @param {"opening" | "closing" | "break"} action @returns {Command} */
export function counterCommand(counter, action) {
  return { name: action, url: `/counter/${counter}/${action}`, body: {} };
}

/** @param {Turn} turn */
function seen(turn) {
  return { turn: turn.turn, state: turn.status };
}
