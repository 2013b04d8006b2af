// Logins and resets whose answers tell whether a name exists: names that most systems have, against names that nobody has.
import type { RouteCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { attempt, isHeldBack, loginFieldsOf, loginLook, looksAlike, refusedTwice } from "../login/login-form.ts";

const usual = ["admin", "user", "test", "root", "guest", "demo"];

/** Identity: the login's route. Tentative: that the name exists is inferred, nobody has said so. */
export const userEnumeration = defineCheck<RouteCheck>({
  id: "user-enumeration", about: "A login tells which names exist.", title: "Names of users can be found out",
  cwe: 204, owasp: ["A07"], severity: "low", risk: "write", attackClass: "brute-force", on: "route",
  remediation: "Answer a wrong name as a wrong password: the same words, status and time. Do the same where passwords are reset and accounts are made.",
  fits: (route) => loginFieldsOf(route) !== undefined,
  async *probe(route, tools) {
    const fields = loginFieldsOf(route);
    const nobody = fields === undefined ? undefined : await refusedTwice(route, fields, tools, "enumeration");
    if (fields === undefined || nobody === undefined) return;
    const [refused, second] = nobody.exchanges;
    for (const user of usual) {
      const password = tools.seed.word(`no password of ${user}`, 12);
      const one = await attempt(route, fields, { user, password }, tools);
      if (isHeldBack(one)) return;
      const differs = (exchange: typeof one, sent: readonly string[]): boolean => (exchange.reply?.status ?? 500) < 500 && !looksAlike(loginLook(exchange, [...sent, ...nobody.names]), loginLook(refused, [...sent, ...nobody.names]));
      if (!differs(one, [user, password])) continue;
      // A name of the same length and kind, but nobody's: what differs must not be the length or the shape.
      const made = tools.seed.word(`nobody like ${user}`, user.length);
      const control = await attempt(route, fields, { user: made, password }, tools);
      const fresh = tools.seed.word(`again ${user}`, 12);
      const again = await attempt(route, fields, { user, password: fresh }, tools);
      const sent = [user, password, fresh];
      if (isHeldBack(control) || isHeldBack(again) || differs(control, [made, password]) || !looksAlike(loginLook(again, sent), loginLook(one, sent))) continue;
      yield { technique: "answer", confidence: "tentative", because: `A wrong password for ${user} is answered otherwise than names that nobody has.`, steps: [{ role: "baseline", exchange: refused, shows: "A name that nobody has." }, { role: "baseline", exchange: second, shows: "Another one, answered alike." }, { role: "attack", exchange: one, shows: `${user} with a wrong password is answered otherwise.` }, { role: "control", exchange: control, shows: "A made-up name of the same length is answered like the others." }, { role: "attack", exchange: again, shows: "The same again." }] };
      return;
    }
  },
});
