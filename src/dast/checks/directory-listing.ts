// Lists of files that the server made because a folder has no start page.
import { sign } from "../answers/answer.ts";
import { listingOf } from "../answers/listing.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

export const directoryListing = defineCheck<PassiveCheck>({
  id: "directory-listing", about: "The server lists the files of a folder.", title: "Directory listing",
  cwe: 548, owasp: ["A05", "A01"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Switch directory listings off in the server (Options -Indexes, autoindex off). Move files that nobody shall fetch out of the served folder.",
  *inspect(exchange) {
    const listing = exchange.reply === undefined ? undefined : listingOf(exchange.reply, exchange.request.url);
    if (listing !== undefined) yield sign(exchange, { technique: "listing", because: `The answer is a list of ${listing.entries} files and folders as ${listing.server} makes it.` });
  },
});
