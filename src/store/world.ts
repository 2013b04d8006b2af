// Shared knowledge stands under an organisation of its own, so that organisation leads every key.

/** The organisation of what the whole installation shares: advisories, feeds, enrichment. */
export const world = "world";
