// Backstage's catalog-info.yaml: components and their owners, groups and users (backstage.io/docs/features/software-catalog/descriptor-format).
import { defineOwnerReader } from "../owner-reader.ts";
import type { Claim, Left, NamedPerson, NamedTeam } from "../owner-reader.ts";
import { documentsOf, tableIn, textIn, textsIn } from "../owner-yaml.ts";
import type { Table } from "../owner-yaml.ts";

// Says under which name we know a component that is called otherwise in Backstage.
const serviceAnnotation = "aftwatch.dev/service";

export const backstage = defineOwnerReader({
  id: "backstage",
  about: "Backstage's catalog-info.yaml: Component, System and Domain owners, Group and User.",
  takes: ({ path, text }) => /(?:^|\/)catalog-info\.ya?ml$/i.test(path) || /^apiVersion\s*:\s*["']?backstage\.io\//m.test(text),
  read(file) {
    const left: Left[] = [];
    const entities = documentsOf(file).flatMap(({ value, line }) => entityOf(value, `${file.path}:${line}`, left));
    return { claims: claimsOf(entities, left), people: peopleOf(entities), teams: teamsOf(entities), left };
  },
});

interface Entity { kind: string; name: string; namespace: string; annotations: Table; spec: Table; at: string }

// Kinds that own and are owned by nobody we watch.
const known = new Set(["component", "system", "domain", "group", "user"]);

function entityOf(value: unknown, at: string, left: Left[]): Entity[] {
  if (value === null || value === undefined) return [];
  const { kind, metadata, spec } = tableIn(value);
  const { name, namespace, annotations } = tableIn(metadata);
  const [text, called] = [textIn(kind), textIn(name)];
  if (text === undefined || called === undefined) { left.push({ at, why: "it has no kind or metadata.name, so it is no entity of Backstage" }); return []; }
  if (!known.has(text.toLowerCase())) { left.push({ at, why: `entities of the kind ${text} are not read` }); return []; }
  return [{ kind: text.toLowerCase(), name: called, namespace: textIn(namespace) ?? "default", annotations: tableIn(annotations), spec: tableIn(spec), at }];
}

/** An entity's reference is [kind:][namespace/]name, in whatever case; what is left out comes from where it stands. */
interface Ref { kind: string; namespace: string; name: string }
function refOf(text: string, kind: string, namespace: string): Ref {
  const [, ofKind, ofNamespace, name] = /^(?:([^:/]+):)?(?:([^:/]+)\/)?(.+)$/.exec(text) ?? [];
  return { kind: (ofKind ?? kind).toLowerCase(), namespace: ofNamespace ?? namespace, name: name ?? text };
}

/** Entities by what refers to them: catalogues have thousands. The first of one name is the one meant. */
type Catalogue = ReadonlyMap<string, Entity>;
const keyOf = ({ kind, namespace, name }: Ref): string => JSON.stringify([kind, namespace.toLowerCase(), name.toLowerCase()]);
const catalogueOf = (entities: readonly Entity[]): Catalogue => new Map(entities.toReversed().map((one) => [keyOf(one), one]));

/** A component's own owner, else its system's, else that system's domain's. */
function claimsOf(entities: readonly Entity[], left: Left[]): Claim[] {
  const catalogue = catalogueOf(entities);
  return entities.filter(({ kind }) => kind === "component").flatMap((component) => {
    const owner = ownerOf(catalogue, component, ["system", "domain"]);
    if (owner === undefined) { left.push({ at: component.at, why: `${component.name} has no spec.owner, and neither has a system of its in these files` }); return []; }
    return [{ service: textIn(component.annotations[serviceAnnotation]) ?? component.name, owners: [ownerName(owner)], at: component.at }];
  });
}

function ownerOf(catalogue: Catalogue, entity: Entity, above: readonly string[]): Ref | undefined {
  const own = textIn(entity.spec["owner"]);
  if (own !== undefined) return refOf(own, "group", entity.namespace);
  const [kind, ...further] = above;
  const holder = kind === undefined ? undefined : textIn(entity.spec[kind]);
  const found = kind === undefined || holder === undefined ? undefined : catalogue.get(keyOf(refOf(holder, kind, entity.namespace)));
  return found && ownerOf(catalogue, found, further);
}

/** As the catalog calls it; the namespace only where it is not the default one. */
const ownerName = ({ namespace, name }: Ref): string => (namespace.toLowerCase() === "default" ? name : `${namespace}/${name}`);

const nameOf = ({ namespace, name }: Entity): string => ownerName({ kind: "", namespace, name });

const peopleOf = (entities: readonly Entity[]): NamedPerson[] =>
  entities.filter(({ kind }) => kind === "user").map((user) => ({ name: nameOf(user), email: textIn(tableIn(user.spec["profile"])["email"]) }));

/** Members are said by the group, by its users, or by both. */
function teamsOf(entities: readonly Entity[]): NamedTeam[] {
  const users = entities.filter(({ kind }) => kind === "user");
  const joiners = Map.groupBy(users.flatMap((user) => textsIn(user.spec["memberOf"]).map((one) => ({ user, group: keyOf(refOf(one, "group", user.namespace)) }))), ({ group }) => group);
  return entities.filter(({ kind }) => kind === "group").map((group) => {
    const said = textsIn(group.spec["members"]).map((member) => ownerName(refOf(member, "user", group.namespace)));
    const joined = (joiners.get(keyOf(group)) ?? []).map(({ user }) => nameOf(user));
    return { name: nameOf(group), members: [...new Set([...said, ...joined])] };
  });
}
