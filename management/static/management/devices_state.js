/** What the devices page knows: the devices as they are now, what is being filled in, and how the last command went. */

/** @typedef {import("../js/contract.js").DeviceList} DeviceList */
/** @typedef {import("../js/contract.js").DeviceLine} DeviceLine */
/** @typedef {import("../js/contract.js").LivePage} LivePage */
/** @typedef {{ name: string, kind: DeviceLine["kind"], hall: string, printer: string }} Draft */
/**
 * @typedef {object} DevicesState
 * @property {"lo" | "en"} language
 * @property {string} role
 * @property {LivePage} live
 * @property {number | null} lostAt
 * @property {DeviceList} list
 * @property {string | null} certificateEnds until when the certificate of https is valid
 * @property {string | null} awaited the name of the device for which a code was accepted here
 * @property {Draft} draft what the form for a new screen begins with
 * @property {boolean} sending whether a command is under way
 * @property {string | null} problem why the last command was refused, in words
 * @property {number | null} renaming the device whose name is being changed
 * @property {number | null} revoking the device of which is asked whether it is really to be revoked
 */

/** @type {Draft} */
export const EMPTY = { name: "", kind: "kiosk", hall: "", printer: "" };

/** @param {import("../js/page.js").Page<LivePage>} page @param {"lo" | "en"} language @returns {DevicesState} */
export function firstState(page, language) {
  const list = /** @type {DeviceList} */ (page.devices);
  const certificateEnds = /** @type {string | null} */ (page.certificate_ends);
  const facts = { language, role: String(page.role), live: page.snapshot, lostAt: null, list, certificateEnds };
  return { ...facts, awaited: null, draft: EMPTY, sending: false, problem: null, renaming: null, revoking: null };
}

/** A screen is to take over this device. @param {DeviceLine} device @returns {Draft} */
export function draftOf({ name, kind, hall, printer }) {
  return { name, kind, hall, printer: printer ?? "" };
}

/** The device for which a code was accepted here, as it is now. @param {DevicesState} state */
export function awaitedDevice({ awaited, list }) {
  return list.devices.find(({ name }) => name === awaited);
}

/** What is sent to accept a screen. @param {HTMLFormElement} form */
export function acceptance(form) {
  const [code, name, kind, hall, printer] = ["code", "name", "kind", "hall", "printer"].map((name) => entry(form, name));
  return { code, name, kind, hall, printer: printer || null };
}

/** What was entered in the field of this name. @param {HTMLFormElement} form @param {string} name */
export function entry(form, name) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name)).value;
}

/** @param {number} device */
export function nameAddress(device) {
  return `/management/devices/${device}/name`;
}

/** @param {number} device */
export function revocationAddress(device) {
  return `/management/devices/${device}/revocation`;
}
