// The house's law that a linter does not know: each rule reads one file and names the lines that break it.
import { Visitor } from "vite";
import type { ESTree } from "vite";
import { isTest } from "./architecture.ts";
import { lineOf, parse } from "./source-tree.ts";
import type { SourceFile } from "./source-tree.ts";

export interface HouseRule {
  id: string;
  /** What the house does instead, as the mend of a breach. */
  about: string;
  holdsFor(path: string): boolean;
  /** Line numbers of the breaches. */
  find(file: SourceFile): number[];
}

type Node = ESTree.Node;
type Report = (node: { start: number }) => void;
type Visit = ConstructorParameters<typeof Visitor>[0];

/** A rule over the syntax tree: the visitor reports nodes. */
function treeRule(rule: Omit<HouseRule, "find"> & { visit(report: Report): Visit }): HouseRule {
  return {
    ...rule,
    find({ path, text }) {
      const lines: number[] = [];
      new Visitor(rule.visit(({ start }) => { lines.push(lineOf(text, start)); })).visit(parse(path, text).program);
      return lines;
    },
  };
}

/** "Date.now" of the expression Date.now; undefined when it is not two plain names. */
const memberName = (node: Node): string | undefined =>
  (node.type === "MemberExpression" && !node.computed && node.object.type === "Identifier" ? `${node.object.name}.${node.property.name}` : undefined);

const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path);
const isShipped = (path: string): boolean => path.startsWith("src/") && !isTest(path);
// The doors and app/ meet the outside; every room below is pure.
const isDomain = (path: string): boolean => isShipped(path) && !/^src\/(?:app|api|cli|contract)\//.test(path) && path !== "src/kernel/clock.ts";

const hidden = new Set(["Date.now", "Math.random", "performance.now"]);

const passedIn = treeRule({
  id: "passed-in", about: "Time and chance are passed in: take a Clock, Ids or a function from app/.", holdsFor: isDomain,
  visit: (report) => ({
    CallExpression: (node) => { if (hidden.has(memberName(node.callee) ?? "") || (node.callee.type === "Identifier" && node.callee.name === "Date")) report(node); },
    NewExpression: (node) => { if (node.callee.type === "Identifier" && node.callee.name === "Date" && node.arguments.length === 0) report(node); },
  }),
});

const environment = treeRule({
  id: "environment", about: "The environment is read in src/app/settings.ts and handed on.", holdsFor: (path) => isShipped(path) && path !== "src/app/settings.ts" && !path.startsWith("src/cli/"),
  visit: (report) => ({ MemberExpression: (node) => { if (memberName(node) === "process.env") report(node); } }),
});

const logLevels = new Set(["debug", "info", "warn", "error"]);
const isLog = (node: Node): boolean =>
  (node.type === "Identifier" && node.name === "log") || (node.type === "MemberExpression" && "name" in node.property && node.property.name === "log");

const staticLog = treeRule({
  id: "static-log", about: "A log event is a fixed sentence to search for; what varies goes into the fields.", holdsFor: isShipped,
  visit: (report) => ({
    CallExpression: ({ callee, arguments: [event], start }) => {
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || !logLevels.has(callee.property.name) || !isLog(callee.object)) return;
      if (event?.type !== "Literal" || typeof event.value !== "string") report({ start });
    },
  }),
});

const erasable = treeRule({
  id: "erasable", about: "Node runs the sources with their types stripped: no enum, no namespace, no parameter property.", holdsFor: isTypeScript,
  visit: (report) => ({
    TSEnumDeclaration: report, TSParameterProperty: report,
    // `declare global` and `declare module` only type what is there; they leave nothing behind to run.
    TSModuleDeclaration: (node) => { if (!node.declare) report(node); },
  }),
});

const named = treeRule({
  id: "named", about: "Exports have names: a default export is called something else in every file.",
  // Vite and Vitest read their settings no other way.
  holdsFor: (path) => !/(?:^|\/)(?:vite|vitest)\.config\.ts$/.test(path),
  visit: (report) => ({
    ExportDefaultDeclaration: report,
    ExportSpecifier: (node) => { if ("name" in node.exported && node.exported.name === "default") report(node); },
  }),
});

const isCallOf = (callee: Node, objects: readonly string[], names: readonly string[]): boolean => {
  const [object = "", name = ""] = memberName(callee)?.split(".") ?? [];
  return objects.includes(object) && names.includes(name);
};

const honestTests = treeRule({
  id: "honest-tests", about: "A test runs, or says why not with skipIf; it never stands alone, and never mocks our own code.", holdsFor: isTest,
  visit: (report) => ({
    CallExpression: (node) => {
      if (isCallOf(node.callee, ["it", "test", "describe"], ["only", "skip", "todo"]) || isCallOf(node.callee, ["vi"], ["mock", "doMock"])) report(node);
    },
  }),
});

const caption: HouseRule = {
  id: "caption", about: "The first line of a file is a comment of one sentence that says what the file is for.", holdsFor: () => true,
  find: ({ text }) => (/^(?:#![^\n]*\n)?\/\/ \S[^\n]{14,}[.?:]\r?\n/.test(text) ? [] : [1]),
};

const finished: HouseRule = {
  id: "finished", about: "What is left open is an issue, not a comment.", holdsFor: () => true,
  find: ({ path, text }) => parse(path, text).comments.filter(({ value }) => /\b(?:TODO|FIXME|XXX)\b/.test(value)).map(({ start }) => lineOf(text, start)),
};

const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|lib|core|services)(?:\/|\.)/;
const plainNames: HouseRule = {
  id: "plain-names", about: "Folders and files are named for a noun of the domain or for what they export.", holdsFor: () => true,
  // A page of the console may be called services: that is a noun of ours.
  find: ({ path }) => (vague.test(path.replace(/(?:pages|resources|views)\/services(?=\.|\/)/, "")) ? [1] : []),
};

export const linesOf = ({ text }: SourceFile): number => text.split("\n").length - 1;
const longest = 400;
const short: HouseRule = {
  id: "short", about: `A file of more than ${longest} lines holds a second word: give it a file of its own.`, holdsFor: () => true,
  find: (file) => (linesOf(file) > longest ? [longest + 1] : []),
};

export const houseRules: readonly HouseRule[] = [passedIn, environment, staticLog, erasable, named, honestTests, caption, finished, plainNames, short];

/** Every breach in these files: "path:line breaks rule. mend". */
export const breachesOfRules = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) => houseRules.filter((rule) => rule.holdsFor(file.path)).flatMap((rule) => rule.find(file).map((line) => `${file.path}:${line} breaks "${rule.id}". ${rule.about}`)));
