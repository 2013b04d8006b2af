// What a person must mend: a code from one table, the place it happened, and the mend.

/**
 * Every fault Aftwatch can report. `docs/faults.md` is generated from this table.
 * status: the HTTP status the API answers with. exit: the CLI's exit code (0 ok, 1 policy failed,
 * 2 usage, 3 server or network, 4 stale or incomplete data). about: what happened. fix: the mend.
 */
export const faults = {
  // doors
  "request.invalid": { status: 400, exit: 2, about: "The request does not have the expected shape.", fix: "Correct the fields named in `errors` and send it again." },
  "request.too-large": { status: 413, exit: 2, about: "The body is larger than this door accepts.", fix: "Split the document or raise the limit in the settings." },
  "request.not-found": { status: 404, exit: 2, about: "Nothing is stored under this name.", fix: "Check the id; list what exists with the command or page of the same noun." },
  "request.unsupported-media": { status: 415, exit: 2, about: "The content type is not one this door reads.", fix: "Send one of the content types named in the API documentation." },
  "request.conflict": { status: 409, exit: 2, about: "A request with the same Idempotency-Key is still running.", fix: "Wait for the first answer, then read its result." },
  "request.key-reused": { status: 422, exit: 2, about: "The Idempotency-Key was used before with another body.", fix: "Use a new key for a new request." },
  "request.stale": { status: 412, exit: 2, about: "What you edit has changed since you read it.", fix: "Read it again and repeat the edit." },
  "runtime.overloaded": { status: 503, exit: 3, about: "More events wait than this server can take.", fix: "Send them again after Retry-After; nothing of this request was kept." },
  "runtime.decoder-unknown": { status: 404, exit: 2, about: "No decoder has this name.", fix: "Use one of those listed in the documentation of decoders, or `auto`." },
  "runtime.unreadable": { status: 400, exit: 2, about: "Nothing in this body could be read as events.", fix: "Correct what `errors` names; choose the decoder that fits what you send." },
  "rules.not-found": { status: 404, exit: 2, about: "The folder or file of rules is not there, or may not be read.", fix: "Check the path and its permissions." },
  "runtime.exception-hides": { status: 409, exit: 2, about: "This exception would hide samples of attacks.", fix: "Make it narrower, or force it with a reason." },
  "auth.required": { status: 401, exit: 3, about: "No valid session or token came with the request.", fix: "Log in, or send `Authorization: Bearer <token>`; create a token in Settings." },
  "auth.denied": { status: 403, exit: 3, about: "This token or person may not do this.", fix: "Ask an administrator for the needed scope." },
  "auth.link-used": { status: 410, exit: 3, about: "The one-time link was already used or has expired.", fix: "Print a new one with `aftwatch admin link`." },
  "auth.cross-site": { status: 403, exit: 3, about: "A page of another site asked the browser to do this.", fix: "Do it from the console itself, or send a token instead of the session cookie." },
  "auth.braked": { status: 429, exit: 3, about: "Too many wrong logins came from this address.", fix: "Wait as long as Retry-After says, then log in with a valid token." },
  // command line
  "cli.usage": { status: 400, exit: 2, about: "The command line cannot be used as it is.", fix: "See `aftwatch COMMAND --help`; its examples can be copied." },
  "cli.port-taken": { status: 503, exit: 3, about: "Another program listens on this address.", fix: "Stop it, or give this server another --port." },
  "cli.server-unreachable": { status: 503, exit: 3, about: "No server answers.", fix: "Start one with `aftwatch serve`, or name yours with --url or AFTWATCH_URL; `aftwatch doctor` looks further." },
  "cli.server-strange": { status: 502, exit: 3, about: "The server answered with something that is not Aftwatch's API.", fix: "Check the URL and the proxies on the way." },
  "internal": { status: 500, exit: 3, about: "Something failed that should not.", fix: "Report it with the trace id and the server's log lines." },
  "release.digest-differs": { status: 409, exit: 2, about: "This version of the service is already known with another digest.", fix: "Give the rebuilt release its own version; a release is one built version." },
  "deployment.in-future": { status: 400, exit: 2, about: "A deployment cannot have started in the future.", fix: "Check the sender's clock, or leave `at` out." },
  "deployment.version-missing": { status: 400, exit: 2, about: "A deployment that starts needs the version that runs.", fix: "Send `version`, or `kind: ended` when nothing of the service runs there any more." },
  "decision.invalid": { status: 400, exit: 2, about: "The decision lacks what its kind needs.", fix: "Give a justification for not-affected, and an end in the future for accepted and snoozed." },
  // store
  "store.locked": { status: 503, exit: 3, about: "Another server has this data directory open.", fix: "Stop the other server, or give this one its own --data directory." },
  "store.newer": { status: 503, exit: 3, about: "The data was written by a newer version of Aftwatch.", fix: "Run that version or a later one; migrations only go forward." },
  "store.unreachable": { status: 503, exit: 3, about: "The database cannot be reached.", fix: "Check DATABASE_URL and that the server is running." },
  "store.restore-occupied": { status: 409, exit: 2, about: "The data directory to restore into is not empty.", fix: "Restore into an empty directory." },
  "ledger.broken": { status: 500, exit: 1, about: "The ledger's hash chain does not hold.", fix: "Compare the named entry with a backup; everything after it is unproven." },
  "settings.invalid": { status: 400, exit: 2, about: "The settings cannot be used.", fix: "Correct the named setting." },
  "notify.address-refused": { status: 403, exit: 2, about: "A receiver points at an address that is not public.", fix: "Use a public host, or set allowPrivate on the receiver when it is meant to be internal." },
  "matcher.invalid": { status: 400, exit: 2, about: "A matcher cannot be read.", fix: "Write a label name, one of = != =~ !~ and a value in double quotes, such as severity=\"critical\"; regular expressions are RE2's and match the whole value." },
  "routing.invalid": { status: 400, exit: 2, about: "The routes cannot be used; those in force stay.", fix: "Correct the named places; docs/alerting.md shows every key." },
  "silence.invalid": { status: 400, exit: 2, about: "The silence cannot be kept as it is.", fix: "Give matchers that do not match everything, an end after the start, an author and a comment." },
  "oncall.invalid": { status: 400, exit: 2, about: "The on-call document cannot be used; the one in force stays.", fix: "Correct the named lines; docs/on-call.md shows every key." },
  "oncall.override-invalid": { status: 400, exit: 2, about: "The override cannot be kept.", fix: "Name a schedule and a person of the on-call document, and a time that ends after it begins and after now." },
  "owners.unreadable": { status: 422, exit: 2, about: "A file of owners cannot be read.", fix: "Give a CODEOWNERS file, a Backstage catalog-info.yaml, or YAML with services: {name: team}." },
  // routes
  "silence.expired": { status: 409, exit: 2, about: "The silence has ended already.", fix: "Make a new one." },
  // incidents
  "incident.live": { status: 409, exit: 2, about: "Members of the incident are not over.", fix: "Deal with them first, or close it all the same with `force` and a reason." },
  "incident.over": { status: 409, exit: 2, about: "The incident is closed.", fix: "Reopen it first." },
  "incident.same": { status: 409, exit: 2, about: "An incident cannot be put together with itself.", fix: "Name another incident." },
  "incident.still-open": { status: 409, exit: 2, about: "The incident is open.", fix: "Close it first." },
  // sbom
  "sbom.unrecognised": { status: 422, exit: 2, about: "This is not an SBOM in a format that is read.", fix: "Send CycloneDX 1.2 to 1.7 (JSON or XML) or SPDX 2.2 or 2.3 (JSON or tag-value), plain or gzipped." },
  "sbom.unsupported": { status: 422, exit: 2, about: "The SBOM is in a format or version that is not read.", fix: "Have the tool write CycloneDX 1.2 to 1.7 or SPDX 2.2 or 2.3, or convert the document." },
  "sbom.truncated": { status: 422, exit: 2, about: "The SBOM ends before it is complete.", fix: "Produce or upload the document again; check the disk and the proxy on the way." },
  "sbom.malformed": { status: 422, exit: 2, about: "The SBOM breaks the grammar of its format.", fix: "Correct the document at the named place, or produce it again with a current version of the tool." },
  "sbom.encoding": { status: 422, exit: 2, about: "The SBOM is not in an encoding that is read.", fix: "Save the document as UTF-8." },
  "sbom.doctype": { status: 422, exit: 2, about: "The XML has a document type declaration, which is refused: it can define entities that expand without end.", fix: "Remove the DOCTYPE; CycloneDX needs none." },
  "sbom.too-large": { status: 413, exit: 2, about: "The SBOM is larger than is read.", fix: "Split the document by component, or raise the limit in the settings." },
  "sbom.too-many": { status: 413, exit: 2, about: "The SBOM lists more components than are read.", fix: "Split the document into one SBOM per release, or raise the limit in the settings." },
  "sbom.too-deep": { status: 413, exit: 2, about: "The SBOM is nested deeper than is read.", fix: "List the components flat, or raise the limit in the settings." },
  "sbom.bomb": { status: 413, exit: 2, about: "The compressed SBOM unpacks to far more than a document of its size would.", fix: "Unpack it, look at what it holds, and send it uncompressed if it is what you meant." },
  // licences
  "licence.invalid": { status: 422, exit: 2, about: "A licence cannot be read.", fix: "Write ids and expressions as the SPDX licence list spells them, such as MIT or Apache-2.0 WITH LLVM-exception." },
  // host
  "host.file-changed": { status: 503, exit: 3, about: "A file became shorter while it was read.", fix: "Read the host again when nothing is being installed on it." },
  "host.file-malformed": { status: 422, exit: 3, about: "A package database or program is not what its format says.", fix: "Look at the named place: the file is damaged or cut short; let its package manager rebuild it." },
  "host.file-too-large": { status: 422, exit: 3, about: "A file of a package manager is larger than is read.", fix: "Look at the named file: a package database of this size is damaged or not one." },
  "image.ambiguous": { status: 422, exit: 2, about: "The archive holds several images.", fix: "Name one of them: by its tag, its digest or its platform." },
  "image.file-not-kept": { status: 500, exit: 3, about: "An extractor asks for a file that the reading of the image did not keep.", fix: "Report it: the extractor must name the file in `reads`." },
  "image.invalid": { status: 422, exit: 3, about: "This is not a container image that can be read.", fix: "Write it again with `docker save` or as an OCI image layout, as a plain tar file or a folder." },
  // targets and lock files
  "lockfile.malformed": { status: 422, exit: 2, about: "A lock file breaks the grammar of its format.", fix: "Let its package manager write the file again; resolve merge conflicts first." },
  "lockfile.too-large": { status: 413, exit: 2, about: "A lock file is larger than is read.", fix: "Look at the named file: a lock file of this size is damaged or not one." },
  "lockfile.unsupported": { status: 422, exit: 2, about: "A lock file is in a format or version that is not read.", fix: "Have its package manager write a version that is read." },
  "target.empty": { status: 422, exit: 4, about: "Nothing that lists packages was found.", fix: "Name a folder with lock files, one lock file, an SBOM, or the root of an unpacked image." },
  "target.not-found": { status: 404, exit: 2, about: "The target is not there, or may not be read.", fix: "Check the path and its permissions." },
  "target.unrecognised": { status: 422, exit: 2, about: "The file is neither an SBOM nor a lock file that is read.", fix: "Name its format with --as when its file name is an unusual one." },
  // http, archives, feeds
  "http.unreachable": { status: 502, exit: 3, about: "No answer came over HTTP.", fix: "Check the address, the network and the proxy settings." },
  "http.too-large": { status: 502, exit: 3, about: "The answer is larger than is read into memory.", fix: "Check that the address is the right one." },
  "zip.invalid": { status: 502, exit: 3, about: "The zip archive cannot be read.", fix: "Fetch it again; if it stays broken, report it to whoever publishes it." },
  "feed.unavailable": { status: 502, exit: 3, about: "The feed answered with an error.", fix: "Check the feed's base URL; if it is right, wait for the source to recover." },
  "feed.not-the-feed": { status: 502, exit: 3, about: "What came is not what this feed publishes.", fix: "Check the feed's base URL, and whether a proxy or a login page answered in its place." },
  "feed.truncated": { status: 502, exit: 3, about: "The feed's answer ended early.", fix: "Pull again; if it happens every time, check the proxy or the mirror." },
  // scans
  "policy.invalid": { status: 400, exit: 2, about: "The policy or ignore file cannot be used as it is.", fix: "Correct the named places; docs/reference/gate.md shows every rule." },
  "vex.unreadable": { status: 422, exit: 2, about: "This is not a VEX document that can be used.", fix: "Give OpenVEX, CSAF or CycloneDX in JSON." },
  // advisory index
  "index.damaged": { status: 500, exit: 3, about: "The advisory index is damaged.", fix: "Make it again with `aftwatch db build`, or put a whole copy in its place with `aftwatch db import FILE`." },
  "index.export-damaged": { status: 422, exit: 2, about: "The exported advisory index is cut short or damaged; the index in use stays as it is.", fix: "Copy or export the file again, and compare its size with the original's." },
  "incident.clock-stopped": { status: 409, exit: 2, about: "This clock has been stopped already.", fix: "Read the incident's clocks again; a stopped clock stays stopped." },
  "index.foreign": { status: 422, exit: 2, about: "This is not an exported advisory index.", fix: "Import a file that `aftwatch db export` wrote." },
  "index.locked": { status: 503, exit: 3, about: "Another process is changing this advisory index.", fix: "Wait until it has ended, or use another directory with --db." },
  "index.missing": { status: 503, exit: 4, about: "There is no advisory index here.", fix: "Make one with `aftwatch db update`, or without a network with `aftwatch db import FILE`; name another place with --db or AFTWATCH_DB." },
  "index.newer": { status: 503, exit: 3, about: "The advisory index was written by a newer version of Aftwatch.", fix: "Use that version or a later one, or make an index of this version with `aftwatch db build`." },
  "index.nothing-found": { status: 422, exit: 2, about: "No OSV records were found there.", fix: "Name an OSV mirror (with ECOSYSTEM/all.zip), a folder of OSV JSON files, or a .zip, .jsonl or .jsonl.gz of them." },
  // playbooks
  "playbook.cooling-down": { status: 409, exit: 2, about: "The playbook ran a short while ago, and its cooldown still lasts.", fix: "Wait for its end, or start it with `again`." },
  "playbook.expression": { status: 422, exit: 2, about: "A condition or template of a playbook cannot be read.", fix: "Correct it at the named character; docs/playbooks.md has the language on one page." },
  "playbook.inputs": { status: 422, exit: 2, about: "The playbook's inputs are not complete.", fix: "Give the named inputs." },
  "playbook.invalid": { status: 422, exit: 2, about: "The playbook cannot be used as it is; the one before stays in force.", fix: "Correct the named lines; `aftwatch playbook check FILE` names them before it is kept." },
  "playbook.not-now": { status: 409, exit: 2, about: "The run is not in a state that allows it.", fix: "Look at the run: what it waits for says who can move it." },
  "playbook.under-way": { status: 409, exit: 2, about: "A run of this playbook is under way for the incident.", fix: "Follow or cancel that run, or start another with `again`." },
  "cacao.unreadable": { status: 422, exit: 2, about: "This is not a CACAO 2.0 playbook that can be read.", fix: "Give a document with type playbook and spec_version cacao-2.0, complete with its workflow." },
  // tests from outside: the browser
  "dast.browser-missing": { status: 422, exit: 2, about: "The named browser is not there, or may not be run.", fix: "Name Chromium's program, or leave the setting out: then the usual places are looked at." },
  "dast.browser-start": { status: 502, exit: 3, about: "Chromium does not start.", fix: "Start it by hand with --headless to see why; without it the scan goes on and says what it could not see." },
  "dast.description-unreadable": { status: 422, exit: 2, about: "The description of the target cannot be read.", fix: "Correct the named place; docs/dast.md lists the formats that are read." },
  "dast.description-unrecognised": { status: 422, exit: 2, about: "This is not a description of a target in a format that is read.", fix: "Give OpenAPI, GraphQL, a Postman collection, HAR, WSDL, a list of URLs, or rows of method and path." },
  "dast.expected-unreadable": { status: 422, exit: 2, about: "The file of expected results cannot be used.", fix: "Give one of the forms that docs/dast.md shows, and correct the named places." },
  "dast.identities-invalid": { status: 422, exit: 2, about: "The file of identities cannot be used.", fix: "Correct the named places; docs/dast.md shows every kind of login." },
  "dast.not-begun": { status: 403, exit: 3, about: "The scan could not begin.", fix: "`aftwatch dast authorise URL` shows how the target can say that it may be tested." },
  "dast.plan-invalid": { status: 422, exit: 2, about: "The automation plan cannot be used.", fix: "Correct the named places; docs/dast.md lists what is taken over." },
  "dast.report-unreadable": { status: 422, exit: 2, about: "The report cannot be read.", fix: "Have the tool write it again." },
  "dast.report-unrecognised": { status: 422, exit: 2, about: "This is no report in a format that is read.", fix: "Give a report of ZAP (JSON or XML), Nuclei (JSON or JSON lines), Wapiti (JSON), or SARIF." },
  "dast.steps-invalid": { status: 422, exit: 2, about: "The recorded login steps cannot be used.", fix: "Correct the named steps; docs/dast.md shows every kind." },
} as const satisfies Record<string, FaultEntry>;

