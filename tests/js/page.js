/** A page for modules that draw: lit-html needs a document as soon as it is imported. */
import { JSDOM } from "jsdom";

const { window } = new JSDOM('<!doctype html><html lang="lo" data-screen="kiosk"><body></body></html>', {
  url: "http://onedoor.test/kiosk/",
  pretendToBeVisual: true,
});

for (const name of ["document", "Node", "Element", "HTMLElement", "Event", "customElements"]) {
  Object.defineProperty(globalThis, name, { value: window[/** @type {"document"} */ (name)], configurable: true });
}
