// Folders above known addresses that list their files, though no link leads to them.
import { listingOf } from "../answers/listing.ts";
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { foldersOf, seenFile } from "../soft-404/soft-404.ts";

const usual = ["images/", "img/", "css/", "js/", "assets/", "static/", "uploads/", "upload/", "files/", "backup/", "backups/", "logs/", "data/", "includes/", "tmp/", "downloads/", "media/", "docs/"];

/** Identity: the origin and the folder. */
export const directoryIndex = defineCheck<OriginCheck>({
  id: "directory-index", about: "A folder that nothing links to lists its files.", title: "Directory listing of an unlinked folder",
  cwe: 548, owasp: ["A05", "A01"], severity: "low", risk: "marker", attackClass: "discovery", on: "origin",
  remediation: "Switch directory listings off in the server (Options -Indexes, autoindex off). Move files that nobody shall fetch out of the served folder.",
  async *probe(origin, routes, tools) {
    const known = foldersOf(origin, routes, { most: 40, deepest: 6 });
    const guesses = known.slice(0, 3).flatMap((folder) => usual.map((name) => folder + name));
    for (const folder of new Set([...known, ...guesses])) {
      const url = `${origin}${folder}`;
      // A made-up folder has no list of its own: then the words on the page are the page's, not a listing's.
      const list = await seenFile(url, (reply) => listingOf(reply, url) !== undefined, tools, "The folder lists its files.");
      if (list !== undefined) yield { technique: "listing", confidence: "confirmed", at: `origin:folder:${folder}`, because: `${folder} lists ${list.exchange.reply === undefined ? 0 : listingOf(list.exchange.reply, url)?.entries ?? 0} files and folders.`, steps: list.steps };
    }
  },
});
