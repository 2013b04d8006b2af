// The phases of a scan, in their order; each answers why the scan may not go on, or nothing.
import type { Check } from "../check.ts";
import type { PassiveCheck } from "../check.ts";
import type { ScanPhase } from "../scan.ts";
import { authoriseScan } from "./authorise-scan.ts";
import { runUnits } from "./checks-phase.ts";
import { runCrawl } from "./crawl-phase.ts";
import { givenRoutes } from "./given-routes.ts";
import type { OpenBench } from "./open-bench.ts";
import { changedFirst } from "./changed-first.ts";
import { replayOne } from "./replay.ts";
import { runTemplatePhase, templateCheck, templatesAgain } from "./template-phase.ts";
import { toolsOf } from "./tools.ts";
import { unitsOf } from "./units.ts";

export interface Phase { id: ScanPhase; run(open: OpenBench): Promise<string | undefined> }

const authorisePhase: Phase = {
  id: "authorise",
  async run({ world, traffic, journal }) {
    const known = journal.before.findLast((line) => line.kind === "started");
    if (known !== undefined) return undefined;
    const answer = await authoriseScan(world, traffic);
    if ("refused" in answer) return answer.refused;
    journal.write({ kind: "started", at: world.clock.now(), authorisedBy: answer.granted });
    return undefined;
  },
};

const loginPhase: Phase = {
  id: "login",
  async run(open) { await open.login(); return undefined; },
};

const crawlPhase: Phase = {
  id: "crawl",
  async run(open) {
    const { world: { spec, signal }, profile, traffic, helpers, journal, routes, note, pace, sessions } = open;
    if (spec.replayOnly) return undefined;
    const known = [...journal.before.flatMap((line) => (line.kind === "route" ? [line.route] : [])), ...await givenRoutes({ spec, traffic, session: sessions[0] ?? open.anonymous, note })];
    for (const route of known) open.found(route);
    for (const session of sessions) {
      await runCrawl({ spec, profile, traffic, browser: helpers.browser, session, routes, journal, known, signal, gone: open.gone, found: (route) => { journal.write({ kind: "route", route }); }, socket: (socket) => { open.sockets.add(socket.url); }, note, step: pace.at });
    }
    return undefined;
  },
};

const checksPhase: Phase = {
  id: "checks",
  async run(open) {
    const { world, traffic, bench, journal, coverage, pace, routes, chosen, weaknesses, sessions } = open;
    if (world.spec.replayOnly) return undefined;
    const done = new Map(journal.before.flatMap((line) => (line.kind === "unit" ? [[line.id, line] as const] : [])));
    const session = sessions[0] ?? open.anonymous;
    // What the guard keeps from being asked is no ground for variants either: "/account/deletex" may do what "/account/delete" does.
    const asked = routes.all().filter(({ request }) => traffic.refusal(request) === undefined);
    const units = unitsOf(chosen.chosen, asked.map((route) => open.cookies.on(route)), [...world.spec.first, ...changedFirst(world.before, open.shapes, routes.all())], ({ routeId }) => !open.gone.has(routeId));
    coverage.plan(units, chosen.left);
    for (const unit of units) { const line = done.get(unit.id); if (line !== undefined) coverage.did(line); }
    pace.plan(units.length, coverage.done);
    await runUnits({
      bench, session, log: world.log, units: units.filter(({ id }) => !done.has(id)), concurrency: () => open.budget.concurrency,
      done: ({ unit, proofs, unrepeated, requests, ms, unable }) => {
        const [route, point] = ["route" in unit ? unit.route : undefined, "point" in unit ? unit.point : undefined];
        const origin = route?.origin ?? ("origin" in unit ? unit.origin : world.spec.url);
        for (const proof of proofs) weaknesses.take(unit.check, proof, { origin, route, point, identity: session.identity, url: route?.request.url ?? origin });
        const line = { kind: "unit" as const, id: unit.id, check: unit.check.id, proofs: proofs.length, unrepeated, requests, ms, unable };
        journal.write(line);
        coverage.did(line);
        pace.did();
      },
    });
    return undefined;
  },
};

const templatesPhase: Phase = {
  id: "templates",
  async run(open) {
    const { world: { spec }, profile, bench, routes, note, weaknesses, sessions, pace } = open;
    if (spec.replayOnly) return undefined;
    const session = sessions[0] ?? open.anonymous;
    for await (const { hit: { template, proof }, origin } of runTemplatePhase({ spec, profile, bench, session, routes: routes.all(), note, progress: ({ chosen, done }) => { pace.set(chosen, done); } })) {
      const url = proof.steps.find(({ role }) => role === "attack")?.exchange.request.url ?? origin;
      weaknesses.take({ ...templateCheck, title: template.info.name }, proof, { origin, route: undefined, point: undefined, identity: session.identity, url, template: template.id });
    }
    return undefined;
  },
};

const replayPhase: Phase = {
  id: "replay",
  async run(open) {
    const { world: { spec, log }, bench, journal, pace, weaknesses, sessions, retests } = open;
    const known = new Set(retests.map(({ fingerprint }) => fingerprint));
    const asked = spec.retests.filter(({ fingerprint }) => !known.has(fingerprint) && weaknesses.find(fingerprint) === undefined);
    pace.plan(asked.length, 0);
    const checks = new Map<string, Check | PassiveCheck>([...open.registered, templateCheck].map((check) => [check.id, check]));
    for (const one of asked) {
      pace.at(`${one.check} ${one.route?.template ?? ""}`);
      const answer = await replayOne({ bench, checks, sessions: [...sessions, open.anonymous], weaknesses, risks: bench.risks, log, templates: async (retest, origin) => templatesAgain(spec, open.profile, retest, origin, toolsOf(bench, `replay ${retest.fingerprint}`, open.anonymous, { phase: "template" })) }, one);
      retests.push(answer);
      journal.write({ kind: "retest", answer });
      pace.did();
    }
    return undefined;
  },
};

export const phases: readonly Phase[] = [authorisePhase, loginPhase, crawlPhase, checksPhase, templatesPhase, replayPhase];
