// Addresses that are a right by themselves: whoever tries them out waits as one who tries out passwords does.
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { Call } from "./route.ts";

/** Throws auth.braked, with Retry-After, while this address has to wait. */
export function refuseWhileBraked({ desk, request, reply }: Pick<Call, "desk" | "request" | "reply">): void {
  const waitMs = desk.brake.waitMs(request.ip);
  if (waitMs === 0) return;
  reply.header("retry-after", String(Math.ceil(waitMs / secondMs)));
  throw new Fault("auth.braked");
}
