// CODEOWNERS of GitHub and GitLab: who reviews a path of a repository owns the service that lies there.
import { codeownersLines, dialectOf, rulesFor } from "../codeowners-lines.ts";
import type { OwnersLines } from "../codeowners-lines.ts";
import { defineOwnerReader } from "../owner-reader.ts";
import type { Claim, Left, OwnerFile, ReaderContext } from "../owner-reader.ts";

export const codeowners = defineOwnerReader({
  id: "codeowners",
  about: "CODEOWNERS files of GitHub and GitLab: the last pattern that takes a service's path names its owner.",
  takes: ({ path }) => /(?:^|\/)CODEOWNERS$/i.test(path),
  read(file, context) {
    const lines = codeownersLines(file, context.dialect ?? dialectOf(file));
    const left: Left[] = [...lines.left];
    const claims = [...placesOf(lines, context, file, left)].flatMap(([path, service]) => claimFor(lines, path, service, file, left));
    return { claims: onePerService(claims, left), people: [], teams: teamsIn(lines), left };
  },
});

/** Path to service: as given, else a pattern whose last part is a service's name. */
function placesOf(lines: OwnersLines, { mapping, services }: ReaderContext, { path: file }: OwnerFile, left: Left[]): Map<string, string> {
  const places = new Map([...mapping].map(([path, service]) => [path.replace(/^\/|\/$/g, ""), service]));
  const [known, mapped] = [new Set(services), new Set(mapping.values())];
  for (const { pattern, line } of lines.sections.flatMap(({ rules }) => rules)) {
    const path = pattern.path ?? pattern.text.replace(/^\//, "").replace(/\/\*\*?$/, "");
    const name = /[*?]/.test(path) ? undefined : path.split("/").at(-1);
    if (name === undefined || places.has(path) || mapped.has(name)) continue;
    if (known.has(name)) places.set(path, name);
    else left.push({ at: `${file}:${line}`, why: `${pattern.text} ends in no service's name; name its service in the mapping if it holds one` });
  }
  return places;
}

function claimFor(lines: OwnersLines, path: string, service: string, { path: file }: OwnerFile, left: Left[]): Claim[] {
  const found = rulesFor(lines, path);
  // Sections each want a review; who must give one comes before who may, and a team before a person.
  const owners = [...new Set(found.toSorted((a, b) => Number(a.section.isOptional) - Number(b.section.isOptional)).flatMap(({ rule }) => rule.owners))];
  const [first] = found.filter(({ rule }) => rule.owners.length > 0);
  if (first) return [{ service, owners: owners.toSorted((a, b) => Number(isPerson(a)) - Number(isPerson(b))), at: `${file}:${first.rule.line}` }];
  left.push({ at: file, why: found.length === 0 ? `no pattern takes ${path} of ${service}` : `the last pattern that takes ${path} of ${service} names no owner` });
  return [];
}

const isPerson = (owner: string): boolean => !owner.startsWith("@") || !owner.includes("/");

/** A service that lies at two paths with different owners belongs to neither. */
function onePerService(claims: readonly Claim[], left: Left[]): Claim[] {
  return [...Map.groupBy(claims, ({ service }) => service).values()].flatMap((group) => {
    const [first] = group;
    const isAgreed = group.every(({ owners }) => owners[0] === first?.owners[0]);
    if (first && isAgreed) return [first];
    left.push(...group.map(({ at, service, owners }) => ({ at, why: `${service} is given to ${owners[0]} here and to somebody else elsewhere; say in the mapping which path is its` })));
    return [];
  });
}

const teamsIn = ({ sections }: OwnersLines): { name: string; members: string[] }[] =>
  [...new Set(sections.flatMap(({ rules }) => rules.flatMap(({ owners }) => owners)).filter((owner) => !isPerson(owner)))].toSorted().map((name) => ({ name, members: [] }));