export interface FaultEntry { status: number; exit: 0 | 1 | 2 | 3 | 4; about: string; fix: string }
export type FaultCode = keyof typeof faults;

/** One place in an input that is wrong: a JSON pointer, a line, a record id; the rule it breaks; the mend when it is a special one. */
export interface FaultPlace { at: string; rule: string; mend?: string }

/**
 * Something a person must mend. `detail` is one sentence about this occurrence, `places` name where in the input.
 *
 * @example new Fault("store.locked", { detail: "data/ is held by process 4711" })
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly detail: string | undefined;
  readonly places: readonly FaultPlace[];

  constructor(code: FaultCode, about: { detail?: string; places?: readonly FaultPlace[] } = {}, cause?: unknown) {
    super(about.detail ? `${faults[code].about} ${about.detail}` : faults[code].about, cause === undefined ? undefined : { cause });
    this.name = "Fault";
    this.code = code;
    this.detail = about.detail;
    this.places = about.places ?? [];
  }

  get entry(): FaultEntry { return faults[this.code]; }
  get fix(): string { return faults[this.code].fix; }
}

export const isFault = (thrown: unknown, code?: FaultCode): thrown is Fault =>
  thrown instanceof Fault && (code === undefined || thrown.code === code);

/** The message of anything thrown, for a log field or a rejection's reason. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
