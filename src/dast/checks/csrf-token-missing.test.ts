// Which forms another site can send in the visitor's name.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { csrfTokenMissing } from "./csrf-token-missing.ts";

passiveSuite(csrfTokenMissing, {
  finds: [
    ["a form with a session and no token", { headers: [["set-cookie", "sid=abc"]], body: "<form method=post action=/pay><input name=amount></form>" }, { at: "form:/pay", about: "amount" }],
    ["a visitor who has a session", { asked: [["cookie", "session=abc"]], body: "<form method=POST><input name=a></form>" }],
    ["a login", { headers: [["set-cookie", "sid=abc"]], body: "<form method=post><input name=u><input type=password name=p></form>" }, { technique: "login", severity: "low" }],
    ["a password that is changed by GET", { asked: [["cookie", "sid=abc"]], body: "<form><input type=password name=a><input type=password name=b></form>" }],
    ["a hidden field that is no token", { asked: [["cookie", "sid=abc"]], body: "<form method=post><input type=hidden name=step value=2><input name=a></form>" }],
  ],
  passes: [
    ["a token", { headers: [["set-cookie", "sid=abc"]], body: '<form method=post><input type=hidden name=csrf_token value="a8f3kd93kf"><input name=a></form>' }],
    ["a token by its value", { asked: [["cookie", "sid=abc"]], body: '<form method=post><input type=hidden name=t value="Zk3Jx9Qw7Lm2Vb8Nc5Hd"><input name=a></form>' }],
    ["no session", { body: "<form method=post><input name=email></form>" }],
    ["SameSite", { headers: [["set-cookie", "sid=abc; SameSite=Lax"]], body: "<form method=post><input name=a></form>" }],
    ["a search", { asked: [["cookie", "sid=abc"]], body: "<form method=post><input name=search></form>" }],
    ["a token for scripts", { asked: [["cookie", "sid=abc"]], body: '<meta name="csrf-token" content="a8f3kd93kf"><form method=post><input name=a></form>' }],
    ["a form that only reads", { asked: [["cookie", "sid=abc"]], body: "<form><input name=a></form>" }],
  ],
});
