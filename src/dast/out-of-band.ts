// The out-of-band port: addresses of our own that only a vulnerable system would call.
import type { Instant } from "../kernel/clock.ts";

export interface Interaction { at: Instant; over: "http" | "dns"; from: string; detail: string }

/** Names of one probe: a URL and, when the listener answers for a domain, a host name. */
export interface OutOfBandName { token: string; url: string; host: string | undefined }

export interface OutOfBand {
  /** The same label gives the same token within a scan. */
  name(label: string): OutOfBandName;
  /** What has called by this token, after waiting at most withinMs for the first. */
  seen(token: string, withinMs: number): Promise<readonly Interaction[]>;
  /** What the listener answers to an HTTP request with this token: a body for file inclusion and XML entities. Default: an empty text. */
  answer(token: string, body: string, contentType: string): void;
  close(): Promise<void>;
}
