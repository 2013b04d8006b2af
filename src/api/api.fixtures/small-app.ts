// As much of an App as the mechanics of the doors need: access, a ledger, kept answers and a few fixed rows.
import { memoryAccess } from "../../access/access.fixtures/memory-access.ts";
import type { Scope } from "../../access/access-store.ts";
import { makeToken } from "../../access/tokens.ts";
import type { App } from "../../app/app.ts";
import { fakeClock } from "../../kernel/clock.ts";
import { createIds } from "../../kernel/id.ts";
import { createLog } from "../../kernel/log.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";
import { createServer } from "../server.ts";

const at0 = Date.UTC(2026, 10, 1, 12);
const org = "org_small";

/** Members that no test of mechanics touches are missing: a door that asks for one fails loudly. */
export function smallApp() {
  const clock = fakeClock(at0);
  const memory = memoryAccess();
  const facts: LedgerEntry[] = [];
  const logLines: string[] = [];
  const kept = new Map<string, { digest: string; status: number; body: string }>();
  const service = { id: "svc_1", name: "pay-api", owner: undefined as string | undefined, liveDeployments: 2, releases: 1, openFindings: 0, risk: { act: 0, attend: 0, "track*": 0, track: 0 }, createdAt: at0 };
  const documents: string[] = [];
  const routes: unknown[] = [];
  const recorded: unknown[] = [];
  const gate = { open: Promise.resolve() };
  const app = {
    version: "0.0.0", org, demo: false, clock, publicUrl: "http://127.0.0.1:7878",
    log: createLog({ clock, level: "debug", write: (line) => { logLines.push(line); } }),
    access: memory.store,
    ledger: {
      append: async (_org: string, kind: string, subject: string, actor: string, body: Record<string, string | number | boolean | null>) => { facts.push({ org, seq: facts.length + 1, at: clock.now(), kind, subject, actor, body, prev: "", hash: "h" }); },
      list: async () => ({ items: facts.toReversed().slice(0, 1), total: facts.length, next: undefined }),
      async *follow(_org: string, afterSeq: number, signal: AbortSignal) {
        yield* facts.filter((fact) => fact.seq > afterSeq);
        await new Promise<void>((resolve) => { signal.addEventListener("abort", () => resolve(), { once: true }); });
      },
    },
    idempotency: {
      find: async (_org: string, key: string) => kept.get(key),
      keep: async (_org: string, key: string, answer: { digest: string; status: number; body: string }) => { kept.set(key, answer); },
    },
    inventory: {
      findService: async (_org: string, name: string) => (name === service.id || name === service.name ? { ...service } : undefined),
      services: async () => ({ items: [{ ...service }], total: 1, next: undefined }),
      endpoints: async () => { throw new Error("the disk said something private"); },
    },
    notices: { receivers: async () => [{ id: "ops" }] },
    routes: {
      get: async () => ({ text: routes.at(-1) ?? "", routing: {}, saved: routes.length > 0, version: routes.length, nodes: [] }),
      put: async (_org: string, { text }: { text: string }) => { routes.push(text); return { text, routing: {}, saved: true, version: routes.length, nodes: [] }; },
    },
    editService: async (_org: string, _id: string, change: { owner: string | undefined }) => { service.owner = change.owner; },
    recordSbom: async (_org: string, push: { service: string; version: string; chunks: AsyncIterable<Uint8Array> }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of push.chunks) chunks.push(chunk);
      documents.push(Buffer.concat(chunks).toString("utf8"));
      return { releaseId: "rel_1", service: push.service, version: push.version, digest: "sha256:0", format: "CycloneDX", specVersion: "1.6", components: 1, duplicates: 0, rejects: [], notCovered: 0, matches: 0, findingsOpened: 0, unchanged: documents.length > 1 };
    },
    recordDeployment: async (_org: string, report: { service: string }) => { await gate.open; recorded.push(report); return { deploymentId: "dep_1", continued: false, findingsOpened: 0, findingsClosed: 0, warnings: [] }; },
    ready: async () => true,
  };
  const tokenFor = async (...scopes: readonly Scope[]) => (await makeToken({ store: memory.store, clock, ids: createIds(clock) }, { org, name: `for-${scopes.join("-")}`, scopes, expiresAt: undefined })).secret;
  return { app: app as unknown as App, clock, service, facts, logLines, kept, documents, gate, recorded, stored: memory.stored, tokenFor };
}

export const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

/** A server on a small app, with the headers of a token of each scope. */
export async function opened(consoleDir?: string) {
  const small = smallApp();
  return { ...small, server: createServer(small.app, { consoleDir }), read: bearer(await small.tokenFor("read")), write: bearer(await small.tokenFor("write")), admin: bearer(await small.tokenFor("admin")) };
}
