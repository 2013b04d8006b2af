// Which pages leave their encoding to a guess.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingCharset } from "./missing-charset.ts";

passiveSuite(missingCharset, {
  finds: [
    ["neither header nor meta", { type: "text/html" }, { technique: "missing" }],
    ["a meta element too far down", { type: "text/html", body: `<!-- ${"x".repeat(1100)} --><meta charset=utf-8>` }],
    ["UTF-7", { type: "text/html; charset=utf-7" }, { technique: "unsafe" }],
    ["UTF-7 in a meta element", { type: "text/html", body: "<meta charset=UTF-7>" }, { technique: "unsafe" }],
  ],
  passes: [
    ["the header", {}],
    ["a meta element", { type: "text/html", body: "<meta charset=utf-8><p>x" }],
    ["the long form", { type: "text/html", body: "<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>" }],
    ["a byte order mark", { type: "text/html", body: "\uFEFF<p>x" }],
    ["JSON", { type: "application/json", body: "{}" }],
  ],
});
