import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/", "onedoor/static/vendor/", "onedoor/static/js/contract.js", ".venv/", "data*/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-vars": "error",
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 40, skipComments: true, skipBlankLines: true, IIFEs: true }],
    },
  },
  {
    files: ["tests/js/**"],
    languageOptions: { globals: { ...globals.node, document: "readonly" } },
    rules: { "max-lines-per-function": "off" },
  },
];
