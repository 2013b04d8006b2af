// Scope: which requests belong to a scan. What is outside is never sent, whoever asks.

export interface Scope {
  /** "https://shop.example": where the scan starts. */
  start: string;
  /** Origins that may be requested. Default: the start's. */
  origins: readonly string[];
  /** Path prefixes or `*` globs; a URL must match one of include (default: all) and none of exclude. */
  include: readonly string[];
  exclude: readonly string[];
  /** Addresses that the names may lead to beyond those they had at the start: CIDR. Default: the addresses at the start, pinned. */
  addresses: readonly string[];
}
