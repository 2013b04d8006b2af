// CACAO Security Playbooks 2.0 (OASIS, CS01): the words that import and export share.
import { createHash } from "node:crypto";

/** The members we read and write; the specification has more (section 3.1). */
export interface CacaoPlaybook {
  type: "playbook"; spec_version: "cacao-2.0"; id: string; name: string; description?: string; playbook_types?: string[]; playbook_activities?: string[]; created_by: string; created: string; modified: string; labels?: string[];
  playbook_variables?: Record<string, CacaoVariable>; workflow_start: string; workflow_exception?: string; workflow: Record<string, CacaoStep>;
  playbook_extensions?: Record<string, unknown>; agent_definitions?: Record<string, CacaoAgent>; target_definitions?: Record<string, CacaoAgent>; extension_definitions?: Record<string, unknown>; [member: string]: unknown;
}
export interface CacaoVariable { type: string; description?: string; value?: unknown; constant?: boolean; external?: boolean }
export interface CacaoAgent { type: string; name: string; address?: Record<string, string[]>; port?: string; [member: string]: unknown }
export interface CacaoCommand { type: string; command?: string; command_b64?: string; headers?: Record<string, string[]>; content?: string; content_b64?: string; description?: string; [member: string]: unknown }
export interface CacaoStep {
  type: string; name?: string; description?: string; delay?: number; timeout?: number; on_completion?: string; on_success?: string; on_failure?: string; commands?: CacaoCommand[]; agent?: string; targets?: string[];
  condition?: string; on_true?: string; on_false?: string; switch?: string; cases?: Record<string, string>; next_steps?: string[]; playbook_id?: string; step_extensions?: Record<string, unknown>; [member: string]: unknown;
}

/** A UUID from names (RFC 9562 5.8: version 8 is free; the published schemas accept versions 1 to 5, so it says 5). The same names give the same one. */
export function namedUuid(...names: readonly string[]): string {
  const hex = createHash("sha256").update(names.map((name) => `${name.length}:${name}`).join("")).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What Aftwatch says of a playbook and of each step besides: with it, nothing is lost on the way out and in again. */
export const extensionId = `extension-definition--${namedUuid("aftwatch", "playbook-extension", "1")}`;
export const identityId = `identity--${namedUuid("aftwatch", "identity")}`;
export const orchestratorId = `security-category--${namedUuid("aftwatch", "orchestrator")}`;
export const respondersId = `organization--${namedUuid("aftwatch", "responders")}`;

/** Section 10.10: the type, two dashes, a UUID. */
export const identifierPattern = /^[a-z]([-a-z]*[a-z])?--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;
/** Section 10.16: UTC, with exactly three digits of a second. */
export const cacaoTime = (at: number): string => new Date(at).toISOString();
