// HTTP out, passed in: the one door through which plug-ins reach the network.

export interface HttpReply {
  status: number;
  /** Lower-cased names. */
  headers: Readonly<Record<string, string>>;
  body(): AsyncIterable<Uint8Array>;
  text(limitBytes?: number): Promise<string>;
}

export interface HttpRequest {
  method?: "GET" | "POST" | "HEAD" | "PUT" | "PATCH" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /** Until the head of the answer has come; default 30 s. */
  timeoutMs?: number;
}

/** Throws only when no HTTP answer came (refused, timed out, not resolvable); any status is an answer. */
export interface Http { send(url: string, request?: HttpRequest): Promise<HttpReply> }
