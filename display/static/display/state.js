/** What the hall screen knows. The board comes whole from the server; all else is about this screen itself. */

/** @typedef {import("../js/contract.js").Board} Board */
/** @typedef {import("../js/contract.js").Call} Call */
/**
 * @typedef {object} HallState
 * @property {"lo" | "en"} language which of the two stands first
 * @property {boolean} enrolled whether the server knows this browser as a hall screen
 * @property {string} code what such a browser shows until an administrator accepts it
 * @property {Board | null} board the last true board, kept when the connection is lost
 * @property {number | null} lostAt milliseconds since 1970 by the server's clock
 * @property {number | null} announced the call that flashes now
 * @property {boolean} silent the browser wants a touch before it plays sounds
 * @property {number} feeTurn grows by one with each change of the foot line
 */

/** @param {import("../js/page.js").Page<Board | null>} page @returns {HallState} */
export function firstState(page) {
  return {
    language: page.language,
    enrolled: page.enrolled !== false,
    code: "",
    board: page.snapshot,
    lostAt: null,
    announced: null,
    silent: false,
    feeTurn: 0,
  };
}

/** Draws from the level only: an announced call that the board does not show changes nothing. @param {HallState} state @param {Call} call */
export function isAnnounced(state, call) {
  return state.announced === call.call_id;
}

/** The service whose fee stands on the foot line now. @param {HallState} state */
export function feeOnTurn({ board, feeTurn }) {
  return board?.fees.length ? (board.fees[feeTurn % board.fees.length] ?? null) : null;
}
