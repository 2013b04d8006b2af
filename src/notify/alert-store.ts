// The port to alerts: those that are kept, the groups they wait in, what each receiver was told, what inhibits others. src/store implements it.
//
// group   the alerts of one route with the same values of its group labels; flushed together
// told    the firing and resolved alerts of the last message of a group to a receiver (Alertmanager's notification log)
// source  a firing alert that an inhibition rule's source side matches, under the values of the rule's equal labels
import type { Instant } from "../kernel/clock.ts";
import type { Alert } from "./alert.ts";
import type { LabelSet } from "./label.ts";
import type { Notice } from "./notice.ts";

export interface AlertGroup {
  org: string;
  /** Derived from the leaf and the group labels. */
  groupId: string;
  /** The route's id. */
  leafId: string;
  /** As Alertmanager forms it: the matchers from the root down, then the group labels. */
  groupKey: string;
  labels: LabelSet;
  createdAt: Instant;
  /** Undefined until group_wait is over. */
  flushedAt: Instant | undefined;
  nextFlushAt: Instant;
  /** Nothing is left in it; it goes at the next flush unless an alert joins it before. */
  isEmpty: boolean;
}

export interface Told {
  /** Derived from the group key: it outlives the group and a change of the routes. */
  toldId: string;
  receiverId: string;
  toldAt: Instant;
  /** Fingerprints. */
  firing: readonly string[];
  resolved: readonly string[];
  expiresAt: Instant;
}

export interface InhibitSource { ruleKey: string; equalKey: string; /** The alert matches the rule's target side too. */ bothSides: boolean; fingerprint: string; endsAt: Instant }
export type InhibitPlace = Pick<InhibitSource, "ruleKey" | "equalKey" | "bothSides">;

export interface AlertFilter {
  /** firing: ends after now. resolved: the others that are still kept. */
  state: "firing" | "resolved" | undefined;
  now: Instant;
}

export interface AlertStore {
  findAlerts(org: string, fingerprints: readonly string[]): Promise<Alert[]>;
  putAlerts(org: string, alerts: readonly Alert[]): Promise<void>;
  /** Alerts after this fingerprint, in its order. */
  alertsAfter(org: string, filter: AlertFilter, after: string | undefined, limit: number): Promise<Alert[]>;
  /** Newest first, after the last one of the page before. */
  newestAlerts(org: string, filter: AlertFilter, after: Pick<Alert, "startsAt" | "fingerprint"> | undefined, limit: number): Promise<Alert[]>;
  countAlerts(org: string, filter: AlertFilter): Promise<number>;
  /** Labels alone, after this fingerprint, in its order: for counting what matches. */
  labelsAfter(org: string, filter: AlertFilter, after: string | undefined, limit: number): Promise<Pick<Alert, "fingerprint" | "labels">[]>;
  /** Any source of inhibition fires now. */
  hasSources(org: string, now: Instant): Promise<boolean>;
  /** Removes alerts that ended before, unless a group still has to tell of them. */
  removeAlertsBefore(at: Instant, limit: number): Promise<number>;

  /** Notices made since, in the order of their ids; not those of alerts. */
  noticesSince(org: string, at: Instant, after: string | undefined, limit: number): Promise<{ noticeId: string; notice: Notice }[]>;

  findGroups(org: string, groupIds: readonly string[]): Promise<AlertGroup[]>;
  putGroups(groups: readonly AlertGroup[]): Promise<void>;
  removeGroups(org: string, groupIds: readonly string[]): Promise<void>;
  /** All groups and their members, for a change of the routes. Gives the fingerprints that were in one. */
  dissolveGroups(org: string): Promise<string[]>;
  /** In the order of their ids; empty ones too. */
  listGroups(org: string, after: string | undefined, limit: number): Promise<AlertGroup[]>;
  /** Of those that have members. */
  countGroups(org: string): Promise<number>;
  /** How many members each has, resolved ones that still have to be told among them. */
  countMembers(org: string, groupIds: readonly string[]): Promise<Map<string, number>>;
  /** Of all organisations, the longest due first. */
  dueGroups(now: Instant, limit: number): Promise<AlertGroup[]>;
  nextFlushAt(): Promise<Instant | undefined>;

  /** A member that is there already stays. */
  addMembers(org: string, members: readonly { groupId: string; fingerprint: string }[]): Promise<void>;
  removeMembers(org: string, groupId: string, fingerprints: readonly string[]): Promise<void>;
  membersAfter(org: string, groupId: string, after: string | undefined, limit: number): Promise<Alert[]>;
  /** The members of several groups at once; undefined when there are more than the limit: then membersAfter reads them in pages. */
  membersOf(org: string, groupIds: readonly string[], limit: number): Promise<Map<string, Alert[]> | undefined>;
  groupsOf(org: string, fingerprints: readonly string[]): Promise<Map<string, AlertGroup[]>>;

  findTold(org: string, toldIds: readonly string[]): Promise<Told[]>;
  putTold(org: string, told: readonly Told[]): Promise<void>;
  removeToldBefore(at: Instant): Promise<void>;
  /** What happened after `latest` happened on a clock that was wrong: groups are due at `now`, and what was told counts as told now. */
  pullBack(now: Instant, latest: Instant): Promise<void>;

  putSources(org: string, sources: readonly InhibitSource[]): Promise<void>;
  dropSources(org: string): Promise<void>;
  removeSourcesBefore(at: Instant): Promise<void>;
  /** A firing source at each place, where there is one. */
  sourcesAt(org: string, places: readonly InhibitPlace[], now: Instant): Promise<(string | undefined)[]>;
}
