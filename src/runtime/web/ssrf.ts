// Server-side request forgery: an address in a value that leads to a cloud's metadata service, to the machine itself, into the private network or out of HTTP.

const address = /(?:^|[\s"'=(,;@<>[{|]|:(?!\/\/))((?:[a-z][a-z0-9+.-]{1,20}:)?(?:\/\/|\\\\)(?:[^\s/?#@"'<>\\]{0,200}@)?(\[[0-9a-f:.%]+\]|[^\s/?#:"'<>\\]{1,255})[^\s"'<>]{0,300})/gi;
const odd = /^(?:gopher|dict|rsync|ircs?|nfs|finger|telnet|ldaps?|tftp|sftp|jar:https?|netdoc|rmi|iiop|imap|smb|mailto:.*%0a|php|expect|ogg|ssh2?):/i;
const metadata = /^(?:169\.254\.169\.254|169\.254\.170\.2|169\.254\.169\.253|100\.100\.100\.200|192\.0\.0\.192|metadata(?:\.google\.internal|\.goog|\.tencentyun\.com|\.azure\.com|\.platformequinix\.com)?|instance-data(?:\.ec2\.internal)?|\[?fd00:ec2::254\]?|kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?|rancher-metadata)\.?$/i;
const local = /^(?:localhost(?:[46]|\.localdomain|[46]\.localdomain[46])?|(?:ip(?:v6|6|v4)?-)?(?:localhost|loopback)|(?:gateway|kubernetes)\.docker\.internal|host\.containers\.internal|0|0\.0\.0\.0|\[?(?:::|::1|0:0:0:0:0:0:0:[01]|::ffff:[\w.:]+)\]?|127(?:\.\d{1,3}){1,3}|127\.1|localtest\.me|[\w.-]+\.(?:nip|sslip)\.io|[\w.-]*\.?(?:lvh|vcap)\.me|spoofed\.burpcollaborator\.net|docker\.for\.\w+\.localhost|host\.docker\.internal)\.?$/i;
const callback = /(?:^|\.)(?:burpcollaborator\.net|oastify\.com|oast\.(?:pro|live|site|online|fun|me|us)|interact\.sh|interactsh\.com|canarytokens\.com|dnslog\.cn|ceye\.io|requestbin\.(?:net|com)|webhook\.site|bxss\.me|r87\.(?:me|com)|xss\.ht|pipedream\.net|ngrok(?:-free)?\.(?:io|app)|dnslog\.\w+|tukaani\.invalid|bxss\.in)$/i;

/** A name that only a host or a container knows itself by, with a path or a port and nothing else. */
const bareLocal = /^(?:localhost[46]?(?:\.localdomain[46]?)?|ip(?:v6|6)-(?:localhost|loopback)|(?:host|gateway|kubernetes)\.docker\.internal|host\.containers\.internal|127(?:\.\d{1,3}){1,3}|0\.0\.0\.0|\[::(?:1|ffff:[\w.:]+)?\])\.?(?::\d{1,5})?\/\S*$/i;
/** Addresses that one reader of URLs takes for another host than the next does: without slashes, with a blank before the host, with a literal of IPv6. */
const crooked = /^https?:\/?(?:\d{8,10}|0x[0-9a-f]{8,16}|0\d{1,6}(?:\.\d{1,7}){3}|\[[0-9a-f:.]+\])(?:[/:]|$)|^https?:\/\/[^\s/]+\s+\S*@|^[a-z]{2,8}:\/\/\[[0-9a-f:.]*(?:::|:)[0-9a-f:.]*(?:%\w+)?\]|^https?:\/\/(?:\\\\?\w){2}/i;
/** A script of PHP's on another host, named by its bare address; an address that ends in a question mark cuts off what the page adds to it. */
const remoteFile = /^(?:https?|ftps?):\/\/(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?::\d+)?\/\S*\.(?:php\d?|txt|gif|jpg|asp|jsp|sh|exe)\b\S*|\S+\?{1,3})$/i;

/** @returns The address, when no page would ask for it. */
export function findForgedRequest(text: string): string | undefined {
  if (bareLocal.test(text) || remoteFile.test(text) || crooked.test(text)) return text;
  if (/^https?:\/\/[^\s/]*[^\0-\x7f]/i.test(text) && text.normalize("NFKC") !== text && isForged(text, text.normalize("NFKC").split("/")[2] ?? "")) return text;
  if (!text.includes("//") && !text.includes("\\\\") && !/169\.254|:\d|metadata\./.test(text)) return undefined;
  for (const [, whole = "", host = ""] of text.matchAll(address)) if (isForged(whole, host.replace(/^\[|\]$/g, ""))) return whole;
  return /^(?:169\.254\.169\.254|metadata\.google\.internal)(?:[:/]|$)|(?:latest\/meta-data|computemetadata\/v1|metadata\/instance\?api-version|latest\/user-data|opc\/v[12]\/instance)/i.test(text) ? text : undefined;
}

function isForged(whole: string, host: string): boolean {
  if (odd.test(whole)) return true;
  const decimal = /^\d{8,10}$|^0x[0-9a-f]{8,16}$|^(?:0x[0-9a-f]{1,8}|0\d{1,9}|\d{1,3})(?:\.(?:0x[0-9a-f]{1,8}|0\d{1,9}|\d{1,3})){3}$/i.test(host) && !/^(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])){3}$/.test(host);
  return metadata.test(host) || decimal || callback.test(host) || isLocal(whole, host);
}

// http://localhost:3000/callback is what a developer's own page sends; a port or a path of a service behind the page is not.
const isLocal = (whole: string, host: string): boolean => local.test(host) && !/^(?:https?:)?\/\/(?:localhost|127\.0\.0\.1)(?::(?:3\d{3}|4[02]00|5\d{3}|8\d{3}|9000))?(?:\/(?!server-status|admin|actuator|\.)[\w./?=&%-]*)?$/i.test(whole) || /^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?\/(?:server-status|admin|actuator)/i.test(whole);
