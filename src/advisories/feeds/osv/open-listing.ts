// The bucket's complete listing, modified_id.csv, asked for conditionally.
import { askForFile } from "../../feed-reply.ts";
import type { FeedReply, Validators } from "../../feed-reply.ts";
import { csvExpected } from "./csv.ts";
import type { OsvJob } from "./job.ts";

type Content = Extract<FeedReply, { kind: "content" }> & { url: string };

export async function openListing(job: OsvJob): Promise<Content>;
export async function openListing(job: OsvJob, since: Validators | undefined): Promise<Content | { kind: "unchanged" }>;
export async function openListing(job: OsvJob, since: Validators = {}): Promise<Content | { kind: "unchanged" }> {
  const url = job.urlOf("modified_id.csv");
  const reply = await askForFile(job.context, url, csvExpected, since);
  return reply.kind === "unchanged" ? reply : { ...reply, url };
}
