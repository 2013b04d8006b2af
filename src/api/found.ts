// What was asked for by id must be there; when it is not, the answer says what was looked for.
import { Fault } from "../kernel/fault.ts";

export function found<T>(thing: T | undefined, noun: string, id: string): T {
  if (thing === undefined) throw new Fault("request.not-found", { detail: `There is no ${noun} "${id}".` });
  return thing;
}
