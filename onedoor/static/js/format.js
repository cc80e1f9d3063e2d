/**
 * Dates, times and money as Lao offices write them, in Lao and English.
 * The tables are words (`date.*`, `money.*`, `number.*`) that the server reads too: Chromium has no Lao locale data.
 * Times come as ISO 8601 in UTC and are shown in the centre's zone, given as minutes east of UTC.
 */

/** @typedef {import("./words.js").Words} Words */

/** @param {number} kip @param {Words} t  e.g. "15.000 ກີບ", "15,000 LAK" */
export function money(kip, t) {
  return t("money.kip", { amount: wholeNumber(kip, t) });
}

/** @param {number} value @param {Words} t */
export function wholeNumber(value, t) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, t("number.group"));
}

/** 24-hour clock, "09:24". @param {string | number} instant ISO text or milliseconds @param {number} offsetMinutes */
export function clockTime(instant, offsetMinutes) {
  const local = localDate(instant, offsetMinutes);
  return `${twoDigits(local.getUTCHours())}:${twoDigits(local.getUTCMinutes())}`;
}

/** "24/11/2026", the same in both languages. @param {string | number} instant @param {number} offsetMinutes */
export function shortDate(instant, offsetMinutes) {
  const local = localDate(instant, offsetMinutes);
  return `${twoDigits(local.getUTCDate())}/${twoDigits(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
}

/** "24/11/2026 14:05". @param {string | number} instant @param {number} offsetMinutes */
export function shortDateTime(instant, offsetMinutes) {
  return `${shortDate(instant, offsetMinutes)} ${clockTime(instant, offsetMinutes)}`;
}

/** "ວັນອັງຄານ, 24 ພະຈິກ 2026". @param {string | number} instant @param {number} offsetMinutes @param {Words} t */
export function longDate(instant, offsetMinutes, t) {
  const local = localDate(instant, offsetMinutes);
  return t("date.long", {
    weekday: weekday(instant, offsetMinutes, t),
    day: local.getUTCDate(),
    month: t(`date.month.${local.getUTCMonth() + 1}`),
    year: local.getUTCFullYear(),
  });
}

/** "ວັນອັງຄານ". @param {string | number} instant @param {number} offsetMinutes @param {Words} t */
export function weekday(instant, offsetMinutes, t) {
  return t(`date.weekday.${localDate(instant, offsetMinutes).getUTCDay()}`);
}

/** Whether two instants lie on one day of the centre. @param {string | number} one @param {string | number} other @param {number} offsetMinutes */
export function sameDay(one, other, offsetMinutes) {
  return shortDate(one, offsetMinutes) === shortDate(other, offsetMinutes);
}

/** Whole minutes that have passed, never negative. @param {number} seconds */
export function wholeMinutes(seconds) {
  return Math.max(0, Math.floor(seconds / 60));
}

/** A running time, "05:52" or "1:05:52". @param {number} seconds */
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = twoDigits(Math.floor((whole % 3600) / 60));
  const rest = `${minutes}:${twoDigits(whole % 60)}`;
  return whole < 3600 ? rest : `${Math.floor(whole / 3600)}:${rest}`;
}

/** A date whose UTC fields read as the centre's local ones. @param {string | number} instant @param {number} offsetMinutes */
function localDate(instant, offsetMinutes) {
  return new Date(new Date(instant).getTime() + offsetMinutes * 60_000);
}

/** @param {number} value */
function twoDigits(value) {
  return String(value).padStart(2, "0");
}
