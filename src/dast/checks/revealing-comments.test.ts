// Comments that tell a secret, and those that only use its words.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { revealingComments } from "./revealing-comments.ts";

passiveSuite(revealingComments, {
  finds: [
    ["a password", { body: "<!-- test account: password = Hunter2x -->" }, { technique: "password" }],
    ["a path", { body: "<!-- built in /home/ci/shop/templates/page.html -->" }, { technique: "path" }],
    ["a query", { body: "<!-- select name from users where id = 7 -->" }, { technique: "query" }],
    ["code", { body: "<!-- <?php include 'a.php' ?> -->" }, { technique: "code" }],
    ["a remark on security", { body: "<!-- TODO: check permission here -->" }, { technique: "remark" }],
  ],
  passes: [
    ["a heading", { body: "<!-- password field starts here -->" }],
    ["a rule", { body: "<!-- password: required -->" }],
    ["a conditional comment", { body: "<!--[if IE]><p>/home/x/y/z<![endif]-->" }],
    ["a place on the page", { body: "<!-- begin of /cart/items -->" }],
    ["a text that is no comment", { body: "<p>password = Hunter2x" }],
  ],
});
