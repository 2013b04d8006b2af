// Folders above linked files that list what is in them, and folders that have a page of their own.
import type { RangeAnswer, RangeCase } from "../case.ts";
import { defineCase, htmlAnswer } from "../case.ts";

const apache = (path: string): RangeAnswer => htmlAnswer(`<!DOCTYPE HTML><html><head><title>Index of ${path}</title></head><body><h1>Index of ${path}</h1><a href="?C=N;O=D">Name</a><a href="/">Parent Directory</a><a href="a.txt">a.txt</a><a href="b/">b/</a></body></html>`);
const above = (name: string, vulnerable: boolean, answer: (path: string, folder: string) => RangeAnswer | undefined, place: (word: string) => string = (word) => `/${word}`): RangeCase => defineCase({
  check: "directory-index", name, vulnerable,
  build: (names) => {
    const folder = place(names.word("folder"));
    const file = `${folder}/${names.word("file")}.png`;
    return { html: (prefix) => `<img src="${prefix}${file}">`, requests: [{ method: "GET", path: file }], handle: ({ path }) => (path === file ? { headers: [["content-type", "image/png"]], body: "x" } : answer(path, `${folder}/`)) };
  },
});

export const cases: readonly RangeCase[] = [
  above("Apache lists it", true, (path, folder) => (path === folder ? apache(path) : undefined)),
  above("IIS lists it", true, (path, folder) => (path === folder ? htmlAnswer(`<html><pre><A HREF="/">[To Parent Directory]</A><br><A HREF="a.txt">a.txt</A></pre></html>`) : undefined)),
  above("Python lists it", true, (path, folder) => (path === folder ? htmlAnswer(`<h1>Directory listing for ${path}</h1><hr><ul><li><a href="a.txt">a.txt</a></li></ul>`) : undefined)),
  above("Tomcat lists it", true, (path, folder) => (path === folder ? htmlAnswer(`<title>Directory Listing For [${path}]</title><a href="a.txt"><tt>a.txt</tt></a>`) : undefined)),
  above("a folder higher up lists it", true, (path, folder) => (path === folder.replace(/inner\/$/, "") ? apache(path) : undefined), (word) => `/${word}/inner`),
  above("a usual folder that nothing links to", true, (path) => (path === "/uploads/" ? apache(path) : undefined)),
  above("it is refused", false, (path, folder) => (path === folder ? { status: 403, headers: [["content-type", "text/html"]], body: apache(path).body ?? "" } : undefined)),
  above("it has a start page", false, (path, folder) => (path === folder ? htmlAnswer("<h1>Pictures</h1><a href='a.png'>a</a><a href='../'>up</a>") : undefined)),
  above("it leads elsewhere", false, (path, folder) => (path === folder ? { status: 302, headers: [["location", "/"]] } : undefined)),
  above("every folder shows the same list, made up too", false, (path) => (path.endsWith("/") ? apache(path) : htmlAnswer(String(apache(path).body)))),
  above("a page called Index of something", false, (path, folder) => (path === folder ? htmlAnswer('<title>Index of happiness</title><h1>Index of happiness</h1><a href="https://other.example/">x</a>') : undefined)),
  above("nothing is there", false, () => undefined),
];
