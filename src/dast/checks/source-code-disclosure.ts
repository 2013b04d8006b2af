// Program code of the server that was sent instead of run.
import { excerptOf, isScript, isText, searchedText, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

// Each needs what only running code of that language holds, so that a page about it or with a snippet in it is not enough.
const languages: readonly (readonly [language: string, shape: RegExp])[] = [
  ["PHP", /<\?(?:php\b|=)(?=[\s\S]{0,1000}?(?:\$_(?:GET|POST|SERVER|REQUEST|SESSION|COOKIE)\b|\becho\b|\brequire(?:_once)?\b|\binclude(?:_once)?\b|\bfunction\s+\w+\s*\(|\$\w+\s*=[^=]))/],
  ["JSP", /<%@\s*(?:page|taglib|include)\s+(?:\w+\s*=\s*"[^"]*"\s*)+%>|<%=?(?=[^%]{0,600}(?:request\.getParameter|out\.print|session\.getAttribute|new [A-Z]\w+\())/],
  ["ASP.NET", /<%@\s*(?:Page|Control|Master|WebService|Application)\s+(?:\w+\s*=\s*"[^"]*"\s*)*(?:Language|CodeBehind|Inherits)\s*=\s*"[^"]*"/i],
  ["ASP", /<%(?=[^%]{0,600}(?:Response\.Write|Request\.(?:QueryString|Form)|Server\.CreateObject|Dim \w+))/i],
  ["ERB", /<%[=-]?\s*(?:@\w+(?:\.\w+)*|render\b|link_to\b|form_(?:for|with)\b|if\s+\w+|\w+\.each\s+do\s*\|)[^%]{0,300}%>/],
  ["Jinja or Django template", /\{%\s*(?:extends|load|block|include)\s+["']?[\w./-]+["']?\s*%\}[\s\S]{0,1500}?\{%\s*end(?:block|if|for)\b/],
  ["ColdFusion", /<cf(?:query|set|output|component|include)\b[^>]{0,300}>/i],
  ["Python", /^#!\/usr\/bin\/(?:env )?python[\d.]*\s|^(?:from [\w.]+ import [\w, ]+|import [\w.]+)\n(?:[^\n]*\n){0,40}?(?:def \w+\([^)]*\):|class \w+[^:\n]*:|if __name__ == ["']__main__["']:)/],
  ["Java", /^(?:\/\*[\s\S]{0,3000}?\*\/\s*)?package [a-z][\w.]*;\s+(?:import [\w.*]+;\s+)+[\s\S]{0,3000}?(?:public |final |abstract )*(?:class|interface|enum) \w+/],
  ["shell", /^#!\/(?:usr\/)?bin\/(?:env )?(?:ba|z|k)?sh\b/],
  ["Perl", /^#!\/usr\/bin\/(?:env )?perl\b|^use strict;\s+use \w/m],
  ["Ruby", /^#!\/usr\/bin\/(?:env )?ruby\b|^(?:require ["'][\w/.-]+["']\n)+[\s\S]{0,2000}?^(?:class|module|def) \w+/],
];

const shown = /<(?:pre|code|textarea|samp)\b[^>]*>[^<]{0,20000}$/i;

export const sourceCodeDisclosure = defineCheck<PassiveCheck>({
  id: "source-code-disclosure", about: "The server sends program code instead of running it.", title: "Source code disclosed",
  cwe: 540, owasp: ["A05", "A01"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Have the server run or refuse files of this kind, and keep sources out of the served folder. Change every password and key that stood in the code.",
  *inspect(exchange) {
    const { reply } = exchange;
    if (reply === undefined || reply.status !== 200 || !isText(reply) || isScript(reply)) return;
    const text = searchedText(reply);
    for (const [language, shape] of languages) {
      const match = shape.exec(text);
      // Between tags of code samples it is shown on purpose; escaped code never matches.
      if (match === null || shown.test(text.slice(Math.max(0, match.index - 20_000), match.index))) continue;
      yield sign(exchange, { technique: "code", about: language, because: `The answer holds ${language} code: ${excerptOf(text, match.index, Math.min(match[0].length, 120))}` });
      return;
    }
  },
});
