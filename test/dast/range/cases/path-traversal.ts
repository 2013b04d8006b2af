// Range cases of path traversal: real files below a temporary folder, opened with and without the guards that applications use.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames } from "../case.ts";
import { oneField } from "../one-field.ts";
import type { OneField } from "../one-field.ts";

/** A folder with two files, and a reader that opens nothing on this machine but them, directories, and the one file that all may read. */
function withFolder(names: RangeNames, { suffix = ".txt", ...more }: Omit<OneField, "answer" | "value" | "others" | "close"> & { suffix?: string; value?: string; answer(value: string, folder: string): RangeAnswer }): BuiltCase {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "range-files-")));
  const folder = join(root, "pages", "public");
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, "WEB-INF"), { recursive: true });
  writeFileSync(join(folder, `garden${suffix}`), `Notes on the garden ${names.word("notes")}: water in the evening.`);
  writeFileSync(join(root, "WEB-INF", "web.xml"), `<?xml version="1.0"?>\n<web-app version="4.0">\n<display-name>${names.word("app")}</display-name>\n<servlet><servlet-name>a</servlet-name></servlet>\n</web-app>\n`);
  return oneField(names, { ...more, value: more.value ?? `garden${suffix}`, answer: (value) => more.answer(value, folder), close: () => { rmSync(root, { recursive: true, force: true }); } });
}

function read(path: string): string {
  const whole = resolve(path);
  if (whole !== "/etc/passwd" && !whole.includes(`${sep}range-files-`) && !statSync(whole).isDirectory()) throw new Error(`EACCES: permission denied, open '${path}'`);
  return readFileSync(path, "utf8");
}
const nul = String.fromCharCode(0);
const cut = (path: string): string => path.split(nul)[0] ?? "";
/** As C libraries do: a name ends at its first zero byte. */
const shown = (path: string, status = 404): RangeAnswer => { try { return htmlAnswer(`<article>${escapeHtml(read(path))}</article>`); } catch { return htmlAnswer("There is no such page.", { status }); } };

const check = "path-traversal";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });

export const cases: readonly RangeCase[] = [
  vulnerable("a name joined to a folder", (names) => withFolder(names, { answer: (value, folder) => shown(join(folder, value)) })),
  vulnerable("the whole path is the value, in a form, errors of status 200", (names) => withFolder(names, { by: "form", answer: (value, folder) => shown(value.startsWith("/") ? value : join(folder, value), 200) })),
  vulnerable("\"../\" is taken away once", (names) => withFolder(names, { answer: (value, folder) => shown(`${folder}/${value.replaceAll("../", "")}`) })),
  vulnerable("an extension is appended, and a zero byte ends the name", (names) => withFolder(names, { value: "garden", answer: (value, folder) => shown(cut(join(folder, `${value}.txt`)), 500) })),
  vulnerable("the value is decoded once more after the check", (names) => withFolder(names, { answer: (value, folder) => { if (value.includes("..") || value.startsWith("/")) return htmlAnswer("Not so.", { status: 400 }); try { return shown(join(folder, decodeURIComponent(value))); } catch { return htmlAnswer("There is no such page.", { status: 404 }); } } })),
  vulnerable("a file URL is opened as it is", (names) => withFolder(names, { by: "json", answer: (value, folder) => { if (/^[./]/.test(value)) return jsonAnswer({ error: "name expected" }, { status: 400 }); try { return jsonAnswer({ text: read(value.startsWith("file:") ? fileURLToPath(value) : join(folder, basename(value))) }); } catch { return jsonAnswer({ error: "unknown" }, { status: 404 }); } } })),
  vulnerable("the name must begin with the folder of the original", (names) => withFolder(names, { value: "public/garden.txt", answer: (value, folder) => (value.startsWith("public/") ? shown(join(folder, "..", value)) : htmlAnswer("Not so.", { status: 403 })) })),
  vulnerable("the content comes with a redirect of status 302, a value in a cookie", (names) => withFolder(names, { by: "cookie", answer: (value, folder) => { try { return { status: 302, headers: [["location", "./"]], body: read(join(folder, value)) }; } catch { return { status: 302, headers: [["location", "./"]], body: "" }; } } })),
  vulnerable("only files of the application can be read: its deployment descriptor", (names) => withFolder(names, { answer: (value, folder) => { const path = join(folder, value); return path.startsWith(join(folder, "..", "..")) ? shown(path) : htmlAnswer("There is no such page.", { status: 404 }); } })),
  vulnerable("nothing is shown, but what exists is told apart", (names) => withFolder(names, { answer: (value, folder) => { try { statSync(join(folder, value)); return htmlAnswer("Your choice is kept."); } catch { return htmlAnswer("Choose something else."); } } })),
  twin("only the last part of the name is used", (names) => withFolder(names, { answer: (value, folder) => shown(join(folder, basename(value))) })),
  twin("the resolved path must lie below the folder", (names) => withFolder(names, { answer: (value, folder) => { const path = resolve(folder, `.${sep}${value}`); return path.startsWith(folder + sep) && !value.includes(nul) ? shown(path) : htmlAnswer("There is no such page.", { status: 404 }); } })),
  twin("the real path is asked first, and what lies outside is refused with 403", (names) => withFolder(names, { answer: (value, folder) => { try { return realpathSync(join(folder, value)).startsWith(folder + sep) ? shown(join(folder, value)) : htmlAnswer("That is forbidden.", { status: 403 }); } catch { return htmlAnswer("There is no such page.", { status: 404 }); } } })),
  twin("a list of known names", (names) => withFolder(names, { answer: (value, folder) => shown(join(folder, value === "garden.txt" ? value : "none.txt")) })),
  twin("every dot-dot is refused with an error of status 500", (names) => withFolder(names, { by: "form", answer: (value, folder) => (/\.\.|^\/|:|%|\\/.test(value) || value.includes(nul) ? htmlAnswer("java.io.FileNotFoundException: /etc/passwd (No such file or directory)", { status: 500 }) : shown(join(folder, value))) })),
  twin("the name is shown, the file is not opened", (names) => withFolder(names, { by: "json", answer: (value) => jsonAnswer({ name: value, note: `no page ${value}` }) })),
  twin("a page about the password file, whatever is asked for", (names) => withFolder(names, { answer: () => htmlAnswer("<h1>Lines of /etc/passwd</h1><p>root:x:0:0:root:/root:/bin/bash is one, daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin another.") })),
  twin("normalised, and refused when it leads up", (names) => withFolder(names, { by: "cookie", answer: (value, folder) => { const path = normalize(value); return path.startsWith("..") || path.startsWith("/") || value.includes(nul) ? htmlAnswer("There is no such page.", { status: 404 }) : shown(join(folder, path)); } })),
];
