import assert from "node:assert/strict";
import { test } from "node:test";

import { notEnrolled } from "../../kiosk/static/kiosk/render_states.js";
import { useWords, words } from "../../onedoor/static/js/words.js";
import { draw, realWords, seen } from "./drawing.js";

useWords(realWords());

test("a kiosk that is not enrolled shows its code in two groups, and where it is typed", () => {
  const element = draw(notEnrolled("ACDEFG", words("en")));
  assert.equal(seen(element.querySelector(".shown-code")), "ACD EFG");
  assert.match(seen(element), /type this code at \S*\/management\/devices/);
});
