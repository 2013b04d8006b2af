// How runtimes and databases print failures, and prose that only speaks of them.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { stackTrace } from "./stack-trace.ts";

passiveSuite(stackTrace, {
  finds: [
    ["Java", { status: 500, body: "java.lang.IllegalStateException: no\n\tat com.acme.Shop.pay(Shop.java:12)\n\tat com.acme.Main.main(Main.java:3)" }, { about: "java" }],
    ["Python", { status: 500, body: "<pre>Traceback (most recent call last):\n  File &quot;/srv/app.py&quot;, line 3, in f" }, { about: "python" }],
    ["PHP", { body: "<b>Warning</b>:  fopen(x): failed to open stream in <b>/var/www/a.php</b> on line <b>7</b>" }, { about: "php" }],
    ["Node", { status: 500, type: "application/json", body: JSON.stringify({ stack: "Error: x\n    at f (/srv/app/a.js:1:2)\n    at g (/srv/app/b.js:3:4)" }) }, { about: "node" }],
    ["Ruby", { status: 500, body: "app/models/a.rb:12:in `find'" }, { about: "ruby" }],
    ["Go", { status: 500, type: "text/plain", body: "panic: x\n\ngoroutine 7 [running]:\nmain.f(0x1)\n\t/srv/a.go:3" }, { about: "go" }],
    [".NET", { status: 500, body: "   at Acme.Shop.Pay(Int32 id) in C:\\src\\Shop.cs:line 12" }, { about: "dotnet" }],
    ["MySQL", { body: "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version" }, { about: "mysql" }],
    ["Oracle", { body: "ORA-00933: SQL command not properly ended" }, { technique: "database:oracle" }],
  ],
  passes: [
    ["a plain error page", { status: 500, body: "<h1>Something went wrong</h1><p>Id 4711" }],
    ["prose on exceptions", { body: "<p>A NullPointerException at runtime is an error in the program." }],
    ["the word traceback", { body: "<p>Traceback (most recent call last) is how Python begins." }],
    ["a warning to people", { body: "<b>Warning</b>: prices in cart on line 3 may change" }],
    ["a script that has messages", { type: "text/javascript", body: "throw new Error('ORA-00933: x y z w')" }],
  ],
});
