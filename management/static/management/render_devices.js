/** The devices page, drawn from its state alone: the form that accepts a screen, and a card for each device. */
import { html, nothing } from "../vendor/lit-html.js";
import { shortDate } from "../js/format.js";
import { icon } from "../js/icons.js";
import { words } from "../js/words.js";
import { awaitedDevice, entry } from "./devices_state.js";
import { problemLine, renderFrame } from "./frame.js";

/** @typedef {import("./devices_state.js").DevicesState} DevicesState */
/** @typedef {import("./devices_state.js").DeviceLine} DeviceLine */
/** @typedef {import("../js/words.js").Words} Words */
/**
 * @typedef {import("./frame.js").FramePresses & {
 *   accept: (form: HTMLFormElement) => void,
 *   enrolAgain: (device: DeviceLine) => void,
 *   startRenaming: (device: number) => void,
 *   rename: (device: number, name: string) => void,
 *   startRevoking: (device: number) => void,
 *   revoke: (device: number) => void,
 *   giveUp: () => void,
 * }} Presses
 */

/** @type {Readonly<Record<DeviceLine["state"], { mood: string, sign: string }>>} */
const MOODS = {
  enrolled: { mood: "good", sign: "check-circle-fill" },
  accepted: { mood: "calm", sign: "hourglass-medium" },
  late: { mood: "warn", sign: "question-fill" },
  missed: { mood: "warn", sign: "question-fill" },
  revoked: { mood: "bad", sign: "x-circle-fill" },
  not_enrolled: { mood: "warn", sign: "plugs" },
};
/** @type {Readonly<Record<DeviceLine["kind"], string>>} */
const SIGNS = { kiosk: "device-tablet", display: "monitor" };
/** As long before the log tells of it, too. */
const CERTIFICATE_TOLD_BEFORE_MS = 30 * 24 * 3_600_000;
const KINDS = /** @type {const} */ (["kiosk", "display"]);

/** @param {DevicesState} state @param {number} now milliseconds by the server's clock @param {Presses} presses */
export function renderDevices(state, now, presses) {
  const t = words(state.language);
  const { live, role, lostAt, list } = state;
  const content = html`${acceptForm(state, presses, t)}
    <section lang=${t.language}>
      ${list.devices.length
        ? html`<ul class="devices">${list.devices.map((device) => deviceCard(device, state, presses, t))}</ul>`
        : html`<div class="state card">${icon("devices")}<p>${t("management.no_devices")}</p></div>`}
    </section>
    ${certificate(state, now, t)}`;
  const frame = { title: "management.devices_page", centre: live.centre, role, now, lostAt };
  return renderFrame({ ...frame, current: "devices_page" }, content, presses, t);
}

/** @param {DevicesState} state @param {Presses} presses @param {Words} t */
function acceptForm(state, presses, t) {
  const { draft, list, live, sending, problem } = state;
  const halls = list.halls.map((hall) => ({ code: hall.code, name: t.name(hall) }));
  const printers = [{ code: "", name: t("management.no_printer") }, ...live.printers];
  const kinds = KINDS.map((kind) => ({ code: kind, name: t(`management.kind.${kind}`) }));
  return html`<form class="accept card" lang=${t.language} autocomplete="off" @submit=${sendBy(presses.accept)}>
    <h2>${t("management.accept_title")}</h2>
    <p class="accept-hint">${t("management.accept_hint")}</p>
    <div class="accept-fields">
      <label class="accept-code">${t("management.code")}<input name="code" class="figures" required maxlength="12" autocapitalize="characters" spellcheck="false"></label>
      <label>${t("management.device_name")}<input name="name" required maxlength="60" .value=${draft.name}></label>
      ${choice("kind", kinds, draft.kind, t)} ${choice("hall", halls, draft.hall, t)}
      ${choice("its_printer", printers, draft.printer, t)}
      <button class="button main" ?disabled=${sending}>${icon("check-circle-fill")}${t("management.accept")}</button>
    </div>
    ${problemLine(problem)}
    <div class="awaited" role="status">${awaited(state, presses, t)}</div>
  </form>`;
}

/** What came of the code that was accepted last: whoever mistyped it is told here. @param {DevicesState} state @param {Presses} presses @param {Words} t */
function awaited(state, { enrolAgain }, t) {
  const device = awaitedDevice(state);
  if (!device) return nothing;
  const mark = html`<p class="device-state ${MOODS[device.state].mood}">
    ${icon(MOODS[device.state].sign)}${device.name}: ${t(`management.device.${device.state}`, { time: since(device, state) })}
  </p>`;
  if (device.state !== "late" && device.state !== "missed") return mark;
  return html`${mark}
    <button class="button" type="button" data-way="retype" @click=${() => enrolAgain(device)}>
      ${icon("arrow-counter-clockwise")}${t("management.retype")}
    </button>`;
}

