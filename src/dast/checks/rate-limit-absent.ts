// Logins that take one wrong password after the other without slowing down, locking or asking for more.
import type { RouteCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { median } from "../compare/baseline-of.ts";
import type { Exchange } from "../exchange.ts";
import { attempt, isHeldBack, loginFieldsOf, loginLook, looksAlike } from "../login/login-form.ts";

/** NIST SP 800-63B section 5.2.2 allows at most 100 in a row; what people call a limit is far below. */
const attempts = 30;

const headOf = ({ reply }: Exchange): number => reply?.headMs ?? 0;

/** Identity: the login's route. A name that nobody has is tried: no person is locked out. */
export const rateLimitAbsent = defineCheck<RouteCheck>({
  id: "rate-limit-absent", about: "A login takes any number of wrong passwords.", title: "No limit on password attempts",
  cwe: 307, owasp: ["A07", "API4"], severity: "medium", risk: "load", attackClass: "brute-force", on: "route",
  remediation: "Slow attempts down by name and by address after a few wrong ones, and ask for a second factor. Tell the owner of the account.",
  fits: (route) => loginFieldsOf(route) !== undefined,
  async *probe(route, tools) {
    const fields = loginFieldsOf(route);
    if (fields === undefined) return;
    const user = tools.seed.word("nobody", 9);
    const sent = Array.from({ length: attempts }, (_, at) => tools.seed.word(`guess ${at}`, 12));
    const asked: Exchange[] = [];
    for (const password of sent) {
      const exchange = await attempt(route, fields, { user, password }, tools);
      asked.push(exchange);
      if (isHeldBack(exchange) || (exchange.reply?.status ?? 500) >= 500) return;
      // A change in the answer is the system's reaction, whatever its words.
      const [first] = asked;
      if (first !== undefined && !looksAlike(loginLook(exchange, [user, ...sent]), loginLook(first, [user, ...sent]))) return;
    }
    const [first, last] = [asked[0], asked.at(-1)];
    if (first === undefined || last === undefined || median(asked.slice(-8).map(headOf)) > median(asked.slice(0, 8).map(headOf)) * 4 + 200) return;
    yield { technique: "attempts", confidence: "firm", because: `${attempts} wrong passwords for one name were all answered alike (${first.reply?.status ?? 0}), without a delay.`, steps: [{ role: "attack", exchange: first, shows: "The first wrong password." }, { role: "attack", exchange: asked[attempts >> 1] ?? last, shows: `The ${(attempts >> 1) + 1}th.` }, { role: "attack", exchange: last, shows: `The ${attempts}th, answered as the first.` }] };
  },
});
