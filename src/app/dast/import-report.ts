// Findings of another tool's report of a target, kept beside our own.
import { Fault } from "../../kernel/fault.ts";
import type { LoopContext } from "../loop/context.ts";
import type { DastDesk } from "./dast-desk.ts";

/** Throws request.invalid when no reader takes the text. */
export async function importReport(_context: LoopContext, _org: string, _targetId: string, _text: string, _actor: string): Promise<Awaited<ReturnType<DastDesk["importReport"]>>> {
  throw new Fault("request.invalid", { places: [{ at: "/text", rule: "is no report that is read" }] });
}
