// What a purl in a filter means: one component, every version of a package, or a package key as it stands.
import { sql } from "kysely";
import { packageKey } from "../../versions/ecosystem.ts";
import { canonicalPurl, identify, parsePurl, withoutVersion } from "../../versions/purl.ts";
import type { Purl } from "../../versions/purl.ts";
import type { Tx } from "../bulk.ts";
import { beginsWith } from "./words.ts";
import type { Sql } from "./keyset.ts";

/** componentIds: only these components; undefined: whatever version. Empty keys: nothing here is meant. */
export interface PackageScope { packageKeys: readonly string[]; componentIds: readonly number[] | undefined }

/** A purl without qualifiers means the component with any; "npm:lodash" is taken as a package key. */
export async function packageScope(tx: Tx, org: string, wanted: string): Promise<PackageScope> {
  const purl = parsePurl(wanted);
  if (!purl) return { packageKeys: [wanted], componentIds: undefined };
  if (purl.version === undefined) return { packageKeys: await keysOfPackage(tx, org, purl), componentIds: undefined };
  const canonical = canonicalPurl(purl);
  const rows = await components(tx, org, sql`(c.purl = ${canonical} or ${beginsWith(sql`c.purl`, `${canonical}?`)})`);
  return { packageKeys: [...new Set(rows.flatMap((row) => row.package_key ?? []))], componentIds: rows.map((row) => row.component_id) };
}

// The components know best: advisories speak of a distribution's source package, whose name the purl of a binary may not tell.
async function keysOfPackage(tx: Tx, org: string, purl: Purl): Promise<string[]> {
  const { ecosystem, packageName } = identify(purl);
  const rows = await components(tx, org, beginsWith(sql`c.purl`, `${canonicalPurl({ ...withoutVersion(purl), qualifiers: {} })}@`));
  return [...new Set([...(ecosystem !== undefined && packageName !== undefined ? [packageKey(ecosystem, packageName)] : []), ...rows.flatMap((row) => row.package_key ?? [])])];
}

const components = async (tx: Tx, org: string, condition: Sql): Promise<{ component_id: number; package_key: string | null }[]> =>
  (await sql<{ component_id: number; package_key: string | null }>`select c.component_id, c.package_key from component c where c.org_id = ${org} and ${condition}`.execute(tx.db)).rows;
