// Which answers for one person caches may keep.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { cacheablePrivateContent } from "./cacheable-private-content.ts";

passiveSuite(cacheablePrivateContent, {
  finds: [
    ["a session cookie in an answer that may be shared", { headers: [["set-cookie", "sid=abc"], ["cache-control", "public, max-age=600"]] }, { technique: "shared" }],
    ["a session cookie without a word on caching", { headers: [["set-cookie", "sid=abc"]] }, { technique: "unsaid" }],
    ["a password filled in", { body: '<input type=password value="x9">' }],
    ["one that shared caches may keep", { headers: [["set-cookie", "sid=abc"], ["cache-control", "s-maxage=60"]] }],
  ],
  passes: [
    ["no-store", { headers: [["set-cookie", "sid=abc"], ["cache-control", "no-store"]] }],
    ["private", { headers: [["set-cookie", "sid=abc"], ["cache-control", "private, max-age=60"]] }],
    ["a public page", { headers: [["cache-control", "public, max-age=600"]] }],
    ["an answer to POST", { method: "POST", headers: [["set-cookie", "sid=abc"]] }],
    ["a preference cookie", { headers: [["set-cookie", "theme=dark"], ["cache-control", "public"]] }],
  ],
});
