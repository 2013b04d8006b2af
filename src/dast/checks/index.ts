// Every check that a scan knows, passive and active.
import { register } from "../../kernel/plugin.ts";
import type { Check } from "../check.ts";
import { accessBypass } from "./access-bypass.ts";
import { accessControl } from "./access-control.ts";
import { backupFiles } from "./backup-files.ts";
import { browserLibrary } from "./browser-library.ts";
import { cacheDeception } from "./cache-deception.ts";
import { cachePoisoning } from "./cache-poisoning.ts";
import { cacheablePrivateContent } from "./cacheable-private-content.ts";
import { clientTemplateInjection } from "./client-template-injection.ts";
import { codeInjection } from "./code-injection.ts";
import { commandInjection } from "./command-injection.ts";
import { cookieScope } from "./cookie-scope.ts";
import { cookieTampering } from "./cookie-tampering.ts";
import { cookieWithoutHttponly } from "./cookie-without-httponly.ts";
import { cookieWithoutSamesite } from "./cookie-without-samesite.ts";
import { cookieWithoutSecure } from "./cookie-without-secure.ts";
import { corsReflection } from "./cors-reflection.ts";
import { corsWildcard } from "./cors-wildcard.ts";
import { crlfInjection } from "./crlf-injection.ts";
import { crossDomainPolicy } from "./cross-domain-policy.ts";
import { csrfAccepted } from "./csrf-accepted.ts";
import { csrfTokenMissing } from "./csrf-token-missing.ts";
import { debugPage } from "./debug-page.ts";
import { defaultCredentials } from "./default-credentials.ts";
import { directoryIndex } from "./directory-index.ts";
import { directoryListing } from "./directory-listing.ts";
import { exposedFiles } from "./exposed-files.ts";
import { expressionInjection } from "./expression-injection.ts";
import { fileInclusion } from "./file-inclusion.ts";
import { fileUpload } from "./file-upload.ts";
import { graphqlBatching } from "./graphql-batching.ts";
import { graphqlCsrf } from "./graphql-csrf.ts";
import { graphqlDepth } from "./graphql-depth.ts";
import { graphqlIntrospection } from "./graphql-introspection.ts";
import { graphqlSuggestions } from "./graphql-suggestions.ts";
import { hostHeader } from "./host-header.ts";
import { informationInUrl } from "./information-in-url.ts";
import { insecureDeserialisation } from "./insecure-deserialisation.ts";
import { insecureForm } from "./insecure-form.ts";
import { jndiLookup } from "./jndi-lookup.ts";
import { jsonp } from "./jsonp.ts";
import { jwtWeakness } from "./jwt-weakness.ts";
import { ldapInjection } from "./ldap-injection.ts";
import { leakedSecret } from "./leaked-secret.ts";
import { massAssignment } from "./mass-assignment.ts";
import { methodOverride } from "./method-override.ts";
import { missingCharset } from "./missing-charset.ts";
import { missingCsp } from "./missing-csp.ts";
import { missingFrameProtection } from "./missing-frame-protection.ts";
import { missingHsts } from "./missing-hsts.ts";
import { missingNosniff } from "./missing-nosniff.ts";
import { missingPermissionsPolicy } from "./missing-permissions-policy.ts";
import { missingReferrerPolicy } from "./missing-referrer-policy.ts";
import { missingSri } from "./missing-sri.ts";
import { mixedContent } from "./mixed-content.ts";
import { nosqlInjection } from "./nosql-injection.ts";
import { openRedirect } from "./open-redirect.ts";
import { pathTraversal } from "./path-traversal.ts";
import { personalData } from "./personal-data.ts";
import { plainBasicAuth } from "./plain-basic-auth.ts";
import { plainHttp } from "./plain-http.ts";
import { privateAddress } from "./private-address.ts";
import { prototypePollution } from "./prototype-pollution.ts";
import { rateLimitAbsent } from "./rate-limit-absent.ts";
import { requestSmuggling } from "./request-smuggling.ts";
import { revealingComments } from "./revealing-comments.ts";
import { riskyScriptHost } from "./risky-script-host.ts";
import { securityTxt } from "./security-txt.ts";
import { serialisedObject } from "./serialised-object.ts";
import { sessionFixation } from "./session-fixation.ts";
import { shellshock } from "./shellshock.ts";
import { softwareBanner } from "./software-banner.ts";
import { sourceCodeDisclosure } from "./source-code-disclosure.ts";
import { sqlInjection } from "./sql-injection.ts";
import { ssiInjection } from "./ssi-injection.ts";
import { ssrf } from "./ssrf.ts";
import { stackTrace } from "./stack-trace.ts";
import { tabnabbing } from "./tabnabbing.ts";
import { templateInjection } from "./template-injection.ts";
import { tlsCertificate } from "./tls-certificate.ts";
import { unsafeMethods } from "./unsafe-methods.ts";
import { userEnumeration } from "./user-enumeration.ts";
import { viewstateWithoutMac } from "./viewstate-without-mac.ts";
import { weakCsp } from "./weak-csp.ts";
import { weakSessionId } from "./weak-session-id.ts";
import { weakTlsCipher } from "./weak-tls-cipher.ts";
import { weakTlsProtocol } from "./weak-tls-protocol.ts";
import { websocketOrigin } from "./websocket-origin.ts";
import { xpathInjection } from "./xpath-injection.ts";
import { xssDom } from "./xss-dom.ts";
import { xssReflected } from "./xss-reflected.ts";
import { xssStored } from "./xss-stored.ts";
import { xxe } from "./xxe.ts";

