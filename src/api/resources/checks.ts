// Checks and profiles: what a scan can look for, what each may do, and which profile allows it.
import { Check, DastProfile } from "../../contract/dast.ts";
import { shownCheck } from "../dast-shown.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const list = door({
  id: "listChecks", method: "GET", path: "/checks", tag: "checks", answer: ItemsOf(Check), summary: "Checks of tests from outside, with the profiles that run them",
  handle: async ({ app }) => ({ items: app.dast.checks().map(shownCheck) }),
});

const profileList = door({
  id: "listScanProfiles", method: "GET", path: "/scan-profiles", tag: "checks", answer: ItemsOf(DastProfile), summary: "Profiles of scans: what each may do, how much and how fast",
  handle: async ({ app }) => ({ items: app.dast.profiles() }),
});

export const checks: Resource = { tag: "checks", about: "What tests from outside look for", doors: [list, profileList] };
