// Every way Aftwatch can deliver a notice.
import { register } from "../../kernel/plugin.ts";
import { email } from "./email.ts";
import { slack } from "./slack.ts";
import { webhook } from "./webhook.ts";

export const channels = register("channel", [email, slack, webhook]);
