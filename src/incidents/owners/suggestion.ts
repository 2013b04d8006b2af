// People and teams that imported files name, as YAML to paste into the on-call document.
import type { OncallDocument } from "../oncall/oncall.ts";
import { findOwner } from "../oncall/oncall.ts";
import type { NamedPerson, NamedTeam } from "./owner-reader.ts";

/** Only what the document does not know yet; undefined when that is nothing. Receivers and zones are for people to fill in. */
export function suggestionOf(people: readonly NamedPerson[], teams: readonly NamedTeam[], document: OncallDocument): string | undefined {
  const [freshPeople, freshTeams] = [fresh(people, document), fresh(teams, document)];
  if (freshPeople.length + freshTeams.length === 0) return undefined;
  return [
    ...(freshPeople.length > 0 ? ["people:", ...freshPeople.flatMap(({ name, email }) => [`  - name: ${quoted(name)}`, ...(email === undefined ? [] : [`    email: ${quoted(email)}`]), "    zone: UTC", "    receivers: []"])] : []),
    ...(freshTeams.length > 0 ? ["teams:", ...freshTeams.flatMap(({ name, members }) => [`  - name: ${quoted(name)}`, `    members: [${members.map(quoted).join(", ")}]`])] : []),
    "",
  ].join("\n");
}

function fresh<T extends { name: string }>(named: readonly T[], document: OncallDocument): T[] {
  const seen = new Set<string>();
  return named.filter(({ name }) => !findOwner(document, name) && !seen.has(name) && seen.add(name));
}

/** A name as YAML's plain scalar where that is safe, else in JSON's quotes, which YAML reads. */
const quoted = (text: string): string => (/^[A-Za-z][\w./@ -]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|~)$/i.test(text) ? text.trim() : JSON.stringify(text));
