// Coverage: what the numbers rest on.
import { Coverage } from "../../contract/advisories.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const get = door({
  id: "getCoverage", method: "GET", path: "/coverage", tag: "coverage", answer: Coverage, summary: "What is watched and what cannot be seen: shown wherever a count could be read as all clear",
  handle: ({ app, org }) => app.coverage(org),
});

export const coverage: Resource = { tag: "coverage", about: "What the numbers rest on", doors: [get] };
