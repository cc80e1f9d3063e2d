/** Run the JavaScript tests with `node --import ./tests/js/register.js --test tests/js/*.test.js`. */
import { register } from "node:module";

import "./page.js";

register("./resolve.js", import.meta.url);
