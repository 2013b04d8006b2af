// The lineage of a process: which started which, out of the process events seen before; bounded, in memory.
import { valueOf } from "./field.ts";
import type { RuntimeEvent } from "./event.ts";

export interface ProcessNode { id: string; pid: string | undefined; image: string | undefined; commandLine: string | undefined; user: string | undefined; at: number }

export interface ProcessTable {
  /** Remembers a process that began. */
  note(event: RuntimeEvent): void;
  /** The process of an event and its ancestors, the nearest first; what the event says of its parent counts where the parent was not seen. */
  lineage(event: RuntimeEvent): readonly ProcessNode[];
}

interface Known extends ProcessNode { parent: string | undefined }

const mostProcesses = 50_000;
const deepest = 16;
const longestText = 2000;

export function createProcessTable(most = mostProcesses): ProcessTable {
  const known = new Map<string, Known>();
  return {
    note(event) {
      const one = processOf(event);
      if (one === undefined) return;
      // The newest stand last: what is over the limit goes from the front.
      known.delete(one.id);
      known.set(one.id, one);
      if (known.size > most) known.delete(known.keys().next().value ?? "");
    },
    lineage(event) {
      const own = processOf(event);
      if (own === undefined) return [];
      const nodes: ProcessNode[] = [shown(own)];
      const seen = new Set([own.id]);
      for (let next = own.parent === undefined ? undefined : known.get(own.parent); next !== undefined && !seen.has(next.id) && nodes.length < deepest; next = next.parent === undefined ? undefined : known.get(next.parent)) {
        seen.add(next.id);
        nodes.push(shown(next));
      }
      return nodes.length > 1 ? nodes : [...nodes, ...toldParent(event, own)];
    },
  };
}

const shown = ({ id, pid, image, commandLine, user, at }: Known): ProcessNode => ({ id, pid, image, commandLine, user, at });

/** Processes are known by the sensor's own id, else by host and number: numbers are used again, so the newest counts. */
function processOf(event: RuntimeEvent): Known | undefined {
  const image = textOf(event, "Image");
  const pid = textOf(event, "ProcessId");
  const guid = textOf(event, "ProcessGuid");
  if (image === undefined || (pid === undefined && guid === undefined)) return undefined;
  const host = event.origin.host ?? "";
  const parentPid = textOf(event, "ParentProcessId");
  return {
    id: guid ?? `${host} ${pid}`, pid, image, commandLine: textOf(event, "CommandLine"), user: textOf(event, "User"), at: event.at,
    parent: textOf(event, "ParentProcessGuid") ?? (parentPid === undefined ? undefined : `${host} ${parentPid}`),
  };
}

function toldParent(event: RuntimeEvent, own: Known): ProcessNode[] {
  const image = textOf(event, "ParentImage");
  if (image === undefined) return [];
  return [{ id: own.parent ?? `${own.id} parent`, pid: textOf(event, "ParentProcessId"), image, commandLine: textOf(event, "ParentCommandLine"), user: undefined, at: event.at }];
}

function textOf({ fields }: RuntimeEvent, name: string): string | undefined {
  const value = valueOf(fields, name);
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, longestText) : undefined;
}
