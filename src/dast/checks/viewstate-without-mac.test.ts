// Which view states the server would read back from anybody.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { viewstateWithoutMac } from "./viewstate-without-mac.ts";

const state = (...bytes: number[]): string => Buffer.from(bytes).toString("base64");

passiveSuite(viewstateWithoutMac, {
  finds: [
    ["a pair of nothing without a signature", { body: `<input type=hidden name=__VIEWSTATE value="${state(0xff, 1, 0x0f, 0x64, 0x64)}">` }, { technique: "asp.net" }],
    ["texts and lists without a signature", { body: `<input name=__VIEWSTATE value="${state(0xff, 1, 0x0f, 0x05, 2, 0x68, 0x69, 0x16, 2, 0x02, 7, 0x67)}">` }],
    ["a plain Java object", { body: `<input name=javax.faces.ViewState value="${state(0xac, 0xed, 0, 5, 0x73, 0x72)}">` }, { technique: "jsf" }],
    ["a compressed one", { body: `<input name=jakarta.faces.ViewState value="${state(0x1f, 0x8b, 8, 0, 0, 0)}">` }],
  ],
  passes: [
    ["a signature of 20 bytes behind it", { body: `<input name=__VIEWSTATE value="${state(0xff, 1, 0x0f, 0x64, 0x64, ...Array.from({ length: 20 }, (_, at) => at * 7))}">` }],
    ["an encrypted one", { body: `<input name=__VIEWSTATE value="${state(0x7a, 0x33, 0x91, 0x5c, 0x28)}">` }],
    ["a view state on the server", { body: '<input name=javax.faces.ViewState value="-2345:6789">' }],
    ["another field", { body: `<input name=state value="${state(0xff, 1, 0x64)}">` }],
    ["an empty one", { body: "<input name=__VIEWSTATE value=''>" }],
  ],
});
