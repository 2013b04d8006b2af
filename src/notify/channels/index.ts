// Every way Aftwatch can deliver a notice.
import { register } from "../../kernel/plugin.ts";
import { alertmanager } from "./alertmanager.ts";
import { discord } from "./discord.ts";
import { email } from "./email.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { jira } from "./jira.ts";
import { mattermost } from "./mattermost.ts";
import { ocsf } from "./ocsf.ts";
import { opsgenie } from "./opsgenie.ts";
import { pagerduty } from "./pagerduty.ts";
import { servicenow } from "./servicenow.ts";
import { slack } from "./slack.ts";
import { syslog } from "./syslog.ts";
import { teams } from "./teams.ts";
import { telegram } from "./telegram.ts";
import { webhook } from "./webhook.ts";

export const channels = register("channel", [alertmanager, discord, email, github, gitlab, jira, mattermost, ocsf, opsgenie, pagerduty, servicenow, slack, syslog, teams, telegram, webhook]);
