// Alerts at an even pace over HTTP, and when each was in the outbox, seen from outside through the database file.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "node:http";

export interface Posted { at: number; answeredAt: number }

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One POST; resolves when it was answered with 2xx. */
export function post(url: string, path: string, token: string, body: unknown): Promise<void> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method: "POST", agent, headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "content-length": Buffer.byteLength(text) } }, (reply) => {
      reply.resume().on("end", () => { if ((reply.statusCode ?? 500) < 300) resolve(); else reject(new Error(`${path}: ${reply.statusCode}`)); });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

/** perSecond alerts in posts of `size`, each at its own moment whatever became of the ones before (an open loop). */
export async function pour({ perSecond, seconds, size, alert, send }: { perSecond: number; seconds: number; size: number; alert(n: number): unknown; send(alerts: unknown[]): Promise<void> }): Promise<Map<number, Posted>> {
  const posted = new Map<number, Posted>();
  const startAt = Date.now() + 50;
  const waiting: Promise<void>[] = [];
  for (let first = 0; first < perSecond * seconds; first += size) {
    const dueAt = startAt + (first / perSecond) * 1000;
    const early = dueAt - Date.now();
    if (early > 1) await pause(early);
    const entry: Posted = { at: Date.now(), answeredAt: Number.NaN };
    const batch = Array.from({ length: size }, (_, index) => { posted.set(first + index, entry); return alert(first + index); });
    waiting.push(send(batch).then(() => { entry.answeredAt = Date.now(); }));
  }
  await Promise.all(waiting);
  return posted;
}

export interface Watch { seen: Map<number, number>; notices(): number; stop(): Promise<void> }

/** Looks every few milliseconds for notices that a commit has brought: what it sees, a killed server would still have. */
export function watchOutbox(databaseFile: string): Watch {
  const database = new DatabaseSync(databaseFile, { readOnly: true });
  const newer = database.prepare("select notice_id, body from notice where notice_id > ? and kind like 'alert.%' order by notice_id limit 2000");
  const seen = new Map<number, number>();
  let [last, notices, isStopping] = ["", 0, false];
  const look = (): number => {
    const rows = newer.all(last) as { notice_id: string; body: string }[];
    const now = Date.now();
    for (const { notice_id: id, body } of rows) {
      last = id;
      notices += 1;
      for (const [, n] of body.matchAll(/"n":"(\d+)"/g)) if (!seen.has(Number(n))) seen.set(Number(n), now);
    }
    return rows.length;
  };
  const watching = (async () => {
    while (!isStopping) { look(); await pause(3); }
    while (look() > 0);
    database.close();
  })();
  return { seen, notices: () => notices, stop: async () => { isStopping = true; await watching; } };
}
