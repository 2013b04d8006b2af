// The inventory's lists: services, releases, components, endpoints, deployments.
import type { InventoryViews } from "../../inventory/inventory-views.ts";
import type { Tx } from "../bulk.ts";
import { componentViews } from "./component-views.ts";
import { deploymentViews } from "./deployment-views.ts";
import { endpointViews } from "./endpoint-views.ts";
import { releaseViews } from "./release-views.ts";
import { runningViews } from "./running-views.ts";
import { serviceViews } from "./service-views.ts";

export const inventoryViews = (tx: Tx): InventoryViews =>
  ({ ...serviceViews(tx), ...releaseViews(tx), ...componentViews(tx), ...endpointViews(tx), ...deploymentViews(tx), ...runningViews(tx) });
