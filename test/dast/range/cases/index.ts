// Every case of the range, by the check that must judge it.
import type { RangeCase } from "../case.ts";
import { cases as accessBypass } from "./access-bypass.ts";
import { cases as accessControl } from "./access-control.ts";
import { cases as backupFiles } from "./backup-files.ts";
import { cases as cacheDeception } from "./cache-deception.ts";
import { cases as cachePoisoning } from "./cache-poisoning.ts";
import { cases as clientTemplateInjection } from "./client-template-injection.ts";
import { cases as codeInjection } from "./code-injection.ts";
import { cases as commandInjection } from "./command-injection.ts";
import { cases as cookieTampering } from "./cookie-tampering.ts";
import { cases as corsReflection } from "./cors-reflection.ts";
import { cases as crlfInjection } from "./crlf-injection.ts";
import { cases as crossDomainPolicy } from "./cross-domain-policy.ts";
import { cases as csrfAccepted } from "./csrf-accepted.ts";
import { cases as defaultCredentials } from "./default-credentials.ts";
import { cases as directoryIndex } from "./directory-index.ts";
import { cases as exposedFiles } from "./exposed-files.ts";
import { cases as expressionInjection } from "./expression-injection.ts";
import { cases as fileInclusion } from "./file-inclusion.ts";
import { cases as fileUpload } from "./file-upload.ts";
import { cases as graphqlBatching } from "./graphql-batching.ts";
import { cases as graphqlCsrf } from "./graphql-csrf.ts";
import { cases as graphqlDepth } from "./graphql-depth.ts";
import { cases as graphqlIntrospection } from "./graphql-introspection.ts";
import { cases as graphqlSuggestions } from "./graphql-suggestions.ts";
import { cases as hostHeader } from "./host-header.ts";
import { cases as insecureDeserialisation } from "./insecure-deserialisation.ts";
import { cases as jndiLookup } from "./jndi-lookup.ts";
import { cases as jwtWeakness } from "./jwt-weakness.ts";
import { cases as ldapInjection } from "./ldap-injection.ts";
import { cases as massAssignment } from "./mass-assignment.ts";
import { cases as methodOverride } from "./method-override.ts";
import { cases as nosqlInjection } from "./nosql-injection.ts";
import { cases as openRedirect } from "./open-redirect.ts";
import { cases as pathTraversal } from "./path-traversal.ts";
import { cases as prototypePollution } from "./prototype-pollution.ts";
import { cases as rateLimitAbsent } from "./rate-limit-absent.ts";
import { cases as shellshock } from "./shellshock.ts";
import { cases as sqlInjection } from "./sql-injection.ts";
import { cases as ssiInjection } from "./ssi-injection.ts";
import { cases as ssrf } from "./ssrf.ts";
import { cases as templateInjection } from "./template-injection.ts";
import { cases as unsafeMethods } from "./unsafe-methods.ts";
import { cases as userEnumeration } from "./user-enumeration.ts";
import { cases as weakSessionId } from "./weak-session-id.ts";
import { cases as websocketOrigin } from "./websocket-origin.ts";
import { cases as xpathInjection } from "./xpath-injection.ts";
import { cases as xssDom } from "./xss-dom.ts";
import { cases as xssReflected } from "./xss-reflected.ts";
import { cases as xssStored } from "./xss-stored.ts";
import { cases as xxe } from "./xxe.ts";

export const allCases: readonly RangeCase[] = [
  ...accessBypass,
  ...accessControl,
  ...backupFiles,
  ...cacheDeception,
  ...cachePoisoning,
  ...clientTemplateInjection,
  ...codeInjection,
  ...commandInjection,
  ...cookieTampering,
  ...corsReflection,
  ...crlfInjection,
  ...crossDomainPolicy,
  ...csrfAccepted,
  ...defaultCredentials,
  ...directoryIndex,
  ...exposedFiles,
  ...expressionInjection,
  ...fileInclusion,
  ...fileUpload,
  ...graphqlBatching,
  ...graphqlCsrf,
  ...graphqlDepth,
  ...graphqlIntrospection,
  ...graphqlSuggestions,
  ...hostHeader,
  ...insecureDeserialisation,
  ...jndiLookup,
  ...jwtWeakness,
  ...ldapInjection,
  ...massAssignment,
  ...methodOverride,
  ...nosqlInjection,
  ...openRedirect,
  ...pathTraversal,
  ...prototypePollution,
  ...rateLimitAbsent,
  ...shellshock,
  ...sqlInjection,
  ...ssiInjection,
  ...ssrf,
  ...templateInjection,
  ...unsafeMethods,
  ...userEnumeration,
  ...weakSessionId,
  ...websocketOrigin,
  ...xpathInjection,
  ...xssDom,
  ...xssReflected,
  ...xssStored,
  ...xxe,
];
