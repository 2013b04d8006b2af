// A runtime event: one normalised fact that a sensor, a log or a cluster told, and where it happened.
//
// event      one thing that happened, in the words below
// fields     what it says: the sender's own names, and beside them the names of Sigma's taxonomy
// origin     where it says it happened; joined with the inventory later (join.ts)
// verdict    a sensor (Falco) has already decided: rule, level and tags are kept
// log source Sigma's category, product and service: which rules are asked
import type { Instant } from "../kernel/clock.ts";

/** A value as JSON has it. A list holds when any member holds (Sigma 2.1 leaves lists to the engine). */
export type FieldValue = string | number | boolean | null | readonly FieldValue[] | { readonly [name: string]: FieldValue | undefined };

/**
 * The sender's fields under their own names, nested as they came, and at the top level the names of the taxonomy where the decoder knows them:
 *
 * process   Image CommandLine ParentImage ParentCommandLine User ProcessId ParentProcessId ProcessGuid ParentProcessGuid CurrentDirectory
 * file      TargetFilename; Image = who does it
 * network   DestinationIp DestinationHostname DestinationPort SourceIp SourcePort Protocol Initiated ("true" = outgoing); listening: category network_listen, SourcePort
 * place     host.name container.id k8s.namespace.name k8s.pod.name, as origin has them ("" is the host of a process that nobody told: decoding-place.ts)
 * web       c-ip cs-method cs-uri cs-uri-stem cs-uri-query cs-host cs-user-agent cs-referer cs-username sc-status sc-bytes time-taken,
 *           and ours: request-decoded (path and query after repeated decoding, see web/decode.ts), cs-body when a sender has it
 * login     User SourceIp outcome ("success" or "failure") method
 * cloud     as the provider names them (eventName, eventSource, userIdentity.arn, sourceIPAddress, ...)
 * kubernetes audit   as the API names them (verb, objectRef.resource, user.username, ...)
 */
export type Fields = Readonly<Record<string, FieldValue | undefined>>;

/** Lower case. Of an event: everything that is known of it; a rule applies when all it names is the same. */
export interface LogSource { category?: string; product?: string; service?: string }

export interface Origin {
  host?: string;
  cluster?: string;
  namespace?: string;
  pod?: string;
  /** Of the pod: the deployment, daemon set, ... that made it. */
  workload?: string;
  workloadKind?: string;
  containerId?: string;
  containerName?: string;
  /** Without digest: "docker.io/library/nginx:1.27". */
  image?: string;
  /** "sha256:..." of the image (or, for a container runtime, its config): the best join there is. */
  imageDigest?: string;
  /** What the sender itself calls it (OTLP service.name, service.version, deployment.environment.name). */
  service?: string;
  version?: string;
  environment?: string;
}

/** Sigma's levels; a sensor's priorities are put on them. */
export const levels = ["informational", "low", "medium", "high", "critical"] as const;
export type Level = (typeof levels)[number];

export interface Verdict { rule: string; level: Level; /** The sensor's own word: "Warning". */ priority: string; text: string; tags: readonly string[] }

export interface RuntimeEvent {
  /** The sender's own id of it (auditID/stage, CloudEvents source/id, a file's place and offset): a repeat is the same event. */
  id: string | undefined;
  /** When it happened; the time of receipt when the event does not say (then isTimed is false). */
  at: Instant;
  isTimed: boolean;
  /** The decoder's id. */
  decoder: string;
  logsource: LogSource;
  /** Further log sources whose rules are asked too, where rules name one event in several ways (a registry value set is registry_set and registry_event). */
  alsoAsked?: readonly LogSource[];
  origin: Origin;
  fields: Fields;
  verdict?: Verdict;
  /** As it came, for people and evidence; the pipeline cuts it at a stated length. */
  raw: string;
}
