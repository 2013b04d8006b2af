// Development tools by what only their pages hold.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { debugPage } from "./debug-page.ts";

passiveSuite(debugPage, {
  finds: [
    ["Django", { status: 404, body: "<p>You're seeing this error because you have <code>DEBUG = True</code> in your" }, { about: "Django debug mode" }],
    ["Werkzeug", { status: 500, body: "<title>ZeroDivisionError: x // Werkzeug Debugger</title>" }, { severity: "high" }],
    ["phpinfo", { body: '<title>PHP 8.2.1 - phpinfo()</title><h1 class="p">PHP Version 8.2.1' }],
    ["Symfony by a header", { headers: [["X-Debug-Token", "1a2b3c"]] }, { technique: "header" }],
    ["Spring Boot", { status: 404, body: "<h1>Whitelabel Error Page</h1>" }],
  ],
  passes: [
    ["a page", {}],
    ["a text about phpinfo", { body: "<p>Call phpinfo() to see your PHP Version" }],
    ["a header of another name", { headers: [["x-request-id", "1a2b3c"]] }],
    ["a text about debug mode", { body: "<p>Set DEBUG = True while you develop" }],
  ],
});
