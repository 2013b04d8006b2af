// Routing, inhibition and silences on one core: `node test/bench/routing.ts` prints what each costs, with trees of growing size.
import { createInhibitor } from "../../src/notify/inhibition.ts";
import { compileRouting } from "../../src/notify/compiled-routing.ts";
import type { LabelSet } from "../../src/notify/label.ts";
import { readMatchers } from "../../src/notify/matcher.ts";
import { readRouting } from "../../src/notify/routing-reader.ts";
import { createSilencer } from "../../src/notify/silence.ts";

const rateOf = (count: number, work: (index: number) => unknown): number => {
  const from = performance.now();
  for (let index = 0; index < count; index++) work(index);
  return Math.round((count / (performance.now() - from)) * 1000);
};

/** Teams below the root, each with services below it; a tenth of them asks by a pattern that cannot be listed. */
function treeOf(nodes: number): ReturnType<typeof compileRouting> {
  const teams = Math.max(1, Math.round(Math.sqrt(nodes)));
  const services = Math.ceil(nodes / teams);
  const routes = Array.from({ length: teams }, (_team, team) => ({
    matchers: [team % 10 === 9 ? `team=~"team-${team}(-.+)?"` : `team="team-${team}"`],
    routes: Array.from({ length: services - 1 }, (_service, service) => ({ matchers: [service % 10 === 9 ? `service=~"s${service}-.*"` : `service="s${service}"`, 'severity=~"critical|high"'], continue: service % 7 === 0 })),
  }));
  return compileRouting(readRouting({ route: { receiver: "all", routes } }, ["all"]));
}

const labelSets = Array.from({ length: 5000 }, (_none, index): LabelSet => ({
  alertname: `Alert${index % 60}`, team: `team-${index % 30}`, service: index % 3 === 0 ? `s${index % 25}-x` : `s${index % 25}`, severity: index % 2 === 0 ? "critical" : "low", instance: `10.0.${index % 250}.1:9100`, environment: "prod",
}));
const labelsAt = (index: number): LabelSet => labelSets[index % labelSets.length] ?? {};

for (const nodes of [5, 50, 500, 5000]) {
  const compiled = treeOf(nodes);
  rateOf(20_000, (index) => compiled.routesFor(labelsAt(index)));
  process.stdout.write(`tree of ${nodes} nodes: ${rateOf(500_000, (index) => compiled.routesFor(labelsAt(index)))} label sets routed a second\n`);
}

for (const count of [100, 1000, 10_000]) {
  const silences = Array.from({ length: count }, (_none, index) => ({ silenceId: `sil_${index}`, matchers: readMatchers(index % 10 === 0 ? `instance=~"10\\.0\\.${index % 250}\\..*",service="s${index}"` : `service="s${index}-x"`), startsAt: 0, endsAt: 1000, createdBy: "bench", comment: "bench", updatedAt: 0 }));
  const silencer = createSilencer(silences);
  rateOf(20_000, (index) => silencer.silencedBy(labelsAt(index), 500));
  process.stdout.write(`${count} silences: ${rateOf(200_000, (index) => silencer.silencedBy(labelsAt(index), 500))} label sets asked a second\n`);
}

const inhibitor = createInhibitor([{ id: "critical", source: readMatchers('severity="critical"'), target: readMatchers('severity=~"low|medium"'), equal: ["service", "environment"] }]);
process.stdout.write(`100000 sources: ${rateOf(100_000, (index) => inhibitor.put({ fingerprint: `f${index}`, labels: { ...labelsAt(index), severity: "critical", service: `s${index}` }, endsAt: 1000 }))} put a second`);
process.stdout.write(`, ${rateOf(500_000, (index) => inhibitor.inhibitedBy(labelsAt(index), 500))} label sets asked a second\n`);
