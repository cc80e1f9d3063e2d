/**
 * uPlot asks for the browser's language when it is loaded, and a browser under the POSIX locale names one that is no
 * language tag (`en-US@posix`), by which the whole page would fail. Imported before uPlot.
 */
export function mendLanguage(/** @type {{ language: string }} */ browser) {
  try {
    new Intl.NumberFormat(browser.language);
  } catch {
    Object.defineProperty(browser, "language", { value: "en-US" });
  }
}

if (globalThis.navigator) mendLanguage(navigator);
