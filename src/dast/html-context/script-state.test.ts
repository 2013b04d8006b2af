// Where in a script a text stands.
import { describe, expect, it } from "vitest";
import { scriptStateAt } from "./script-state.ts";

const here = "\u2603";

describe("dast/html-context/script-state", () => {
  it.each([
    [`var a = ${here}`, "code"], [`var a = "${here}"`, "double"], [`var a = '${here}'`, "single"], [`var a = 'b\\'${here}'`, "single"], [`var a = 'b\\\\' + ${here}`, "code"],
    ["var a = `b ${here}`".replace("${here}", here), "template"], ["var a = `${ x + HERE }`".replace("HERE", here), "code"], ["var a = `${ {b: 1} } HERE`".replace("HERE", here), "template"],
    [`a = 1 / 2; b = "${here}"`, "double"], [`a = /["]/.test(x) ? ${here} : 1`, "code"], [`a = /b${here}/`, "regex"], [`return /["']${here}/`, "regex"],
    [`// it's ${here}`, "line-comment"], [`// it's\n${here}`, "code"], [`/* it's ${here} */`, "block-comment"], [`/* it's */ ${here}`, "code"], [`<!-- it's ${here}`, "line-comment"],
    [`var a = "never closed\n${here}`, "code"],
  ])("%s is %s", (code, state) => { expect(scriptStateAt(code, code.indexOf(here))).toBe(state); });
});
