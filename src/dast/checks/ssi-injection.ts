// Server-side includes injection: a value becomes a directive that the web server carries out.
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { firstComputed } from "../execution/computed.ts";
import type { Formula } from "../execution/computed.ts";
import { isUsual } from "../execution/judged.ts";

// httpd.apache.org mod_include: `set` gives a variable a value and prints nothing, `echo` prints it. Taking the comments away would leave no word.
const set: Formula = {
  technique: "set-echo", by: "The web server's includes", result: ({ word, other }) => `${other}${word}${other}`,
  write: ({ word, other }, original) => `${original}${other}<!--#set var="v" value="${word}" --><!--#echo var="v" -->${other}`,
  control: ({ word, other }, original) => `${original}${other}<!--#set var="v" value="${word}" --><!--#echp var="v" -->${other}`,
};
const branch: Formula = {
  technique: "if", by: "The web server's includes", result: ({ word, other }) => `${other}${word}${other}`,
  write: ({ word, other }, original) => `${original}${other}<!--#if expr="1=1" -->${word}<!--#else -->x<!--#endif -->${other}`,
  control: ({ word, other }, original) => `${original}${other}<!--#if expr="1=2" -->${word}<!--#else -->x<!--#endif -->${other}`,
};
// www.w3.org/TR/esi-lang: for caches and content networks in front.
const edge: Formula = {
  technique: "esi", by: "Edge-side includes", result: ({ word, other }) => `${other}${word}${other}`,
  write: ({ word, other }, original) => `${original}${other}<esi:remove>x</esi:remove>${word}<!--esi -->${other}`,
  control: ({ word, other }, original) => `${original}${other}<esi:remov>x</esi:remov>${word}<!--es -->${other}`,
};
const command: Formula = {
  technique: "exec", by: "A command in a server-side include", result: ({ product }) => product,
  write: ({ left, right }, original) => `${original}<!--#exec cmd="echo $((${left}*${right}))" -->`,
  control: ({ left, right }, original) => `${original}<!--#exed cmd="echo $((${left}*${right}))" -->`,
};

export const ssiInjection = defineCheck<PointCheck>({
  id: "ssi-injection", about: "A value becomes a server-side include directive.",
  title: "Server-side includes injection", cwe: 97, owasp: ["A03"], severity: "high", risk: "payload", attackClass: "ssi-injection",
  remediation: "Encode values for HTML before they are written into pages, so that no comment can begin in them. Switch off server-side includes where they are not needed, and their exec command everywhere.",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    const proof = await firstComputed(point, tools, isUsual(point) ? [set] : [set, command, branch, edge]);
    if (proof !== undefined) yield proof;
  },
});
