/**
 * How node finds a screen's modules: in the browser every `static/` folder is laid over onedoor/static, so
 * `../js/x.js` in kiosk/static/kiosk/ means onedoor/static/js/x.js. This hook looks there when nothing lies beside.
 */
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join, sep } from "node:path";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SHARED = join(ROOT, "onedoor", "static");

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, next) {
  return next(addressOf(specifier, context.parentURL), context);
}

/** @param {string} specifier @param {string | undefined} parent */
function addressOf(specifier, parent) {
  if (!parent || !specifier.startsWith("../")) return specifier;
  const wanted = fileURLToPath(new URL(specifier, parent));
  const [, inStatic] = wanted.slice(ROOT.length).split(`${sep}static${sep}`);
  if (existsSync(wanted) || !inStatic) return specifier;
  return pathToFileURL(join(SHARED, inStatic)).href;
}
