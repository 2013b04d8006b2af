// Copies of scripts beside them, and applications that answer to whatever follows the name.
import type { RangeAnswer, RangeCase } from "../case.ts";
import { defineCase, htmlAnswer } from "../case.ts";

const source = "<?php\n$db = new PDO('mysql:host=db', 'app', 'secret');\necho $db->query('SELECT 1')->fetchColumn();\n";
const plain = (body: string | Uint8Array, type = "text/plain"): RangeAnswer => ({ status: 200, headers: [["content-type", type]], body });
const page = htmlAnswer("<!doctype html><html><h1>Cart</h1></html>");

interface Beside { extension: string; original?: RangeAnswer; copies?: (name: string, stem: string) => Readonly<Record<string, RangeAnswer>>; other?: (path: string, name: string) => RangeAnswer | undefined }
const beside = (name: string, vulnerable: boolean, { extension, original = page, copies = () => ({}), other }: Beside): RangeCase => defineCase({
  check: "backup-files", name, vulnerable,
  build: (names) => {
    const stem = names.word("stem");
    const file = `${stem}${extension}`;
    const files = copies(file, stem);
    return { html: (prefix) => `<a href="${prefix}/${file}">cart</a>`, requests: [{ method: "GET", path: `/${file}` }], handle: ({ path }) => (path === `/${file}` ? original : files[path.slice(1)] ?? other?.(path, file)) };
  },
});

export const cases: readonly RangeCase[] = [
  beside("a .bak beside a script", true, { extension: ".php", copies: (name) => ({ [`${name}.bak`]: plain(source) }) }),
  beside("a copy of an editor", true, { extension: ".php", copies: (name) => ({ [`${name}~`]: plain(source, "application/octet-stream") }) }),
  beside("a swap file", true, { extension: ".jsp", copies: (name) => ({ [`.${name}.swp`]: plain(`b0VIM 8.2\u0000\u0000${name}`, "application/octet-stream") }) }),
  beside("an archive of the folder", true, { extension: ".php", copies: (_name, stem) => ({ [`${stem}.zip`]: plain(Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), "application/zip") }) }),
  beside("a copy with its stem changed", true, { extension: ".php", copies: (_name, stem) => ({ [`${stem}_backup.php`]: plain(source) }) }),
  beside("a copy in an application that shows its start page for every name", true, { extension: ".php", copies: (name) => ({ [`${name}.old`]: plain(source) }), other: () => page }),
  beside("no copy", false, { extension: ".php" }),
  beside("every name is answered with the page", false, { extension: ".php", other: () => page }),
  beside("whatever follows the name is ignored, and the page holds code as text", false, { extension: ".php", original: plain(source), other: (path, name) => (path.includes(name) ? plain(source) : undefined) }),
  beside("every name gets some code", false, { extension: ".php", other: () => plain(source) }),
  beside("copies are refused", false, { extension: ".php", other: (path) => (/~$|\.(?:bak|old|swp|orig)$/.test(path) ? { status: 403, body: "Forbidden" } : undefined) }),
  beside("an error page with status 200", false, { extension: ".php", other: (path) => htmlAnswer(`<!doctype html><html><h1>There is no ${path.length} here</h1></html>`) }),
  beside("a page for .bak that is no copy", false, { extension: ".php", copies: (name) => ({ [`${name}.bak`]: htmlAnswer("<!doctype html><html><h1>Another page</h1></html>") }) }),
];