/** @param {(form: HTMLFormElement) => void} send @returns {(event: SubmitEvent) => void} */
function sendBy(send) {
  return (event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (event.currentTarget));
  };
}

/** @param {"kind" | "hall" | "its_printer"} what @param {{ code: string, name: string }[]} options @param {string} chosen @param {Words} t */
function choice(what, options, chosen, t) {
  return html`<label>${t(`management.${what}`)}
    <select name=${what.replace("its_", "")}>
      ${options.map(({ code, name }) => html`<option value=${code} .selected=${code === chosen}>${name}</option>`)}
    </select>
  </label>`;
}

/** @param {DeviceLine} device @param {DevicesState} state @param {Presses} presses @param {Words} t */
function deviceCard(device, state, presses, t) {
  const { mood, sign } = MOODS[device.state];
  return html`<li class="device card" data-device=${device.name} data-state=${device.state}>
    <div class="device-facts">
      ${icon(SIGNS[device.kind])}
      ${state.renaming === device.device ? renameForm(device, state, presses, t) : html`<h3>${device.name}</h3>`}
      <p class="device-place">${place(device, state, t)}</p>
      <p class="device-state ${mood}">${icon(sign)}${t(`management.device.${device.state}`, { time: since(device, state) })}</p>
    </div>
    ${state.renaming === device.device ? nothing : html`<div class="device-ways">${waysNow(device, state, presses, t)}</div>`}
  </li>`;
}

/** @param {DeviceLine} device @param {DevicesState} state @param {Words} t */
function place({ kind, hall, printer }, { list, live }, t) {
  const its = list.halls.find(({ code }) => code === hall);
  const parts = [t(`management.kind.${kind}`), its ? t.name(its) : hall];
  if (kind === "kiosk") parts.push(live.printers.find(({ code }) => code === printer)?.name ?? t("management.no_printer"));
  return parts.join(" · ");
}

/** @param {DeviceLine} device @param {DevicesState} state */
function since({ state, enrolled_at: enrolled, revoked_at: revoked }, { live }) {
  const when = state === "revoked" ? revoked : enrolled;
  return when ? shortDate(when, live.centre.utc_offset_minutes) : "";
}

/** @param {DeviceLine} device @param {DevicesState} state @param {Presses} presses @param {Words} t */
function waysNow(device, state, presses, t) {
  return state.revoking === device.device ? sureWays(device, state, presses, t) : ways(device, presses, t);
}

/** @param {DeviceLine} device @param {Presses} presses @param {Words} t */
function ways(device, { startRenaming, enrolAgain, startRevoking }, t) {
  return html`
    <button class="button" type="button" data-way="rename" @click=${() => startRenaming(device.device)}>${icon("pencil-simple")}${t("management.rename")}</button>
    <button class="button" type="button" data-way="again" @click=${() => enrolAgain(device)}>${icon("arrow-counter-clockwise")}${t("management.enrol_again")}</button>
    ${device.state === "revoked"
      ? nothing
      : html`<button class="button" type="button" data-way="revoke" @click=${() => startRevoking(device.device)}>${icon("prohibit")}${t("management.revoke")}</button>`}
  `;
}

/** @param {DeviceLine} device @param {DevicesState} state @param {Presses} presses @param {Words} t */
function sureWays({ device }, { sending }, { revoke, giveUp }, t) {
  return html`
    <button class="button sure" type="button" data-way="sure" ?disabled=${sending} @click=${() => revoke(device)}>${icon("prohibit")}${t("management.revoke_sure")}</button>
    <button class="button" type="button" @click=${giveUp}>${t("common.cancel")}</button>
  `;
}

/** @param {DeviceLine} device @param {DevicesState} state @param {Presses} presses @param {Words} t */
function renameForm({ device, name }, { sending }, { rename, giveUp }, t) {
  const send = sendBy((form) => rename(device, entry(form, "name")));
  return html`<form class="rename" @submit=${send}>
    <input name="name" required maxlength="60" .value=${name} aria-label=${t("management.device_name")}>
    <button class="button" ?disabled=${sending}>${t("management.save")}</button>
    <button class="button" type="button" @click=${giveUp}>${t("common.cancel")}</button>
  </form>`;
}

/** @param {DevicesState} state @param {number} now @param {Words} t */
function certificate({ certificateEnds, live }, now, t) {
  if (!certificateEnds) return nothing;
  const endsSoon = Date.parse(certificateEnds) - now < CERTIFICATE_TOLD_BEFORE_MS;
  const time = shortDate(certificateEnds, live.centre.utc_offset_minutes);
  return html`<p class="certificate ${endsSoon ? "warn" : ""}" lang=${t.language}>
    ${icon(endsSoon ? "warning-circle-fill" : "certificate")}${t("management.certificate", { time })}
  </p>`;
}
