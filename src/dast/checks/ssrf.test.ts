// Server-side request forgery on the range: documents of the target itself are the proof, no outside server is needed.
import { fetched } from "../../../test/dast/range/fetching.ts";
import { heardSuite } from "../../../test/dast/range/heard.suite.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/ssrf.ts";
import { ssrf } from "./ssrf.ts";

checkSuite(ssrf, cases, () => ({}), { every: 5 });

heardSuite(ssrf, [
  { name: "a URL that is fetched and never shown", value: "http://images.example/a.png", takes: fetched, technique: "out-of-band:url" },
  { name: "a host in a form", by: "form", value: "images.example", takes: (host) => fetched(`http://${host}`), technique: "out-of-band:host" },
  { name: "a URL that must begin with a friend's", value: "http://images.example", takes: (url) => (url.startsWith("http://images.example") ? fetched(url) : Promise.resolve()), technique: "out-of-band:user-information" },
  { name: "hosts from a list", value: "http://images.example/a.png", takes: (url) => (new URL(url).hostname === "images.example" ? fetched(url) : Promise.resolve()), technique: undefined },
  { name: "a URL that is kept as text", by: "json", value: "http://images.example/a.png", takes: () => Promise.resolve(), technique: undefined },
]);
