// Code for the server's own language in a value: PHP, Java, Ruby and Node, told from prose by how each of them writes a call, a class or a variable.

const gap = String.raw`(?:\s|/\*[^*]{0,60}\*/|(?:#|//)[^\n]{0,60}\n){0,8}`;
/** Functions of PHP that read, run, unpack or tell what the server is; their names are no words of other texts. */
const phpNames = "phpinfo|phpversion|php_uname|posix_\\w{3,20}|get_defined_\\w{3,12}|get_current_user|getmyuid|base64_(?:en|de)code|gz(?:inflate|deflate|uncompress|decode|encode|compress)|bzdecompress|str_rot13|strrev|hex2bin|shell_exec|p?fsockopen|passthru|popen|proc_open|pcntl_\\w{3,12}|call_user_\\w{4,16}|create_function|func_get_args|preg_replace\\w{0,10}|array_(?:map|filter|walk|diff_u\\w+)|usort|uasort|file_(?:exists|(?:get|put)_contents)|filegroup|fileowner|fileperms|fopen|fputcsv|fwrite|readfile|scandir|opendir|parse_ini_file|move_uploaded_file|show_source|highlight_file|curl_(?:init|exec)|print_r|var_dump|var_export|strip_tags|unserialize|ini_(?:get|set)|set_time_limit|getenv|putenv|mb_ereg_replace";
const wholeCall = new RegExp(`^[\\s;"'@.&]*(?:return\\s*|echo\\s+|=)?(?:${phpNames}|assert|eval|exec|system|chr|printf|intval|include|require(?:_once)?|ob_start|stream_\\w{3,20}|mysqli?_\\w{3,20}|session_\\w{3,20}|sys_get\\w{3,20}|disk_\\w{3,12}|dns_\\w{3,12}|error_log|escapeshell\\w{3}|extract|ftp_\\w{3,12}|get_cfg_var|get_include_path|getcwd|getmypid|glob|is_(?:file|dir|readable|writable|executable)|iterator_apply|mb_send_mail|mcrypt_\\w+|openssl_\\w{3,20}|parse_str|php_\\w{3,20}|rawurldecode|urldecode|register_\\w{3,12}_function|runkit_\\w+|serialize|simplexml_load_\\w+|socket_\\w{3,12}|spl_\\w+|sqlite_\\w+|tempnam|tmpfile|unlink|zlib_\\w+|apache_\\w{3,20}|array_\\w{3,20}|chmod|chown|chgrp|rmdir|symlink|substr|unpack|implode|str_replace|mkdir|fwrite|fread|fgets|fputs)${gap}\\([^()]{0,200}(?:\\)[^()]{0,20}){0,2};?\\s*$`, "i");
const named = new RegExp(`(?:^|[^\\w.$])(?:${phpNames})${gap}\\(\\s*(?:["'$@)\\d]|\\w+\\s*\\()`, "i");

