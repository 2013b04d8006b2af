// Networks of our own: other kinds, hosts, noise and attacks than any set that was looked at, from a seed.
import type { LabelledAlert, Network } from "./alert-storms-data.ts";
import { createChance } from "./chance.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const syllables = ["ka", "lo", "mi", "ren", "tu", "sha", "vor", "ep", "qui", "zan", "bel", "dor", "fi", "gar", "hu", "jin"];

interface Draw { (): number; upTo(most: number): number; pick<T>(items: readonly T[]): T; few<T>(items: readonly T[], most: number): T[] }
interface Plan { draw: Draw; startAt: number; days: number; hosts: string[]; alerts: LabelledAlert[] }

function drawFrom(seed: number): Draw {
  const next = createChance(seed);
  const upTo = (most: number): number => Math.floor(next() * most);
  return Object.assign(() => next(), {
    upTo,
    pick<T>(items: readonly T[]): T { const found = items[upTo(items.length)]; if (found === undefined) throw new RangeError("nothing to pick from"); return found; },
    few<T>(items: readonly T[], most: number): T[] { return items.toSorted(() => next() - 0.5).slice(0, 1 + upTo(most)); },
  });
}

const wordOf = (draw: Draw, parts: number): string => Array.from({ length: parts }, () => draw.pick(syllables)).join("");
const sayOn = (plan: Plan, name: string, host: string, at: number, phase?: string): void => {
  if (at >= plan.startAt && at < plan.startAt + plan.days * day) plan.alerts.push({ at: Math.floor(at / 1000) * 1000, name, labels: { alertname: name, host }, phase });
};

/** Five to eight days, eight to forty hosts, three to six phases of one attack and now and then a second one; which, the seed says. */
export function syntheticNetwork(seed: number): Network {
  const draw = drawFrom(seed);
  const plan: Plan = { draw, startAt: Date.UTC(2030, 3, 1) + draw.upTo(300) * day, days: 5 + draw.upTo(4), hosts: Array.from({ length: 8 + draw.upTo(33) }, () => `${wordOf(draw, 2)}${draw.upTo(9)}`), alerts: [] };
  addNoise(plan);
  addAttack(plan, plan.startAt + (1.5 + draw() * (plan.days - 3)) * day, "first");
  if (draw() < 0.4) addAttack(plan, plan.startAt + (plan.days - 1.2 + draw() * 0.8) * day, "second");
  return { name: `synthetic-${seed}`, alerts: plan.alerts.toSorted((a, b) => a.at - b.at) };
}

function addNoise(plan: Plan): void {
  const { draw, hosts } = plan;
  for (let kind = 0; kind < 25 + draw.upTo(40); kind += 1) {
    const name = `${wordOf(draw, 2)} ${wordOf(draw, 3)}`;
    const noise = draw.pick([everySo, officeHours, sessions, steady, flapping]);
    for (const host of draw.few(hosts, Math.max(2, hosts.length / 3))) noise(plan, name, host);
  }
  for (let once = 0; once < plan.days * (1 + draw.upTo(3)); once += 1) sayOn(plan, `${wordOf(draw, 3)} ${wordOf(draw, 2)}`, draw.pick(hosts), plan.startAt + draw() * plan.days * day);
  maintenance(plan);
}

/** A job: every hour, six hours or day, a little late now and then. */
function everySo(plan: Plan, name: string, host: string): void {
  const every = plan.draw.pick([hour, 6 * hour, day]);
  for (let at = plan.startAt + plan.draw() * every; at < plan.startAt + plan.days * day; at += every) sayOn(plan, name, host, at + plan.draw() * 3 * minute);
}

function officeHours(plan: Plan, name: string, host: string): void {
  const perHour = 0.2 + plan.draw() * 12;
  for (let at = plan.startAt; at < plan.startAt + plan.days * day; at += hour) {
    const isOffice = at % day >= 7 * hour && at % day < 18 * hour;
    for (let n = poisson(plan.draw, isOffice ? perHour : perHour / 20); n > 0; n -= 1) sayOn(plan, name, host, at + plan.draw() * hour);
  }
}

/** Heavy-tailed bursts, a few a day. */
function sessions(plan: Plan, name: string, host: string): void {
  for (let at = plan.startAt; at < plan.startAt + plan.days * day; at += (2 + plan.draw() * 10) * hour) {
    for (let n = Math.ceil(plan.draw() ** -0.7); n > 0; n -= 1) sayOn(plan, name, host, at + plan.draw() * 20 * minute);
  }
}

