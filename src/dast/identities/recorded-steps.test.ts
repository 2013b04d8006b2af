// Recordings of other tools become steps, and what is no recording says where it is wrong.
import { describe, expect, it } from "vitest";
import { Fault } from "../../kernel/fault.ts";
import { readLoginSteps } from "./login-steps.ts";
import { readRecordedSteps } from "./recorded-steps.ts";

const faultOf = (work: () => unknown): Fault => { try { work(); } catch (thrown) { if (thrown instanceof Fault) return thrown; throw thrown; } throw new Error("nothing was thrown"); };

describe("dast/identities/recorded-steps", () => {
  it("the DevTools Recorder's document", () => {
    const text = JSON.stringify({ title: "login", steps: [
      { type: "setViewport", width: 900, height: 700 }, { type: "navigate", url: "https://shop.example/login" },
      { type: "click", target: "main", selectors: [["aria/Email"], ["#mail"]] }, { type: "change", value: "ann", selectors: [["aria/Email"], ["#mail"]] },
      { type: "keyDown", key: "Tab" }, { type: "keyUp", key: "Tab" }, { type: "change", value: "{password}", selectors: [["x-login", "#secret"]] },
      { type: "click", selectors: [['aria/Sign in[role="button"]']] }, { type: "customStep", name: "x" },
    ] });
    expect(readRecordedSteps(text)).toEqual({
      steps: [
        { do: "goto", url: "https://shop.example/login" }, { do: "click", on: { selector: "#mail" } }, { do: "fill", on: { selector: "#mail" }, value: "ann" }, { do: "press", key: "Tab" },
        { do: "fill", on: { selector: "x-login >> #secret" }, value: "{password}" }, { do: "click", on: { role: "button", name: "Sign in" } },
      ],
      unread: ["step 9 (customStep)"],
    });
  });

  it("code of Playwright's codegen", () => {
    const code = `
      const page = await context.newPage();
      await page.goto('https://shop.example/login');
      await page.getByLabel('It\\'s mail').fill("ann@example.com");
      await page.locator('#secret').first().fill('pw');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByTestId('code').press('Enter');
      await page.getByText("Remember me").check();
      await expect(page.getByText('Welcome')).toBeVisible();
      await page.frameLocator('#f').locator('#x').click();`;
    expect(readRecordedSteps(code)).toEqual({
      steps: [
        { do: "goto", url: "https://shop.example/login" }, { do: "fill", on: { label: "It's mail" }, value: "ann@example.com" }, { do: "fill", on: { selector: "#secret" }, value: "pw" },
        { do: "click", on: { role: "button", name: "Sign in" } }, { do: "press", on: { selector: '[data-testid="code"]' }, key: "Enter" }, { do: "check", on: { text: "Remember me" }, checked: true },
      ],
      unread: ["await page.frameLocator('#f').locator('#x').click();"],
    });
  });

  it("steps of our own are read as they are, each wrong place is named", () => {
    const steps = [{ do: "goto", url: "https://a.example/" }, { do: "wait", text: "Hello", ms: 100 }];
    expect(readRecordedSteps(JSON.stringify({ steps })).steps).toEqual(steps);
    const { places } = faultOf(() => readLoginSteps([{ do: "goto", url: "ftp://a" }, { do: "fly" }, { do: "fill", on: { selector: "a", label: "b" } }, { do: "click", on: { text: "x" }, colour: 1 }, 7]));
    expect(places.map(({ at }) => at)).toEqual(["/0/url", "/1/do", "/2/on", "/2/value", "/3/colour", "/4"]);
  });

  it.each(["", "{", "[]", '{"steps":[]}', "await page.close()"])("%j is a Fault", (text) => { expect(faultOf(() => readRecordedSteps(text)).code).toBe("dast.steps-invalid"); });
});
