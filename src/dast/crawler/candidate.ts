// A candidate: a request that a crawl may send, with where it was found. Plain data, so that a crawl can be put away and taken up again.
import type { Header, TestRequest } from "../exchange.ts";
import type { RouteParameter, RouteSource } from "../route.ts";

/** sure: a link or form said so; otherwise it becomes a route only when something answers. chain: pages of one shape that led here one after the other. */
export interface Candidate {
  method: string;
  url: string;
  headers: readonly Header[];
  body: string | undefined;
  source: RouteSource;
  foundOn: string | undefined;
  depth: number;
  sure: boolean;
  chain: number;
  /** Of the page it was found on. */
  shape?: string;
  token?: { page: string; field: string };
  parameters?: readonly RouteParameter[];
  template?: string;
  operation?: string;
}

export const requestOf = ({ method, url, headers, body }: Candidate): TestRequest => ({ method, url, headers, body });

/** What is not in the URL alone: a request that a form or a description made, or one by a script. */
export const isPlain = ({ method, body, headers }: Candidate): boolean => method === "GET" && body === undefined && headers.length === 0;
