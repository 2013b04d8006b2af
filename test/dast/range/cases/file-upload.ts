// Range cases of file upload: what comes is kept in memory and served, run or changed in the ways of applications.
import type { Header } from "../../../../src/dast/exchange.ts";
import { defineCase, htmlAnswer, jsonAnswer } from "../case.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames } from "../case.ts";

const check = "file-upload";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });

interface Kept { name: string; type: string; content: string }
interface Store { /** Undefined: refused. */ keep(file: Kept): Kept | undefined; accepted(url: string, file: Kept): RangeAnswer; serve(file: Kept): RangeAnswer; folder?: string }

const types: Readonly<Record<string, string>> = { html: "text/html", svg: "image/svg+xml", png: "image/png", txt: "text/plain", php: "text/html" };
const extension = (name: string): string => name.split(".").at(-1)?.toLowerCase() ?? "";
const plainly = (file: Kept, more: readonly Header[] = []): RangeAnswer => ({ headers: [["content-type", types[extension(file.name)] ?? "application/octet-stream"], ...more], body: file.content });
/** As a server with PHP: a multiplication is all that this one knows. */
const run = (file: Kept): RangeAnswer => htmlAnswer(file.content.replace(/<\?php echo (\d+)\*(\d+);\?>/g, (_all, left: string, right: string) => String(Number(left) * Number(right))));
const image = (names: RangeNames): string => `PNG ${names.word("picture")}`;

function upload(names: RangeNames, store: Partial<Store>): BuiltCase {
  const { keep, accepted, serve, folder }: Store = { keep: (file) => file, accepted: (url) => htmlAnswer(`<a href="${url}">Your file</a>`), serve: (file) => plainly(file), folder: `/${names.word("folder")}/`, ...store };
  const path = `/${names.word("path")}`;
  const field = names.word("field");
  const files = new Map<string, Kept>();
  const boundary = "----range";
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="one.png"\r\nContent-Type: image/png\r\n\r\n${image(names)}\r\n--${boundary}--\r\n`;
  return {
    html: (prefix) => `<form method="post" enctype="multipart/form-data" action="${prefix}${path}"><input type="file" name="${field}"><button>Send</button></form>`,
    requests: [{ method: "POST", path, headers: [["content-type", `multipart/form-data; boundary=${boundary}`]], body }],
    handle: (request) => {
      const found = files.get(request.path);
      if (found !== undefined) return serve(found);
      if (request.path !== path || request.method !== "POST") return undefined;
      const [, name = "", type = "", content = ""] = /filename="([^"]*)"\r\nContent-Type: ([^\r\n]*)\r\n\r\n([\s\S]*?)\r\n--/i.exec(request.body.toString("utf8")) ?? [];
      const kept = keep({ name, type, content });
      if (kept === undefined) return htmlAnswer("Only pictures, please.", { status: 415 });
      files.set(`${folder ?? "/"}${kept.name}`, kept);
      return accepted(`${request.prefix}${folder ?? "/"}${kept.name}`, kept);
    },
  };
}
const isPicture = ({ name, content }: Kept): boolean => extension(name) === "png" && content.startsWith("PNG ");

export const cases: readonly RangeCase[] = [
  vulnerable("everything is kept and served", (names) => upload(names, {})),
  vulnerable("PHP is run, whatever the type says", (names) => upload(names, { serve: (file) => (extension(file.name) === "php" ? run(file) : plainly(file, [["content-disposition", "attachment"]])) })),
  vulnerable("only the declared type is looked at, and files are found in a usual folder", (names) => upload(names, { folder: "/uploads/", keep: (file) => (file.type.startsWith("image/") && extension(file.name) !== "svg" ? file : undefined), accepted: () => htmlAnswer("Thank you.") })),
  vulnerable("drawings with scripts", (names) => upload(names, { keep: (file) => (extension(file.name) === "svg" ? file : undefined), accepted: (url) => jsonAnswer({ url }) })),
  vulnerable("new names, the extension kept", (names) => upload(names, { keep: (file) => ({ ...file, name: `${names.word("stored")}${file.content.length}.${extension(file.name)}` }), accepted: (url) => jsonAnswer({ file: { location: url } }) })),
  vulnerable("a filter for .php in small letters", (names) => upload(names, { keep: (file) => (/\.(?:php|phtml|html?|svg|jsp|aspx?)$/.test(file.name) || file.name.includes(".php.") ? undefined : file), serve: (file) => (extension(file.name) === "php" ? run(file) : plainly(file)), accepted: (url) => ({ status: 302, headers: [["location", url]] }) })),
  twin("only pictures by extension and content", (names) => upload(names, { keep: (file) => (isPicture(file) ? file : undefined) })),
  twin("everything is handed out as a download", (names) => upload(names, { serve: (file) => plainly(file, [["content-disposition", 'attachment; filename="file"'], ["x-content-type-options", "nosniff"]]) })),
  twin("everything is served as plain text", (names) => upload(names, { serve: (file) => ({ headers: [["content-type", "text/plain"], ["x-content-type-options", "nosniff"]], body: file.content }) })),
  twin("everything is served in a sandbox", (names) => upload(names, { serve: (file) => plainly(file, [["content-security-policy", "default-src 'none'; sandbox"]]) })),
  twin("scripts are taken out of drawings and pages", (names) => upload(names, { serve: (file) => plainly({ ...file, content: file.content.replace(/<script[\s\S]*?<\/script>/gi, "").replace(/<\?php[\s\S]*?\?>/g, "") }) })),
  twin("the file is counted and thrown away", (names) => upload(names, { keep: (file) => file, accepted: (_url, file) => jsonAnswer({ bytes: file.content.length }), serve: () => ({ status: 404, body: "gone" }) })),
  twin("source code is shown, never run", (names) => upload(names, { serve: (file) => ({ headers: [["content-type", "text/plain; charset=utf-8"]], body: file.content }), accepted: (url) => htmlAnswer(`<a href="${url}">Source</a>`) })),
];
