// Conditions over text that mean the same in both dialects.
import { sql } from "kysely";
import type { Sql } from "./keyset.ts";

// SQLite and the C collation lower ASCII only; what people type is lowered alike, or "É" would never find itself.
export const lowered = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** The text holds these words, whatever the case of ASCII letters; % and _ are themselves. */
export const holds = (column: Sql, words: string): Sql => sql`lower(${column}) like ${`%${escaped(lowered(words))}%`} escape '\\'`;

/** The same for a column that is kept lowered. */
export const holdsLowered = (column: Sql, words: string): Sql => sql`${column} like ${`%${escaped(lowered(words))}%`} escape '\\'`;

/** The text begins with this, exactly: a range, so that an index finds it. */
export const beginsWith = (column: Sql, start: string): Sql => sql`(${column} >= ${start} and ${column} < ${`${start}\u{10FFFF}`})`;

/** "|production|staging|" names the environment; not "like", whose case differs between the dialects. */
export const namesEnvironment = (column: Sql, environment: string): Sql => sql`replace(${column}, ${`|${environment}|`}, '') <> ${column}`;

/** What people see where a service has no owner, and may filter by. */
export const noOwner = "(none)";
export const ownedBy = (column: Sql, owner: string): Sql => (owner === noOwner ? sql`${column} is null` : sql`${column} = ${owner}`);
