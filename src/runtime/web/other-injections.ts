// Injections into LDAP filters, NoSQL queries, HTTP headers and mails, and objects that deserialise into code; open redirects.

const first = (text: string, forms: readonly RegExp[]): string | undefined => {
  for (const form of forms) {
    const found = form.exec(text);
    if (found !== null) return text.slice(found.index);
  }
  return undefined;
};

const ldap: readonly RegExp[] = [
  /\*?\)\s*\(\s*[|&!]?\s*\(?\s*(?:\w{1,40}|\*)\s*(?:[~<>]?=)/, /^\*\)\s*\(|\)\s*\(\s*[|&]\s*\(|\(\s*[|&!]\s*\(\s*\w{1,40}\s*[~<>]?=/, /^\s*[*|&(]{2,}\s*\w{1,20}=/, /\)\)(?:%00|\0)$|\*\)\)\s*(?:%00|\0)/, /\((?:objectclass|uid|cn|userpassword|samaccountname|mail|sn|password)\s*[~<>]?=\s*\*/i, /^\s*\*?\)\s*\(?(?:\||&|!)/, /^[\w@.*-]{1,60}\)\s*\(\s*[|&!]\s*\)?\s*$/, /\b(?:objectclass|userpassword)\s*=\s*\*\s*\)?/i, /^[@!]?\(?[|&]\(\w+=/,
];

/** A filter of RFC 4515 that the value closes, or opens. */
export const findLdap = (text: string): string | undefined => (/[()=]/.test(text) ? first(text, ldap) : undefined);

const operators = "ne|eq|gte?|lte?|n?in|regex|where|exists|not|n?or|and|all|size|mod|type|elemmatch|expr|func|function|accumulator|jsonschema|text|lookup|merge|out";
const nosql: readonly RegExp[] = [
  new RegExp(`["'{,\\s]\\$(?:${operators})["']?\\s*:`, "i"), new RegExp(`\\[\\s*["']?\\$(?:${operators})["']?\\s*\\]`, "i"),
  /(?:['"}]\s*(?:\|\||&&|;)\s*|;\s*|\{\s*)(?:return\b\s*(?:true|1|!|\(|this)|while\s*\(\s*(?:true|1)|sleep\s*\(\d)|(?:['"]\s*(?:\|\||&&|;)\s*|^\s*|;\s*|\{\s*)(?:this\.\w+\s*(?:==|!=|\.match|[<>])|db\.\w+\.(?:find|insert|remove|drop|update|save|mapreduce)\w*\s*\(|db\.(?:getcollectionnames|injection|dropdatabase|version|adminCommand)|var\s+date\s*=\s*new\s+date)/i,
  /['"]\s*(?:\|\||&&)\s*['"]?\w{1,10}['"]?\s*===?\s*['"]?\w{1,10}/, /\bfunction\s*\(\)\s*\{[^}]{0,80}(?:return|sleep|while)/i, /^\s*(?:\|\||&&)\s*\d+\s*==\s*\d+/, /\$where\s*[:=]/i, /(?:^|[^\w])(?:flushall|slaveof|config\s+set\s+dir)\b/i,
];

/** Operators of MongoDB and its kin where a plain value belongs, also as name[$ne]=; server-side script. */
export const findNosql = (text: string): string | undefined => (/[$:&|;({]|return/.test(text) ? first(text, nosql) : undefined);

const objects: readonly RegExp[] = [
  // Java's stream magic in Base64 and hex; .NET's BinaryFormatter and LosFormatter; Python's pickle; Ruby's Marshal; PHP's serialize.
  /(?:^|[^a-z0-9+/])rO0AB[A-Za-z0-9+/]/i, /aced0005/i, /\xac\xed\x00\x05/, /(?:^|[^A-Za-z0-9+/])AAEAAAD\/\/\/\/\//, /(?:^|[;:{"'=\s])[OC]:\+?\d{1,4}:"[\w\\]{1,200}":\+?\d{1,4}:\{/, /(?:^|[;{])a:\d{1,4}:\{(?:i:\d+|s:\d+:"[^"]{0,100}");(?:O:|a:\d+:\{.{0,200}O:\d)/,
  /c(?:posix|os|nt|subprocess|builtins|__builtin__)\n(?:system|popen|Popen|eval|exec)\n/, /!!(?:python\/object|javax\.script|com\.sun|org\.springframework|java\.net\.url|ruby\/object)/i, /"@type"\s*:\s*"(?:com\.sun|org\.apache|java\.|javax\.|com\.mchange|ch\.qos|\[)/i, /(?:objectdataprovider|typeconfusedelegate|windowsidentity|system\.diagnostics\.process|java\.lang\.processbuilder|invokertransformer|templatesimpl|badattributevalueexp|jdbcrowsetimpl)/i, /"\$type"\s*:\s*"system\./i, /_\$\$ND_FUNC\$\$_/, /<(?:java\s+version|object\s+class="java\.|void\s+method="|sorted-set><|dynamic-proxy>|java\.util\.priorityqueue)/i,
];

/** Marks of serialised objects that run code when they are read. Case counts where Base64 does. */
export const findObject = (text: string): string | undefined => (text.length >= 8 && objectMark.test(text) ? first(text, objects) : undefined);

const objectMark = /rO0AB|aced0005|\xac\xed|AAEAAAD|[OCa]:\+?\d|\n(?:system|p?open|eval|exec)\n|!!|["'][@$]type|_\$\$|<(?:java|object|void|sorted|dynamic)|provider|delegate|identity|process|transformer|templates|exception|rowset|queue/i;

const splitting: readonly RegExp[] = [
  /(?:^|[\r\n])\s*(?:get|post|head|options|put|delete|patch|trace|connect|track|propfind)\s+\S{1,300}\s+http\/\d/i, /^[\r\n]+[ \t]*[a-z][\w-]{2,30}[\r\n]*\s*[:=]\s*\S/i,
  /[\r\n][ \t]*(?:set-cookie|location|content-(?:type|length|disposition|encoding)|x-[\w-]{1,30}|host|http\/\d|transfer-encoding|refresh|status|last-modified|link|connection|cache-control|etag|access-control-[\w-]+|bcc|cc|to|from|subject|reply-to|mime-version)\s*:/i,
  /[\r\n]HTTP\/\d\.\d\s+\d{3}/, /\n\r?\n[ \t\r\n]{0,8}<(?:html|script|svg|img|!doctype)/i, /(?:嘊|嘍|%E5%98%8[AD])/i, /(?:^|[^%])%0[da](?:%0a)?\s*(?:set-cookie|location|content-\w+|bcc|x-\w+)\s*:/i, /[\r\n][ \t]*(?:ehlo|mail from|rcpt to|data|quit|stls|noop)\b[^\n]{0,80}[\r\n]/i,
];

/** A line break and a header after it: response splitting, request smuggling, headers of a mail. */
export const findHeaderSplit = (text: string): string | undefined => (/[\r\n嘊嘍%]|http\/\d/i.test(text) ? first(text, splitting) : undefined);

/** A parameter that by its name decides where the browser goes. */
const target = /^(?:.*[._\-[])?(?:url|uri|u|redirect(?:_?(?:to|url|uri))?|redir|return(?:_?(?:to|url|uri|path))?|next|goto|go|dest(?:ination)?|target|continue|forward|out|link|checkout_url|rurl|r|returnurl|image_url|success|login|logout|callback|ref|back|backurl|to|view|location|domain|site)\]?$/i;

/** Addresses that only make sense to fool a check of where a redirect leads; a plain http address to elsewhere is everyday. */
export function findRedirect(name: string, text: string): string | undefined {
  if (!target.test(name)) return undefined;
  return /^\s*(?:\/{2,}[\w.%@-]+\.[a-z]{2,}|[/\\]{2,}|\/\\|\\\/|https?:[^/\s]|https?:\/\/[^/?#]*@(?![^/?#]*(?:mail|gmail))|https?:\/{3,}|\/%0[9ad]\/|[/.]+%2f|\/\t\/|https?:\\\\)/i.test(text) && !/^\/\/(?:www\.)?(?:cdn|fonts|ajax|static)\b/i.test(text) ? text : undefined;
}
