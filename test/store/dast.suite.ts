// The store of tests from outside on either dialect: what is put is found, lists page through and filter, organisations never meet.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hourMs } from "../../src/kernel/clock.ts";
import type { Page, PageRequest } from "../../src/kernel/page.ts";
import { createRandom } from "../../src/kernel/random.ts";
