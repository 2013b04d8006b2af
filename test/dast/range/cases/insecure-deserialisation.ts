// Range cases of insecure deserialisation: Python's pickle and YAML loaders, and readers of other formats that do what theirs do.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { python, pythonHas, pythonPath } from "../confined.ts";
import { oneField } from "../one-field.ts";
import { evaluated } from "../rendering.ts";

const check = "insecure-deserialisation";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const yaml = pythonHas("yaml");
const run = async (path: string | undefined, program: string, value: string, status = 500): Promise<RangeAnswer> => { const { output, code } = await python(path ?? "", program, value); return code === 0 ? htmlAnswer(`<p>${escapeHtml(output)}`) : htmlAnswer("That cannot be read.", { status }); };

// b"\x80\x04..." of {"a": 1}, as pickle.dumps writes it.
const pickled = "gASVCgAAAAAAAAB9lIwBYZRLAXMu";
const pickle = "import sys,base64,pickle;print(pickle.loads(base64.b64decode(sys.argv[1])))";
const safePickle = `
import sys,base64,pickle,io
class Safe(pickle.Unpickler):
    def find_class(self, module, name): raise pickle.UnpicklingError("no classes")
print(Safe(io.BytesIO(base64.b64decode(sys.argv[1]))).load())
`;

/** Object Serialization Stream Protocol 6.4.2: magic and version; then as java.io.ObjectInputStream, which tells what it met. */
function readJava(bytes: Buffer): string {
  if (bytes.length < 4) throw new Error("java.io.EOFException");
  if (bytes.readUInt32BE(0) !== 0xaced0005) throw new Error(`java.io.StreamCorruptedException: invalid stream header: ${bytes.subarray(0, 4).toString("hex").toUpperCase()}`);
  if (bytes[4] === 0x74) return bytes.subarray(7, 7 + bytes.readUInt16BE(5)).toString("utf8");
  const name = bytes.subarray(8, 8 + bytes.readUInt16BE(6)).toString("utf8");
  throw new Error(`java.lang.ClassNotFoundException: ${name}`);
}
/** As PHP counts: strings by their announced length, and the place and length of the whole in its notice. */
function readPhp(text: string): string {
  const [, length = "0"] = /s:(\d+):"/.exec(text) ?? [];
  const from = text.indexOf('"') + 1;
  if (text[from + Number(length)] !== '"') throw new Error(`Notice: unserialize(): Error at offset ${from} of ${text.length} bytes in /srv/app/session.php on line 4`);
  return text.slice(from, from + Number(length));
}
const mark = "_$$ND_FUNC$$_";
const readNode = (text: string): Record<string, unknown> => Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, unknown>).map(([key, value]) => [key, typeof value === "string" && value.startsWith(mark) ? evaluated(`(${value.slice(mark.length)})`) : value]));
const javaString = Buffer.from([0xac, 0xed, 0, 5, 0x74, 0, 6, ...Buffer.from("garden")]).toString("base64");
const safely = (make: () => string, tells: boolean): RangeAnswer => { try { return htmlAnswer(`<p>${escapeHtml(make())}`); } catch (thrown) { return htmlAnswer(tells ? escapeHtml((thrown as Error).message) : "That cannot be read.", { status: 500 }); } };

const pythonCases: readonly RangeCase[] = pythonPath === undefined ? [] : [
  vulnerable("Python unpickles a cookie and shows it", (names) => oneField(names, { by: "cookie", value: pickled, answer: (value) => run(pythonPath, pickle, value) })),
  vulnerable("Python unpickles a parameter, and shows nothing", (names) => oneField(names, { value: pickled, answer: async (value) => { await run(pythonPath, pickle, value); return htmlAnswer("Welcome back."); } })),
  twin("Python unpickles without classes", (names) => oneField(names, { by: "cookie", value: pickled, answer: (value) => run(pythonPath, safePickle, value) })),
];
const yamlCases: readonly RangeCase[] = yaml === undefined ? [] : [
  vulnerable("YAML with every tag, in a form", (names) => oneField(names, { by: "form", value: "text: garden", answer: (value) => run(yaml, "import sys,yaml;print(yaml.load(sys.argv[1],Loader=yaml.UnsafeLoader))", value, 200) })),
  twin("YAML with the safe loader", (names) => oneField(names, { by: "form", value: "text: garden", answer: (value) => run(yaml, "import sys,yaml;print(yaml.safe_load(sys.argv[1]))", value) })),
];

export const cases: readonly RangeCase[] = [
  ...pythonCases, ...yamlCases,
  vulnerable("a Java object in a cookie, errors shown", (names) => oneField(names, { by: "cookie", value: javaString, answer: (value) => safely(() => readJava(Buffer.from(value, "base64")), true) })),
  vulnerable("a Java object in hexadecimal digits, in a form", (names) => oneField(names, { by: "form", value: Buffer.from(javaString, "base64").toString("hex"), answer: (value) => safely(() => readJava(Buffer.from(value, "hex")), true) })),
  vulnerable("a PHP array in a parameter, notices shown", (names) => oneField(names, { value: 'a:1:{i:0;s:6:"garden";}', answer: (value) => safely(() => readPhp(value), true) })),
  vulnerable("functions in JSON, base64 in a cookie", (names) => oneField(names, { by: "cookie", value: Buffer.from('{"name":"garden"}').toString("base64"), answer: (value) => { try { return htmlAnswer(`<p>Hello ${escapeHtml(String(readNode(Buffer.from(value, "base64").toString("utf8"))["name"]))}`); } catch { return htmlAnswer("Hello stranger", { status: 400 }); } } })),
  twin("JSON in base64, without functions", (names) => oneField(names, { by: "cookie", value: Buffer.from('{"name":"garden"}').toString("base64"), answer: (value) => safely(() => String((JSON.parse(Buffer.from(value, "base64").toString("utf8")) as Record<string, unknown>)["name"]), false) })),
  twin("a Java object that is not read", (names) => oneField(names, { value: javaString, answer: (value) => htmlAnswer(`<p>Kept: ${escapeHtml(value)}`) })),
  twin("signed objects: everything else is refused", (names) => oneField(names, { by: "cookie", value: javaString, answer: (value) => (value === javaString ? htmlAnswer("Welcome back.") : htmlAnswer("java.io.StreamCorruptedException: invalid stream header", { status: 500 })) })),
  twin("a PHP array that is parsed as text", (names) => oneField(names, { by: "form", value: 'a:1:{i:0;s:6:"garden";}', answer: (value) => htmlAnswer(`<p>${value.length} bytes, first ${escapeHtml(value.slice(0, 2))}`) })),
  twin("tags of YAML shown as they came", (names) => oneField(names, { value: "text: garden", answer: (value) => jsonAnswer({ value }) })),
];
