// Feeds: the sources of advisories, how fresh they are, and what they sent that could not be taken.
import Type from "typebox";
import { FeedStatus } from "../../contract/advisories.ts";
import { Time } from "../../contract/shapes.ts";
import { messageOf } from "../../kernel/fault.ts";
import { found } from "../found.ts";
import { door, ItemsOf, listDoor } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const feedOf = async ({ app }: Pick<Call, "app">, id: string) => found((await app.feedStatus()).find((feed) => feed.id === id), "feed", id);

const list = door({
  id: "listFeeds", method: "GET", path: "/feeds", tag: "feeds", answer: ItemsOf(FeedStatus), summary: "Every feed, with its state and progress",
  handle: async ({ app }) => ({ items: await app.feedStatus() }),
});

const sync = door({
  id: "syncFeed", method: "POST", path: "/feeds/:id/sync", tag: "feeds", answer: FeedStatus, status: 202, summary: "Starts a sync, or joins the one that runs; the state is in the list of feeds",
  async handle(call) {
    const { app, actor, params } = call;
    const feed = await feedOf(call, params.id);
    // Not awaited: a first sync takes minutes. How it ends stands in the feed's status and in the ledger.
    app.syncFeed(feed.id, actor).catch((thrown: unknown) => app.log.warn("feed sync failed", { feed: feed.id, why: messageOf(thrown) }));
    return feedOf(call, params.id);
  },
});

const rejects = listDoor({
  id: "listFeedRejects", path: "/feeds/:id/rejects", tag: "feeds", summary: "Records of a feed that could not be taken, and why",
  item: Type.Object({ record: Type.String(), reason: Type.String(), at: Time }),
  handle: async (call) => call.app.vulnerabilities.feedRejects((await feedOf(call, call.params.id)).id, call.page),
});

export const feeds: Resource = { tag: "feeds", about: "Sources of advisories", doors: [list, sync, rejects] };
