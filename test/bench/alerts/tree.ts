// A tree of routes of a given size, and alerts that spread over it.

export interface Tree { routing: Record<string, unknown>; receivers: readonly string[]; teams: number; services: number; nodes: number }

const servicesPerTeam = 24;

/** root, a node for each team, and below each one for each of its services: exact matchers, as people write them. groupWait 0s: an alert is told at once. */
export function treeOf(nodes: number, groupBy: readonly string[], timers: Readonly<Record<string, string>>): Tree {
  const teams = Math.max(1, Math.round((nodes - 1) / (servicesPerTeam + 1)));
  const services = Math.max(0, Math.round((nodes - 1 - teams) / teams));
  const receivers = Array.from({ length: Math.min(teams, 20) }, (_, team) => `team-${team}`);
  const routes = Array.from({ length: teams }, (_, team) => ({
    matchers: [`team="${team}"`], receiver: receivers[team % receivers.length],
    routes: Array.from({ length: services }, (_, service) => ({ matchers: [`service="s${team}-${service}"`, 'severity=~"critical|warning"'] })),
  }));
  return {
    routing: { route: { receiver: receivers[0], groupBy, ...timers, routes }, inhibitRules: [{ sourceMatchers: ['alertname="ClusterDown"'], targetMatchers: ['alertname!="ClusterDown"'], equal: ["cluster"] }] },
    receivers, teams, services, nodes: 1 + teams + teams * services,
  };
}

/** Alert number n: its team and service, an instance of its own, and its story (several alerts of one story come together). */
export function alertOf(n: number, { teams, services }: Pick<Tree, "teams" | "services">, perStory: number): Record<string, unknown> {
  const story = Math.floor(n / perStory);
  const team = story % teams;
  return {
    labels: { alertname: `HighErrorRate${story % 40}`, team: String(team), service: `s${team}-${Math.floor(story / teams) % Math.max(1, services)}`, story: String(story), instance: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}:9100`, severity: n % 5 === 0 ? "critical" : "warning", cluster: `c${n % 7}`, n: String(n) },
    annotations: { summary: `Errors of instance ${n} are above 5 %`, runbook_url: "https://runbooks.example/errors" }, generatorURL: "https://prometheus.example/graph?g0.expr=up",
  };
}
