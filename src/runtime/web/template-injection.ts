// Server-side template and expression injection: {{7*7}}, ${T(java.lang.Runtime)...}, %{(#a=...)}, <%= ... %>, and code of PHP, Java, Ruby, Python or Node in a value.

import { findServerCode } from "./server-code.ts";

const forms: readonly RegExp[] = [
  // Arithmetic between the brackets of a template engine: the classical question "do you compute this?".
  /(?:\{\{|\$\{|#\{|\*\{|@\{|<%=|\{%|~\{|\[\[|@\(|\{\{=|#set\s*\(\s*\$\w+\s*=)\s*['"(]*\d{1,12}['")]*\s*[*+\-/]\s*['"(]*\d{1,12}['")]*\s*(?:\}\}|\}|%>|%\}|\]\]|\))/,
  // Objects and names that lead out of a sandbox.
  /(?:\{\{|\{%|\$\{|#\{|<%|\*\{|%\{)[^\n]{0,300}?(?:__(?:class|mro|subclasses|globals|builtins|import|init|base|dict)__|\|\s*attr\s*\(|request\s*\.\s*(?:application|environ|args)|config\s*\.\s*(?:items|from|class)|self\s*\.\s*_|lipsum|cycler|joiner|namespace\s*\(|get_flashed_messages|_self\s*\.\s*env|freemarker\.template|constructor\s*\.\s*constructor|process\s*\.\s*(?:mainmodule|env|binding)|require\s*\(|global\s*\.\s*process|java\.(?:lang|util|io|net)|getclass\s*\(|forname\s*\(|runtime|processbuilder|scriptengine|t\s*\(\s*java|system\s*\(|exec\s*\(|popen\s*\(|file\.open|io\.popen|`id`|passthru|phpinfo|config\}\}|settings\.secret|filter\s*\(\s*['"](?:system|exec|passthru)|map\s*\(\s*['"](?:system|exec)|sort\s*\(\s*['"](?:system|exec)|bean\s*\(|pagecontext|facescontext|applicationscope|sessionscope|initparam|param\.)/i,
  /\{\{\s*(?:config|self|request|settings|app|_self|dump\s*\(\s*app\s*\)|this|['"]\w{0,10}['"]\s*\*\s*\d+|\d+\s*\*\s*['"]\d+['"]|@?__\w+__|\$on\.constructor|\[\]\.|''\.|"".|range\.)\s*(?:\}\}|[.|[(])/i,
  /<#assign\s|<@[a-z]+\s|freemarker\.template\.utility|\?new\(\)|#set\s*\(\s*\$\w{1,20}\s*=|\$class\.(?:inspect|type|forname)|\{php\}|\{\/?literal\}\{|\{if\s+(?:phpinfo|system|passthru|\w+\()|\{system\(|#\{\s*(?:system|`|%x|open\(|file\.|io\.|ENV|Kernel)/i,
  // OGNL and MVEL, of Struts and Confluence; SpEL.
  /(?:#|@)(?:_memberaccess|context|parameters|session|application|attr|request|res|dm|ognlutil|container|cmd|iswin|cmds|process|ros|a|p|_)\s*(?:=|\[|\.(?:get|set|exec))|@java\.lang\.\w+@|@org\.apache\.\w+|\bognlcontext\b|#\w+\s*=\s*(?:new\s+java|@|#)|\bt\(\s*java\.lang\.\w+\s*\)|(?:com\.opensymphony\.xwork2|xwork\.methodaccessor|allowstaticmethodaccess|denymethodexecution)|\$\{\s*\(?\s*#|%\{\s*\(?\s*[#'"@]|\bnew\s+java\.(?:lang|io|util|net)\.\w+|java\.lang\.(?:runtime|processbuilder|class|system|string|thread)\b\s*(?:[@.()]|\))|javax\.script\.scriptenginemanager|\.getruntime\s*\(\)|\.getclass\s*\(\)\s*\.\s*forname/i,
  // Code: PHP, ASP, Python, Ruby, Node.
  /<\?(?:php|=)?\s*(?:[\w@$]|\/\*|$)(?!ml\b)|<%\s*(?:=|@|eval|execute|response|server|out\.|runtime|import|page|\w+\s*[(.=])|<script\s+language\s*=\s*['"]?php/i,
  /(?:^|[^\w.])(?:phpinfo|phpversion|php_uname|get_defined_vars)\s*\(\s*[)\d-]/i,
  /(?:^|[^\w.])(?:phpinfo|phpversion|php_uname|base64_decode|gzinflate|str_rot13|shell_exec|passthru|proc_open|pcntl_exec|assert|eval|create_function|call_user_func(?:_array)?|preg_replace|file_put_contents|file_get_contents|show_source|highlight_file|readfile|fpassthru|move_uploaded_file|var_dump|print_r|invokefunction|get_defined_vars|chr)\s*\(\s*(?:["'$@]|base64|gzinflate|str_rot|\\x|chr\s*\(|md5|sha1|\d+\s*\)\s*\.|getallheaders|end\()/i,
  /(?:^|[^\w])(?:__import__\s*\(|os\.(?:system|popen)\s*\(|subprocess\.\w+\s*\(|eval\s*\(\s*compile|require\s*\(\s*['"](?:child_process|fs|net)['"]|process\.mainmodule|process\.binding|child_process|importlib\.import_module|globalthis\.process|pickle\.loads|kernel\.(?:system|exec)|io\.popen\s*\(|response\.write\s*\(\s*\d|print\s*\(\s*(?:md5|sha1)\s*\(|die\s*\(\s*(?:md5|@md5)|echo\s*\(?\s*md5\s*\()/i,
  /\$_(?:get|post|request|server|cookie|files|session|env)\s*\[|\$\{@?(?:print|eval|system|phpinfo|die|assert|exec)|\$\{(?:jndi|script|dns|url|sys|env|java|base64decoder|file|const|urlencoder|xml|properties|resourcebundle|localhost|date|main|ctx|lower|upper|bundle):/i,
  /(?:^|[?&\s])(?:auto_prepend_file|allow_url_include|disable_functions|open_basedir|safe_mode|suhosin\.simulation|auto_append_file|cgi\.force_redirect|cgi\.redirect_status_env)\s*=|-d\s*(?:allow_url_include|auto_prepend_file)/i,
  /class(?:\.|\[['"]?)module(?:\.|\]\[['"]?)classloader|(?:__proto__|constructor(?:\.|\]?\[)prototype\]?)\s*(?:\[|\.|=|"|'\s*\])|\$\{?\w*\}?\.constructor\(|then['"]?\s*:\s*['"]\$1:__proto__/i,
];

/** @returns The template, expression or code, from where it begins. */
export function findTemplate(text: string): string | undefined {
  if (text.length < 4 || !/[{<(@#%$=.[]/.test(text)) return undefined;
  for (const form of forms) {
    const found = form.exec(text);
    if (found !== null && !isDeclared(text, found.index)) return text.slice(found.index);
  }
  return findServerCode(text);
}

// "<?xml version", "<?xpacket" and "<?xsl-stylesheet" are a document's; PHP's own tag is "<?php", "<?=" or "<?" and a blank.
const isDeclared = (text: string, at: number): boolean => /^<\?(?:x[a-z]|[a-z]+-stylesheet|echo\b)/i.test(text.slice(at, at + 20));
