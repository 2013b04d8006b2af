// What people type into the forms of incidents, as the API takes it: lists with commas, entities, inputs of playbooks.
import { entityKinds } from "../api/incident-shapes.ts";
import type { EntityKind, PlaybookInput } from "../api/incident-shapes.ts";

export interface Told { title: string; severity: string; kind: string; why: string; services: string; environments: string; entities: string; owner: string }
export const nothingTold: Told = { title: "", severity: "high", kind: "manual", why: "", services: "", environments: "", entities: "", owner: "" };

const words = (text: string): string[] => text.split(",").map((word) => word.trim()).filter((word) => word !== "");

/** "ip:10.0.0.1, user:ana"; what is no such thing is named, never left out silently. */
export function readEntities(text: string): { entities: { kind: EntityKind; value: string }[]; wrong: string[] } {
  const read = words(text).map((word) => {
    const [name = "", ...rest] = word.split(":");
    const kind = entityKinds.find((each) => each === name);
    return { word, entity: kind === undefined || rest.join(":") === "" ? undefined : { kind, value: rest.join(":") } };
  });
  return { entities: read.flatMap(({ entity }) => entity ?? []), wrong: read.filter(({ entity }) => entity === undefined).map(({ word }) => word) };
}

/** The request that opens an incident: what was left empty is left out. */
export function openingOf({ title, severity, kind, why, services, environments, owner }: Told, entities: readonly object[]): object {
  const given = { why: why.trim(), owner: owner.trim(), services: words(services), environments: words(environments), entities };
  return { title: title.trim(), severity, kind, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value.length > 0)) };
}

/** Inputs of a playbook by their types; what was left empty is left to the playbook's default. */
export function valuesOf(inputs: readonly Pick<PlaybookInput, "id" | "type">[], texts: Readonly<Record<string, string>>): Record<string, unknown> {
  const given = inputs.map(({ id, type }) => [id, type, (texts[id] ?? "").trim()] as const).filter(([, , text]) => text !== "");
  return Object.fromEntries(given.map(([id, type, text]) => [id, valueOf(type, text)]));
}

function valueOf(type: PlaybookInput["type"], text: string): unknown {
  switch (type) {
    case "number": return Number(text);
    case "boolean": return text === "true";
    case "list": return words(text);
    case "text": return text;
  }
}
