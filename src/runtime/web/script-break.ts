// Script that breaks out of a script's string, or is script already: ';alert(1)//, "-alert(1)-", ${alert(1)}.

/** What attackers call or read to show that they run, or to take what they came for. */
const sinks = "alert|prompt|confirm|eval|execscript|settimeout|setinterval|setimmediate|function|fetch|xmlhttprequest|importscripts|fromcharcode|document|window|location|self|top|parent|globalthis|frames|this|constructor|atob|unescape|print|console|navigator|open|import|msgbox|postmessage|onerror|throw|new|with|\\$|jquery";
const call = `(?:${sinks})\\b\\s*(?:\\(|(?<!\\s)\`|\\.\\s*\\w|\\[|=(?!=)|\\?\\.)`;

// The string ends ('), and an operator, a semicolon or a bracket lets a new expression begin.
const brokenOut = new RegExp(`(?:^|[^\\\\])["'\`]\\s*(?:[;,+\\-*/%^|&<>?:=!~)}\\]\\s]|in\\b|instanceof\\b){1,8}\\s*(?:\\(+|\\[+|\\{|typeof\\s|void\\s|var\\s+\\w+\\s*=|new\\s)?\\s*${call}`, "gi");
const escapedOut = new RegExp(`\\\\+["'\`]\\s*[;,+\\-*/|&)}\\]]{1,6}\\s*\\(?\\s*${call}`, "i");
const fromTemplate = new RegExp(`\\$\\{\\s*${call}`, "i");
// Whole expressions: only what nobody writes in a search box.
const plainCall = /(?:^|[\s;,=:({[&|!~+\-*/>?"'])(?:window|self|top|this|parent|document|globalthis|frames)?\s*(?:\.|\[\s*["'`/])?\s*(?:alert|prompt|confirm)\s*(?:["'`/\]\\][^(`]{0,12})?(?:\?\.)?\s*(?:\(\s*(?:[\d"'`/.)]|document|xss|string|location|1|window|origin|name|\/|unescape|eval)|`[^`]{0,40}`)/i;
const cookieTheft = /document\s*(?:\.\s*|\[\s*["'`]\s*)(?:cookie|domain|write(?:ln)?|location|body|createelement|forms|url|documenturi|referrer)\b["'`\]]*\s*(?:[(=+;)]|\/\/|$|\.\s*(?:append|innerhtml|href|replace))/i;
const charCodes = /string\s*(?:\.\s*|\[\s*["'`]\s*)fromcharcode\s*["'`\]]*\s*\(\s*\d/i;
const evaluated = /(?:eval|settimeout|setinterval|execscript|function)\s*(?:\(\s*(?:atob|unescape|string|decodeuri|name|location|["'`]\s*(?:alert|\\x|\\u|al|document|prompt|confirm))|`)/i;
const indexed = /(?:window|self|top|this|parent|frames|globalthis|\[\])\s*\[\s*["'`/(][^\]]{1,60}\]\s*(?:\(|`|\[)/i;
const relocated = /(?:^|[\s;"'(])(?:(?:window|document|self|top|parent)\s*\.\s*)?location(?:\s*\.\s*(?:href|hash|search|replace|assign))?\s*(?:=(?!=)|\()\s*["'`/(]?\s*(?:javascript:|name\b|(?:https?:)?\/\/)/i;
const constructed = /constructor\s*(?:\.\s*|\[\s*["'`])\s*constructor\s*["'`\]]*\s*\(|\[\s*\]\s*(?:\.\s*|\[\s*["'`])(?:filter|find|flat|map|sort|reduce)["'`\]]*\s*(?:\.\s*|\[\s*["'`])constructor/i;
// document.cookie, (document)["cookie"], self["\x24"]: an object of the page and what is read from it, as the whole value; and what is written to it.
const pageObject = String.raw`\(?\s*(?:window|document|self|top|parent|globalthis|frames|navigator|navigation)\s*\)?`;
const wholeRead = new RegExp(`^[\\s;"'(+-]*${pageObject}\\s*(?:\\.\\s*(?:cookie|location|domain|write(?:ln)?|body|referrer|url|name|open|localstorage|sessionstorage|parentnode|innerhtml)|\\[\\s*["'\`/][^\\]]{1,40}\\])[\\s;)'"/]*$`, "i");
const written = /(?:^|[\s;"'(=])document\s*\.\s*(?:\w{1,30}\([^()]{0,80}\)\s*\.\s*\w{1,20}|(?:body|head|cookie|domain|location|title|documentelement)(?:\s*\.\s*\w{1,20})?)\s*\+?=(?!=)|(?:^|[\s;"'(=])(?:window|self|top|parent)\s*\.\s*location(?:\s*\.\s*\w{1,12})?\s*=(?!=)|\bnew\s+image\s*(?:\(\s*\)\s*)?\.\s*src\s*=/i;
// Calls without brackets: a tag of a template that is call, apply or a method by name; code hidden in Base64.
const tagged = /(?:\.\s*(?:call|apply|bind|at|sort|map|filter|find|replace)|reflect\.\w{1,20})(?:\s*\.\s*(?:call|apply|bind))?`(?=[$\w`<])(?!\w+`?\s)[^`]{0,100}`|\b(?:btoa|atob)\s*\(\s*(?:["'`\w]|$)/i;
const wholeCall = /^[\s;,'"()+!~-]*(?:(?:window|self|top|parent|document|globalthis)\s*\.\s*)?(?:eval|settimeout|setinterval|setimmediate|requestanimationframe|new\s+function|new\s+(?:xmlhttprequest|worker|websocket)|fetch|alert|prompt|confirm|execscript|importscripts|import|queryselector|getelementbyid|write(?:ln)?|postmessage|createelement|navigate|msgbox|string\.fromcharcode)\s*\([^\n]{0,300}\)[\s;,'"()/]*$/i;
const chained = /\[\s*\]\s*(?:\[\s*[\w"'`+]{1,30}\s*\]\s*){2,}\(/;
const inlineComment = /\/\*[^*]{0,80}\*\//g;
// Non-alphanumeric script ("JSFuck") is written in six characters.
const sixCharacters = /[[\]()!+]{40,}/;
const handlerLeft = /\bon(?:error|load|click|focus|mouseover|toggle|begin|start|animationstart|pageshow)\s*=\s*["'`]?\s*[\w$.]+\s*[(`=]/i;

/** Where a string is broken out of. A quote that was opened in the text as an argument or a value (`on("end", function`) is only closed by it. */
function breakOut(text: string): number {
  brokenOut.lastIndex = 0;
  for (let left = 16, found = brokenOut.exec(text); found !== null && left > 0; left -= 1, found = brokenOut.exec(text)) {
    const at = found.index + found[0].search(/["'`]/);
    const quote = text[at] ?? "";
    const opened = text.lastIndexOf(quote, at - 1);
    const isArgument = opened > 0 && at - opened < 200 && /[(,=[+{:%]\s*$/.test(text.slice(Math.max(0, opened - 8), opened)) && /\w/.test(text.slice(0, opened));
    if (!isArgument) return found.index;
    brokenOut.lastIndex = at + 1;
  }
  return -1;
}

/** @returns The script as written; undefined when there is none. */
export function findScript(text: string): string | undefined {
  if (!/[(`=[]|document|window|self/i.test(text)) return undefined;
  const plain = text.includes("/*") ? text.replace(inlineComment, "") : text;
  if (wholeRead.test(plain)) return text;
  const broken = breakOut(text);
  if (broken !== -1) return text.slice(broken);
  for (const pattern of [written, wholeCall, tagged, chained, escapedOut, fromTemplate, plainCall, cookieTheft, charCodes, evaluated, indexed, relocated, constructed, sixCharacters, handlerLeft]) {
    const found = pattern.exec(text);
    if (found !== null) return text.slice(found.index);
  }
  return undefined;
}
