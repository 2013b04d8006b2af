// Which opened sites keep a handle on the page.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { tabnabbing } from "./tabnabbing.ts";

passiveSuite(tabnabbing, {
  finds: [
    ["a new tab", { body: "<a target=_blank href=https://a.example/>x</a>" }, { severity: "info" }],
    ["a named tab", { body: "<a target=x href=https://a.example/>x</a>" }],
    ["rel=opener", { body: "<a target=_blank rel=opener href=https://a.example/>x</a>" }, { severity: "low" }],
    ["a form", { body: "<form target=_blank action=https://a.example/></form>" }],
  ],
  passes: [
    ["noopener", { body: "<a target=_blank rel='nofollow noopener' href=https://a.example/>x</a>" }],
    ["noreferrer", { body: "<a target=_blank rel=noreferrer href=https://a.example/>x</a>" }],
    ["its own page", { body: "<a target=_blank href=/x>x</a>" }],
    ["the same tab", { body: "<a href=https://a.example/>x</a>" }],
  ],
});