function steady(plan: Plan, name: string, host: string): void {
  if (plan.draw() < 0.7) return everySo(plan, name, host);
  for (let at = plan.startAt; at < plan.startAt + plan.days * day; at += (1 + plan.draw()) * 2 * minute) sayOn(plan, name, host, at);
}

/** Nothing for a day or two, then on and off for some hours. */
function flapping(plan: Plan, name: string, host: string): void {
  for (let at = plan.startAt + plan.draw() * 2 * day; at < plan.startAt + plan.days * day; at += (1 + plan.draw() * 2) * day) {
    for (let from = at; from < at + (1 + plan.draw() * 3) * hour; from += (2 + plan.draw() * 20) * minute) sayOn(plan, name, host, from);
  }
}

/** Two restarts of the whole fleet: every host says the same few things within some minutes. */
function maintenance(plan: Plan): void {
  const names = [wordOf(plan.draw, 4), wordOf(plan.draw, 4)];
  for (const at of [plan.startAt + plan.draw() * day, plan.startAt + (1 + plan.draw() * (plan.days - 1)) * day]) {
    for (const host of plan.hosts) for (const name of names) sayOn(plan, name, host, at + plan.draw() * 10 * minute);
  }
}

function addAttack(plan: Plan, at: number, attack: string): void {
  const { draw, hosts } = plan;
  const targets = draw.few(hosts, 5);
  const shapes = [scan, ...draw.few([flood, foothold, spread, guessing], 4), ...(draw() < 0.5 ? [foothold] : [])];
  let from = at;
  for (const [step, shape] of shapes.entries()) {
    const lasts = (1 + draw() * 15) * minute;
    shape(plan, targets, from, lasts, `${attack}-${step}-${shape.name}`);
    from += lasts + draw() * 40 * minute;
  }
}

/** Kinds never seen before, on many hosts. */
function scan(plan: Plan, _targets: readonly string[], from: number, lasts: number, phase: string): void {
  const names = Array.from({ length: 3 + plan.draw.upTo(6) }, () => `${wordOf(plan.draw, 3)} ${wordOf(plan.draw, 3)}`);
  for (const host of plan.draw.few(plan.hosts, plan.hosts.length)) for (const name of names) if (plan.draw() < 0.6) sayOn(plan, name, host, from + plan.draw() * lasts, phase);
  for (const name of names) sayOn(plan, name, plan.draw.pick(plan.hosts), from + plan.draw() * lasts, phase);
}

/** Thousands of one kind, known or new. */
function flood(plan: Plan, targets: readonly string[], from: number, lasts: number, phase: string): void {
  const known = plan.alerts[plan.draw.upTo(plan.alerts.length)]?.name ?? "";
  const name = plan.draw() < 0.5 ? wordOf(plan.draw, 5) : known;
  for (let n = 500 + plan.draw.upTo(3000); n > 0; n -= 1) sayOn(plan, name, targets[0] ?? "", from + plan.draw() * lasts, phase);
}

/** A few rare things on one host: a new kind or two, and known kinds where they never were. */
function foothold(plan: Plan, targets: readonly string[], from: number, lasts: number, phase: string): void {
  const host = plan.draw.pick(targets);
  for (let n = 1 + plan.draw.upTo(3); n > 0; n -= 1) sayOn(plan, `${wordOf(plan.draw, 4)} ${wordOf(plan.draw, 2)}`, host, from + plan.draw() * lasts, phase);
  for (let n = plan.draw.upTo(4); n > 0; n -= 1) sayOn(plan, plan.draw.pick(plan.alerts).name, host, from + plan.draw() * lasts, phase);
}

/** The same new kind on one host after the other. */
function spread(plan: Plan, _targets: readonly string[], from: number, lasts: number, phase: string): void {
  const name = wordOf(plan.draw, 4);
  for (const host of plan.draw.few(plan.hosts, 8)) sayOn(plan, name, host, from + plan.draw() * lasts, phase);
}

/** Hundreds of a kind that everybody knows, on the hosts that are attacked. */
function guessing(plan: Plan, targets: readonly string[], from: number, lasts: number, phase: string): void {
  const { name } = plan.draw.pick(plan.alerts);
  for (const host of targets) for (let n = 100 + plan.draw.upTo(400); n > 0; n -= 1) sayOn(plan, name, host, from + plan.draw() * lasts, phase);
}

/** Knuth's method; the means here are small. */
function poisson(draw: Draw, mean: number): number {
  const floor = Math.exp(-mean);
  let [count, product] = [0, draw()];
  while (product > floor) { count += 1; product *= draw(); }
  return count;
}
