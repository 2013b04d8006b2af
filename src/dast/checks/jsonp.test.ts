// Data that any site can read by including it as a script.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { jsonp } from "./jsonp.ts";

passiveSuite(jsonp, {
  finds: [
    ["a callback", { url: "https://shop.example/d?callback=f1", type: "application/javascript", body: "f1({\"a\":1});" }, { at: "query:callback" }],
    ["behind a comment", { url: "https://shop.example/d?cb=x.y", type: "text/javascript", body: "/**/x.y([1,2])" }],
    ["guarded by typeof", { url: "https://shop.example/d?jsonp=go", type: "application/javascript", body: "/**/ typeof go === 'function' && go({\"a\":1});" }],
    ["with a session", { url: "https://shop.example/d?callback=f1", asked: [["cookie", "sid=1"]], type: "application/javascript", body: "f1({})" }, { severity: "medium" }],
  ],
  passes: [
    ["a fixed function", { url: "https://shop.example/d?x=1", type: "application/javascript", body: "init({\"a\":1})" }],
    ["plain JSON", { url: "https://shop.example/d?callback=f1", type: "application/json", body: "{\"a\":1}" }],
    ["a page", { url: "https://shop.example/d?callback=f1", body: "f1({})" }],
    ["code that is no data", { url: "https://shop.example/d?callback=f1", type: "application/javascript", body: "f1([document.cookie])" }],
  ],
});
