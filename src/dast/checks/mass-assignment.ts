// Records that take members nobody offered: a role, a balance, a mark of approval set by who is not entitled.
import { bodyKind, memberNames, renewed, withMembers } from "../assignment/body-members.ts";
import { hiddenWords, isPrivileged, oftenHidden } from "../assignment/privileged.ts";
import { isDone, membersOf, readAll, readersOf } from "../assignment/read-back.ts";
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

/** What one write left: its own answer and what is read elsewhere afterwards. */
interface Written { write: Exchange; read: readonly Exchange[] }

async function write(route: Route, members: Readonly<Record<string, unknown>>, round: string, tools: Tools): Promise<Written> {
  const exchange = await tools.send(withMembers(renewed(route.request, tools.seed, round), members));
  return { write: exchange, read: isDone(exchange) ? await readAll(readersOf(route, exchange, tools.routes()), tools) : [] };
}

/** Another value of the same kind, by which it is known again. Words of a list stay in it. */
function otherThan(value: unknown, word: string, number: number): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + number;
  return Array.isArray(value) ? [word] : word;
}

const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other) || (typeof one === "number" && Number(other) === one && other !== "");
const holds = (exchange: Exchange, name: string, value: unknown): boolean => membersOf(exchange).get(name)?.some((one) => sameValue(value, one)) ?? false;

interface Taken { name: string; value: unknown; where: Exchange; isElsewhere: boolean }

/** The members that are read back with our value: elsewhere, or in the write's own answer where that is no echo. */
function takenIn({ write: own, read }: Written, members: Readonly<Record<string, unknown>>, before: readonly Exchange[], echoes: boolean): Taken[] {
  return Object.entries(members).flatMap(([name, value]): Taken[] => {
    if (before.some((exchange) => holds(exchange, name, value))) return [];
    const elsewhere = read.find((exchange) => holds(exchange, name, value));
    if (elsewhere !== undefined) return [{ name, value, where: elsewhere, isElsewhere: true }];
    return !echoes && holds(own, name, value) ? [{ name, value, where: own, isElsewhere: false }] : [];
  });
}

async function* inRecords(route: Route, tools: Tools): AsyncGenerator<Proof> {
  const plain = await write(route, {}, "plain", tools);
  if (!isDone(plain.write)) return;
  const odd = tools.seed.word("unknown member", 11);
  const control = await write(route, { [odd]: tools.seed.word("unknown value", 9) }, "control", tools);
  const echoes = !isDone(control.write) || holds(control.write, odd, tools.seed.word("unknown value", 9));
  const keepsAll = control.read.some((exchange) => holds(exchange, odd, tools.seed.word("unknown value", 9)));
  const known = memberNames(route.request);
  const all = [plain.write, ...plain.read];
  const seen = new Map(all.flatMap((exchange) => [...membersOf(exchange)]).flatMap(([name, [value]]) => (isPrivileged(name) && !known.has(name) && !route.parameters.some((one) => one.name === name || one.name.endsWith(`/${name}`)) ? [[name, value] as const] : [])));
  const told = new Set<string>();
  for (const attempt of attemptsOf(seen, known, tools, keepsAll)) {
    const first = await write(route, attempt(1), "first", tools);
    const taken = takenIn(first, attempt(1), all, echoes).filter(({ name }) => !told.has(name));
    if (taken.length === 0) continue;
    // A truth value has one other: it is set back first, to be seen changing again.
    if (Object.values(attempt(1)).some((value) => typeof value === "boolean")) await write(route, Object.fromEntries(seen), "between", tools);
    const second = await write(route, attempt(2), "second", tools);
    const again = new Set(takenIn(second, attempt(2), all, echoes).map(({ name }) => name));
    for (const one of taken.filter(({ name }) => again.has(name))) {
      told.add(one.name);
      yield proofOf(route, one, { plain, control, first });
    }
  }
  if (told.size > 0) await setBack(route, seen, tools);
}