// A string, a bracketed name or a variable variable that is called: ('system')('id'), [system][0](ls), ${'a'}(1), $GLOBALS['x'](1), $_[0](1).
const php: readonly RegExp[] = [
  wholeCall, named,
  /(?<![\w$])\(["'][\w.\\]{1,40}["']\)\(\s*["'$\w)]|(?:^|[;=,@&\s]|return)["'][\w.\\]{1,40}["']\(\s*["'$\w)]/, /\(\s*(?:string\s*\)\s*["'{[]|(?:system|exec|passthru|shell_exec|popen|eval|assert|phpinfo)\s*\)\s*\()/i,
  /[[({]\s*\[?\s*["']?\w{2,30}["']?\s*\]\s*[[{]\s*(?:\/\*[^*]{0,30}\*\/)?\s*0\s*[\]}]\s*\)?\s*\}?\s*\(/, /\$\s*\{\s*(?:@|['"]\w{1,30}['"]\s*\}|\$\w{1,30}\s*\}|[_.]{1,6}\w*\s*\}\s*\()/,
  /@?\$_{1,3}\w{0,8}(?:\[[^\]]{0,30}\])*\s*\(|@\$\w{1,20}(?:\[[^\]]{0,30}\])*\s*\(|\$globals\s*\[/i, /\$\w{1,20}\s*=\s*@?\$\w{1,20}\s*(?:\[[^\]]{0,20}\]\s*)?\(/,
  /\[\/?php\]/i, /<\?=/, /^\s*\?>\s*<\?|\?><\?php/i,
];

/** java.lang.Runtime and the others that run, load or reflect; named alone they ask "is this class here?". */
const java: readonly RegExp[] = [
  /(?:^|[^\w.])java\.(?:lang\.(?:runtime|processbuilder|process|reflect|classloader|invoke|system|class|object|thread|string(?:builder)?|integer|number|shutdown)|runtime|processbuilder|io\.(?:file|\w{3,20}(?:stream|reader|writer))|net\.(?:url(?:classloader)?|socket)|beans\.\w+|rmi\.\w+|util\.(?:priorityqueue|concurrent\.\w+))\s*(?:$|[("'\])}.@=<>,;])/i,
  /(?:^|[^\w.])javax\.(?:script\.|management\.|naming\.|el\.)\w{3,30}|\b(?:com\.sun\.org\.apache|com\.opensymphony|org\.apache\.commons\.(?:collections|io|beanutils|fileupload)|org\.omg\.corba|org\.springframework\.(?:context|expression|beans))\b(?!\S*\s+[a-z]+\s)/i,
  /\b(?:clonetransformer|forclosure|instantiatefactory|instantiatetransformer|invokertransformer|prototypeclonefactory|prototypeserializationfactory|whileclosure|chainedtransformer|constanttransformer)\b/i,
];

const scripts: readonly RegExp[] = [
  /(?:^|[^\w.])(?:Process|Kernel|IO|Open3|PTY|ObjectSpace)\.(?:spawn|exec|system|popen\d?|capture\d\w?|fork|open|read|binread|each_object)\b/, /\b(?:eval|instance_eval|class_eval)\s*\(\s*(?:params|request|gets)\b/i,
  /^[\s;"'(]*process\s*\.\s*(?:env|argv|exit|kill|dlopen|cwd|version)\b[\s;)'"(\w.]{0,20}$|(?:^|[\s;,=({])process\s*\[\s*["'`]?(?:env|mainmodule|binding|argv|req\.)/i, /\bmodule\.exports\s*=\s*$/,
  /\bwhile\s*\(\s*[!+~\s-]{0,6}(?:\d[\d.xn]{0,10}|true|false|infinity|nan|undefined|null|this|["'][^"']{0,10}["']|\[[^\]]{0,10}\]|\{\}|new\s+\w{1,20}(?:\(\))?)\s*(?:[<>=!&|+*/-]{1,3}\s*(?:\d{1,6}|true|false|null|["'][^"']{0,10}["']))?\s*\)\s*;?\s*$/i, /@\{\s*\[\s*[&!\w]/, /\{%-?\s*(?:if|for|set|include|import|extends|macro|print)\b[^%]{0,200}%\}/, /#\{\s*\w[^}\n]{0,100}\(/, /\b(?:child_process|global\.process|process\.mainmodule|constructor\.constructor)\b/i,
];

/** @returns The code, from where it begins. */
export function findServerCode(text: string): string | undefined {
  for (const [mark, forms] of [[/\$|\(|\?|php\]/i, php], [/java|com\.|org\.|transformer|closure|factory/i, java], [/process|while|@\{|\{%|#\{|exports|kernel|\bIO\.|open3|PTY|eval|constructor|objectspace/i, scripts]] as const) {
    if (!mark.test(text)) continue;
    for (const form of forms) {
      const found = form.exec(text);
      if (found !== null) return text.slice(found.index);
    }
  }
  return undefined;
}