export const checks = register<Check>("check", [
  accessBypass,
  accessControl,
  backupFiles,
  browserLibrary,
  cacheablePrivateContent,
  cacheDeception,
  cachePoisoning,
  clientTemplateInjection,
  codeInjection,
  commandInjection,
  cookieScope,
  cookieTampering,
  cookieWithoutHttponly,
  cookieWithoutSamesite,
  cookieWithoutSecure,
  corsReflection,
  corsWildcard,
  crlfInjection,
  crossDomainPolicy,
  csrfAccepted,
  csrfTokenMissing,
  debugPage,
  defaultCredentials,
  directoryIndex,
  directoryListing,
  exposedFiles,
  expressionInjection,
  fileInclusion,
  fileUpload,
  graphqlBatching,
  graphqlCsrf,
  graphqlDepth,
  graphqlIntrospection,
  graphqlSuggestions,
  hostHeader,
  informationInUrl,
  insecureDeserialisation,
  insecureForm,
  jndiLookup,
  jsonp,
  jwtWeakness,
  ldapInjection,
  leakedSecret,
  massAssignment,
  methodOverride,
  missingCharset,
  missingCsp,
  missingFrameProtection,
  missingHsts,
  missingNosniff,
  missingPermissionsPolicy,
  missingReferrerPolicy,
  missingSri,
  mixedContent,
  nosqlInjection,
  openRedirect,
  pathTraversal,
  personalData,
  plainBasicAuth,
  plainHttp,
  privateAddress,
  prototypePollution,
  rateLimitAbsent,
  requestSmuggling,
  revealingComments,
  riskyScriptHost,
  securityTxt,
  serialisedObject,
  sessionFixation,
  shellshock,
  softwareBanner,
  sourceCodeDisclosure,
  sqlInjection,
  ssiInjection,
  ssrf,
  stackTrace,
  tabnabbing,
  templateInjection,
  tlsCertificate,
  unsafeMethods,
  userEnumeration,
  viewstateWithoutMac,
  weakCsp,
  weakSessionId,
  weakTlsCipher,
  weakTlsProtocol,
  websocketOrigin,
  xpathInjection,
  xssDom,
  xssReflected,
  xssStored,
  xxe,
]);
