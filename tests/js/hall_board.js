/** A hall's board as the server sends it. */

/** @typedef {import("../../display/static/display/state.js").HallState} HallState */

/** @param {number} id @param {string} number @param {number} counter */
export function call(id, number, counter) {
  return { call_id: id, number, counter, called_at: "2026-11-24T02:41:00Z" };
}

/** @type {import("../../onedoor/static/js/contract.js").CentreFacts} */
export const CENTRE = {
  code: "luang-prabang",
  name_lo: "ສູນບໍລິການປະຕູດຽວ ແຂວງຫຼວງພະບາງ",
  name_en: "Luang Prabang One Door Service Center",
  utc_offset_minutes: 420,
  opening_hours: ["08:00–12:00", "13:00–16:00"],
  logo: null,
};

/** @param {Partial<import("../../display/static/display/state.js").Board>} [changes] */
export function board(changes = {}) {
  return {
    centre: CENTRE,
    service_day: "2026-11-24",
    hall: "main",
    current: call(9, "A015", 3),
    earlier: [call(8, "L042", 1), call(7, "A014", 2)],
    fees: [
      { name_lo: "ໃບຢັ້ງຢືນທີ່ຢູ່", name_en: "Residence certificate", fee_kip: 10_000, processing_days: 1 },
      { name_lo: "ຈົດທະບຽນການເກີດ", name_en: "Birth registration", fee_kip: 0, processing_days: 0 },
    ],
    ...changes,
  };
}

/** @param {Partial<HallState>} [changes] @returns {HallState} */
export function hall(changes = {}) {
  return {
    language: "lo",
    enrolled: true,
    code: "",
    board: board(),
    lostAt: null,
    announced: null,
    silent: false,
    feeTurn: 0,
    ...changes,
  };
}
