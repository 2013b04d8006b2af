// Profiles as the doors see them.
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Fact } from "../../runtime/baselines/fact.ts";
import type { ProfileState, ProfileView, ProfileWhole } from "../../runtime/baselines/profile-view.ts";

/** service: its name or id. */
export interface ProfileFilter { workload: string | undefined; service: string | undefined; state: ProfileState | undefined }

export interface ProfileDesk {
  /** The latest heard first. */
  list(org: string, filter: ProfileFilter, page: PageRequest): Promise<Page<ProfileView>>;
  find(org: string, profileId: string): Promise<ProfileWhole | undefined>;
  /** Pending facts become part of the profile; answers those that were not pending. Throws request.not-found. */
  approve(org: string, profileId: string, approval: { facts: readonly Fact[]; reason: string }, actor: string): Promise<{ approved: readonly Fact[]; left: readonly Fact[] }>;
  /** Forgets what was learned and begins anew. Throws request.not-found. */
  relearn(org: string, profileId: string, reason: string | undefined, actor: string): Promise<void>;
  /** Reads which incidents are open: nothing is learned under one. */
  refresh(org: string): Promise<void>;
}
