// Words of the Open Cybersecurity Schema Framework that every finding of ours shares: the schema's version, its classes, the product, severities and states.

/** The released schema that our events are held against. */
export const ocsfVersion = "1.5.0";

/** Category 2, findings. */
export const ocsfClasses = { vulnerability: 2002, detection: 2004, incident: 2005 } as const;
export const ocsfCategory = 2;

/** A finding's activity: created, changed, over. */
export type OcsfActivity = 1 | 2 | 3;
export const ocsfActivityNames: Readonly<Record<OcsfActivity, string>> = { 1: "Create", 2: "Update", 3: "Close" };

/** severity_id of the base event. */
export const ocsfSeverities = {
  unknown: { severity_id: 0, severity: "Unknown" }, informational: { severity_id: 1, severity: "Informational" }, low: { severity_id: 2, severity: "Low" }, medium: { severity_id: 3, severity: "Medium" },
  high: { severity_id: 4, severity: "High" }, critical: { severity_id: 5, severity: "Critical" },
} as const;

/** status_id of findings. */
export const ocsfStatuses = { new: { status_id: 1, status: "New" }, inProgress: { status_id: 2, status: "In Progress" }, suppressed: { status_id: 3, status: "Suppressed" }, resolved: { status_id: 4, status: "Resolved" } } as const;

export const ocsfProduct = (version?: string): { name: string; vendor_name: string; version?: string } => ({ name: "Aftwatch", vendor_name: "Aftwatch", ...(version === undefined ? {} : { version }) });

/** type_uid = class_uid * 100 + activity_id. */
export const ocsfKind = (classUid: number, activity: OcsfActivity): { activity_id: number; category_uid: number; class_uid: number; type_uid: number } =>
  ({ activity_id: activity, category_uid: ocsfCategory, class_uid: classUid, type_uid: classUid * 100 + activity });
