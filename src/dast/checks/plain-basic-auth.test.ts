// Which systems ask for a password over http.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { plainBasicAuth } from "./plain-basic-auth.ts";

passiveSuite(plainBasicAuth, {
  finds: [
    ["Basic", { url: "http://shop.example/a", status: 401, headers: [["www-authenticate", 'Basic realm="x"']] }, { technique: "basic", severity: "medium" }],
    ["Digest", { url: "http://shop.example/a", status: 401, headers: [["www-authenticate", 'Digest realm="x"']] }, { severity: "low" }],
    ["one of several schemes", { url: "http://shop.example/a", status: 401, headers: [["www-authenticate", "Negotiate, basic"]] }],
    ["a proxy", { url: "http://shop.example/a", status: 407, headers: [["proxy-authenticate", "Basic"]] }],
  ],
  passes: [
    ["https", { status: 401, headers: [["www-authenticate", "Basic"]] }],
    ["Bearer", { url: "http://shop.example/a", status: 401, headers: [["www-authenticate", "Bearer"]] }],
    ["a refusal without asking", { url: "http://shop.example/a", status: 401 }],
    ["another status", { url: "http://shop.example/a", status: 200, headers: [["www-authenticate", "Basic"]] }],
  ],
});
