// Families of weaknesses: the words by which others call them, and the CWEs that mean the same place is broken in the same way.

/** words: lower case, letters and digits alone. cwes: the entry that names it, its parents and children that tools use in its place. */
export interface Family { id: string; cwes: readonly number[]; words: readonly string[] }

/** Relations by MITRE's research view (CWE-1000); where tools disagree, every entry that one of them gives is listed. */
export const families: readonly Family[] = [
  { id: "sql-injection", cwes: [89, 564, 943], words: ["sqli", "sqlinjection", "sql", "blindsqlinjection", "hibernateinjection", "timesql"] },
  { id: "nosql-injection", cwes: [943], words: ["nosqli", "nosql", "nosqlinjection", "mongodbinjection"] },
  { id: "command-injection", cwes: [77, 78, 88], words: ["cmdi", "commandinjection", "oscommandinjection", "cmdinjection", "commandexecution", "oscommanding", "shellinjection", "rce", "remotecodeexecution", "exec"] },
  { id: "code-injection", cwes: [94, 95, 96], words: ["codeinjection", "codeexecution", "evalinjection", "eval", "remotecodeexecution", "rce"] },
  { id: "template-injection", cwes: [1336, 94], words: ["ssti", "templateinjection", "serversidetemplateinjection"] },
  { id: "expression-injection", cwes: [917], words: ["elinjection", "expressionlanguageinjection", "expressioninjection", "ognl", "spel", "log4shell", "jndi"] },
  { id: "ssi-injection", cwes: [97], words: ["ssi", "ssiinjection", "serversideinclude", "serversideincludes"] },
  { id: "cross-site-scripting", cwes: [79, 80, 81, 83, 84, 85, 86, 87], words: ["xss", "rxss", "dxss", "sxss", "crosssitescripting", "reflectedxss", "storedxss", "persistentxss", "domxss", "dombasedxss", "reflectedcrosssitescripting", "storedcrosssitescripting", "permanentxss"] },
  { id: "client-template-injection", cwes: [1336, 79], words: ["csti", "clienttemplateinjection", "angularinjection"] },
  { id: "path-traversal", cwes: [22, 23, 24, 25, 26, 27, 28, 29, 35, 36, 73], words: ["pathtraver", "pathtraversal", "directorytraversal", "traversal", "lfi", "localfileinclusion", "filehandling", "file", "arbitraryfileread"] },
  { id: "file-inclusion", cwes: [98, 829], words: ["rfi", "remotefileinclusion", "fileinclusion"] },
  { id: "ldap-injection", cwes: [90], words: ["ldapi", "ldap", "ldapinjection"] },
  { id: "xpath-injection", cwes: [643, 91], words: ["xpathi", "xpath", "xpathinjection", "xmlinjection"] },
  { id: "xxe", cwes: [611, 776, 827], words: ["xxe", "xmlexternalentity", "xmlexternalentities", "xmlexternalentityattack", "externalentity"] },
  { id: "ssrf", cwes: [918], words: ["ssrf", "serversiderequestforgery"] },
  { id: "open-redirect", cwes: [601], words: ["redirect", "unvalidatedredirect", "openredirect", "urlredirect", "externalredirect", "unvalidatedredirects"] },
  { id: "header-injection", cwes: [93, 113], words: ["crlf", "crlfinjection", "httpresponsesplitting", "responsesplitting", "headerinjection", "httpheaderinjection"] },
  { id: "host-header", cwes: [644], words: ["hostheader", "hostheaderinjection"] },
  { id: "deserialisation", cwes: [502], words: ["deserialization", "deserialisation", "insecuredeserialization", "insecuredeserialisation", "untrusteddeserialization"] },
  { id: "access-control", cwes: [284, 285, 287, 288, 306, 425, 566, 639, 862, 863], words: ["idor", "bola", "bfla", "accesscontrol", "brokenaccesscontrol", "authorization", "authorisation", "authbypass", "authenticationbypass", "htaccessbypass", "forcedbrowsing"] },
  { id: "mass-assignment", cwes: [915], words: ["massassignment", "bopla", "objectinjection"] },
  { id: "csrf", cwes: [352], words: ["csrf", "xsrf", "crosssiterequestforgery"] },
  { id: "session-fixation", cwes: [384], words: ["sessionfixation"] },
  { id: "jwt", cwes: [345, 347], words: ["jwt", "jsonwebtoken"] },
  { id: "secure-cookie", cwes: [614], words: ["securecookie", "insecurecookie", "cookiesecureflag", "secureflagcookie", "cookiewithoutsecure"] },
  { id: "httponly-cookie", cwes: [1004], words: ["httponly", "httponlyflagcookie", "cookiehttponly"] },
  { id: "samesite-cookie", cwes: [1275], words: ["samesite", "cookiesamesite"] },
  { id: "cors", cwes: [942, 346], words: ["cors", "crossoriginresourcesharing", "corsmisconfiguration"] },
  { id: "clickjacking", cwes: [1021, 451], words: ["clickjacking", "framing", "xframeoptions", "clickjackingprotection"] },
  { id: "transport", cwes: [295, 311, 319, 326, 523], words: ["tls", "ssl", "hsts", "stricttransportsecurity", "mixedcontent", "tlsssl", "sslinformation"] },
  { id: "policy-headers", cwes: [693, 1021], words: ["csp", "contentsecuritypolicy", "contentsecuritypolicyconfiguration", "securityheaders", "httpsecureheaders", "mimetypeconfusion"] },
  { id: "information", cwes: [200, 201, 204, 209, 497, 532, 538, 540, 550, 598, 615], words: ["informationdisclosure", "informationleak", "infoleak", "errordisclosure", "stacktrace", "informationdisclosurefullpath", "fullpathdisclosure", "internalservererror"] },
  { id: "exposed-files", cwes: [219, 527, 528, 529, 530, 531, 538, 540, 541, 552], words: ["backup", "backupfile", "backupfiles", "obsolete", "hiddenfiles", "exposedfiles", "potentiallydangerousfile", "sourcecodedisclosure"] },
  { id: "directory-listing", cwes: [548], words: ["directorylisting", "directorybrowsing", "indexing"] },
  { id: "file-upload", cwes: [434], words: ["upload", "fileupload", "unrestrictedfileupload", "unrestrictedupload"] },
  { id: "request-smuggling", cwes: [444], words: ["smuggling", "requestsmuggling", "httprequestsmuggling", "desync"] },
  { id: "cache", cwes: [349, 444, 524, 525], words: ["cachepoisoning", "cachedeception", "webcachedeception"] },
  { id: "prototype-pollution", cwes: [1321], words: ["prototypepollution", "protopollution"] },
  { id: "credentials", cwes: [521, 798, 1391, 1392, 1393], words: ["defaultcredentials", "weakcredentials", "weakpassword", "defaultlogin"] },
  { id: "brute-force", cwes: [307, 770, 799], words: ["bruteforce", "ratelimit", "ratelimiting", "lockout"] },
  { id: "components", cwes: [1035, 1104, 1395], words: ["vulnerablecomponent", "outdatedcomponent", "vulnerablelibrary", "knownvulnerability", "vulnerablesoftware"] },
  { id: "shellshock", cwes: [78], words: ["shellshock", "bashdoor"] },
  { id: "weak-cryptography", cwes: [327, 328, 326, 916], words: ["crypto", "weakcryptography", "weakencryption", "hash", "weakhash"] },
  { id: "weak-random", cwes: [330, 338], words: ["weakrand", "weakrandom", "weakrandomness", "insecurerandom"] },
  { id: "trust-boundary", cwes: [501], words: ["trustbound", "trustboundary", "trustboundaryviolation"] },
];

export const normalised = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** By id or synonym; several when a word means several. Empty: the word is not known. */
export function familiesNamed(word: string): readonly Family[] {
  const key = normalised(word);
  return families.filter(({ id, words }) => normalised(id) === key || words.includes(key));
}

/** The CWE that an own word of others stands for: the first of its family; 0 when the word is not known. */
export const cweNamed = (word: string): number => familiesNamed(word)[0]?.cwes[0] ?? 0;
