// One run of a template: what its blocks share.
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Answer } from "./answer.ts";
import type { CallBacks } from "./call-backs.ts";
import type { CookieJar, Courier } from "./courier.ts";
import type { Names, Surroundings, Value } from "./dsl/value.ts";
import type { Template } from "./template.ts";

export interface RunLimits {
  /** Of one block. */
  payloadSets: number;
  requests: number;
  hitsOfBlock: number;
  callBackMs: number;
}

export interface Run {
  template: Template;
  /** Below which the template asks: an origin, or one with a path. */
  base: string;
  limits: RunLimits;
  around: Surroundings;
  courier: Courier;
  jar: CookieJar;
  callBacks: CallBacks & { isNeeded: boolean };
  /** What extractors and the flow have given. */
  values: Map<string, Value>;
  /** The value of a variable of the template or a name of the target. */
  variable(name: string, names: Names): Value;
  /** Never an answer that was asked before. */
  fresh: boolean;
  exchanges: Exchange[];
  answers: readonly Answer[];
  /** Why requests were not sent. */
  unsent: string[];
  /** Why this request may not be sent; undefined: it may. */
  refuses(request: TestRequest): string | undefined;
  spent(): boolean;
  waited(): Promise<void>;
  note(text: string): void;
}