/** All at once; then, because one refused member refuses all, those that were seen one by one. What is kept whatever its name proves nothing by guessing. */
function* attemptsOf(seen: ReadonlyMap<string, unknown>, known: ReadonlySet<string>, { seed }: Tools, keepsAll: boolean): Generator<(round: number) => Record<string, unknown>> {
  const word = (round: number): string => seed.word(`value/${round}`, 8);
  const number = (round: number): number => seed.number(`number/${round}`, 1_000, 9_999);
  const changed = (names: readonly [string, unknown][], round: number): Record<string, unknown> => Object.fromEntries(names.map(([name, value]) => [name, otherThan(value, word(round), number(round))]));
  const hidden = (round: number): Record<string, unknown> => (keepsAll ? {} : Object.fromEntries(Object.entries(oftenHidden(word(round))).filter(([name]) => !known.has(name) && !seen.has(name))));
  yield (round) => ({ ...hidden(round), ...changed([...seen], round) });
  if (seen.size > 1 || Object.keys(hidden(1)).length > 0) for (const one of [...seen].slice(0, 6)) yield (round) => changed([one], round);
  // A role is one of a list as a rule.
  for (const name of [...seen.keys()].filter((one) => /role|type|group|plan|tier/i.test(one)).slice(0, 2)) yield () => ({ [name]: "admin" });
}

async function setBack(route: Route, seen: ReadonlyMap<string, unknown>, tools: Tools): Promise<void> {
  if (route.method === "POST") { tools.note(`mass-assignment left records behind that ${route.template} has made.`); return; }
  const { write: exchange } = await write(route, Object.fromEntries(seen), "set back", tools);
  if (!isDone(exchange)) tools.note(`What mass-assignment changed at ${route.template} could not be set back: ${[...seen.keys()].join(", ")}.`);
}

function proofOf({ template, method }: Route, { name, value, where, isElsewhere }: Taken, { plain, control, first }: { plain: Written; control: Written; first: Written }): Proof {
  return {
    technique: isElsewhere ? "read-back" : "answer", confidence: isElsewhere ? "confirmed" : "firm", at: `member:${name}`,
    because: `${method} ${template} took the member ${name}, which nothing offers, and ${isElsewhere ? "it was read back elsewhere" : "answered with it"} as ${JSON.stringify(value)}; again with another value.`,
    steps: [{ role: "baseline", exchange: plain.write, shows: "The request as it is." }, { role: "attack", exchange: first.write, shows: `With ${name} besides.` }, { role: "attack", exchange: where, shows: `${name} is what we said.` }, { role: "control", exchange: control.write, shows: "A member that nobody knows besides." }],
  };
}

/** Where answers are pages: a word of ours under a privileged name is shown afterwards, one under an unknown name is not. */
async function* inPages(route: Route, tools: Tools): AsyncGenerator<Proof> {
  const known = memberNames(route.request);
  const names = hiddenWords.filter((name) => !known.has(name));
  const shown = ({ write: own, read }: Written, word: string): Exchange | undefined => [...read, own].find(({ reply }) => reply?.text.includes(word) ?? false);
  const words = (round: number): Record<string, string> => Object.fromEntries(names.map((name) => [name, tools.seed.word(`page/${name}/${round}`, 10)]));
  const first = await write(route, words(1), "page first", tools);
  const taken = names.filter((name) => shown(first, words(1)[name] ?? "") !== undefined);
  if (taken.length === 0) return;
  const odd = tools.seed.word("unknown page value", 10);
  const control = await write(route, { [tools.seed.word("unknown member", 8)]: odd }, "page control", tools);
  if (shown(control, odd) !== undefined || !isDone(control.write)) return;
  const second = await write(route, words(2), "page second", tools);
  for (const name of taken) {
    const where = shown(second, words(2)[name] ?? "");
    if (where !== undefined) yield proofOf(route, { name, value: words(2)[name], where, isElsewhere: where !== second.write }, { plain: control, control, first: second });
  }
}

/** Writes, and sets back what can be set back. Identity: the route and the member. */
export const massAssignment = defineCheck<RouteCheck>({
  id: "mass-assignment", about: "A request sets members of a record that it should not reach.", title: "Mass assignment",
  cwe: 915, owasp: ["A08", "API3"], severity: "high", risk: "write", attackClass: "mass-assignment", on: "route",
  remediation: "Take over the members that a request may set one by one, by a list for each role. Never fill a record from a whole body.",
  fits: ({ method, request }) => ["POST", "PUT", "PATCH"].includes(method) && bodyKind(request) !== undefined && !/"query"\s*:\s*"\s*(?:query|mutation|\{)/.test(String(request.body)),
  async *probe(route, tools) {
    yield* inRecords(route, tools);
    if (bodyKind(route.request) === "form") yield* inPages(route, tools);
  },
});
