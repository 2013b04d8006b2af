// Names within the on-call document: each is given once, and everything that is named is there.
import type { FaultPlace } from "../../kernel/fault.ts";
import type { OncallDocument, Target } from "./oncall.ts";

type Names = Record<Target["kind"], ReadonlySet<string>>;

/** Names that are given twice, and names of what is not there. Receivers are not the document's own: see receiversNamed. */
export function strayNames(document: OncallDocument): FaultPlace[] {
  const { people, teams, schedules, policies, rules } = document;
  const setOf = (items: readonly { name: string }[]): ReadonlySet<string> => new Set(items.map(({ name }) => name));
  const names: Names = { person: setOf(people), team: setOf(teams), schedule: setOf(schedules), receiver: new Set() };
  const known = setOf(policies);
  return [
    ...repeatedOwners(document), ...repeated(schedules, "/schedules"), ...repeated(policies, "/policies"),
    ...teams.flatMap(({ members, schedule, policy }, index) => [
      ...members.flatMap((name, place) => missing(names.person, name, "person", `/teams/${index}/members/${place}`)),
      ...missing(names.schedule, schedule, "schedule", `/teams/${index}/schedule`), ...missing(known, policy, "policy", `/teams/${index}/policy`),
    ]),
    ...schedules.flatMap(({ layers }, index) => [
      ...repeated(layers, `/schedules/${index}/layers`),
      ...layers.flatMap(({ rotation }, layer) => rotation.flatMap((name, place) => missing(names.person, name, "person", `/schedules/${index}/layers/${layer}/rotation/${place}`))),
    ]),
    ...policies.flatMap(({ steps }, index) => steps.flatMap(({ notify }, step) => notify.flatMap(({ kind, name }, place) =>
      (kind === "receiver" ? [] : missing(names[kind], name, kind, `/policies/${index}/steps/${step}/notify/${place}`))))),
    ...missing(known, rules.defaultPolicy, "policy", "/rules/defaultPolicy"),
    ...rules.exceptions.flatMap(({ page }, index) => (page === "owner" || page === "nobody" ? [] : missing(known, page, "policy", `/rules/exceptions/${index}/page`))),
  ];
}

const missing = (known: ReadonlySet<string>, name: string | undefined, kind: string, at: string): FaultPlace[] =>
  (name === undefined || known.has(name) ? [] : [{ at, rule: `names the ${kind} ${name}, which is not in the document` }]);

function repeated(items: readonly { name: string }[], at: string): FaultPlace[] {
  const seen = new Set<string>();
  return items.flatMap(({ name }, index) => {
    const isTaken = seen.has(name);
    seen.add(name);
    return isTaken ? [{ at: `${at}/${index}/name`, rule: `is ${name}, which is taken` }] : [];
  });
}

/** An owner is found by name or alias in whatever case, so no two people or teams may go by one. */
function repeatedOwners({ people, teams }: OncallDocument): FaultPlace[] {
  const seen = new Map<string, string>();
  const placesOf = (items: readonly { name: string; aliases: readonly string[] }[], at: string): FaultPlace[] => items.flatMap(({ name, aliases }, index) =>
    [name, ...aliases].flatMap((one, place) => {
      const taken = seen.get(one.toLowerCase());
      const where = place === 0 ? `${at}/${index}/name` : `${at}/${index}/aliases/${place - 1}`;
      seen.set(one.toLowerCase(), where);
      return taken === undefined ? [] : [{ at: where, rule: `is ${one}, which is taken at ${taken}` }];
    }));
  return [...placesOf(people, "/people"), ...placesOf(teams, "/teams")];
}

/** Every receiver that the document names, with its place. */
export function receiversNamed({ people, teams, policies }: OncallDocument): { at: string; id: string }[] {
  const listed = (ids: readonly string[], at: string): { at: string; id: string }[] => ids.map((id, place) => ({ at: `${at}/${place}`, id }));
  return [
    ...people.flatMap(({ receivers }, index) => listed(receivers, `/people/${index}/receivers`)),
    ...teams.flatMap(({ receivers }, index) => listed(receivers, `/teams/${index}/receivers`)),
    ...policies.flatMap(({ steps, thenReceivers }, index) => [
      ...steps.flatMap(({ notify }, step) => notify.flatMap(({ kind, name }, place) => (kind === "receiver" ? [{ at: `/policies/${index}/steps/${step}/notify/${place}`, id: name }] : []))),
      ...listed(thenReceivers, `/policies/${index}/thenReceivers`),
    ]),
  ];
}
