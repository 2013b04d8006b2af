// The token of this machine's own user: made at a server's first start, in a file that only this user can read.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeToken, principalOfToken } from "../access/tokens.ts";
import type { App } from "../app/app.ts";
import { createIds } from "../kernel/id.ts";
import { localTokenFile } from "./connection.ts";

/** kept: the file's token is good. made: a new one was written. */
export type LocalToken = { kind: "kept" | "made"; path: string };

/** Whoever can read the data directory owns the data, so the token may do everything; it is revocable like any other. */
export async function ensureLocalToken(app: App, dataDir: string): Promise<LocalToken> {
  const path = join(dataDir, localTokenFile);
  const held = (await readFile(path, "utf8").catch(() => "")).trim();
  if ((await principalOfToken({ store: app.access, clock: app.clock }, held)).kind === "known") return { kind: "kept", path };
  const { token, secret } = await makeToken({ store: app.access, clock: app.clock, ids: createIds(app.clock) }, { org: app.org, name: "local", scopes: ["admin"], expiresAt: undefined });
  await app.ledger.append(app.org, "token.made", token.tokenId, "host", { name: token.name, scopes: token.scopes.join(" "), prefix: token.prefix });
  await writeFile(`${path}.new`, `${secret}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return { kind: "made", path };
}
