// YAML of a plan: a tree of plain values, its scalars as YAML 1.2 reads them.
import { YAMLException, load } from "js-yaml";
import { Fault } from "../../kernel/fault.ts";
import { isTable } from "./values.ts";
import type { Table } from "./values.ts";

const longest = 2 ** 20;

/** Throws dast.plan-invalid with the line. */
export function planTable(text: string): Table {
  if (text.length > longest) throw new Fault("dast.plan-invalid", { detail: `It is longer than ${longest / 2 ** 20} MiB.` });
  try {
    const value = load(text);
    if (!isTable(value) || !Array.isArray(value["jobs"])) throw new Fault("dast.plan-invalid", { places: [{ at: "/jobs", rule: "is needed: a list of jobs" }] });
    return value;
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new Fault("dast.plan-invalid", { places: [{ at: `line ${(cause.mark?.line ?? 0) + 1}`, rule: `is no YAML: ${cause.reason}` }] }, cause);
  }
}
