import { afterAll, describe, expect } from "vitest";
import { assay, bareEnv, temporaryHome } from "../e2e/support.ts";
import { secret, test } from "../notices/support.ts";

const place = temporaryHome();
const env = bareEnv(place.home);
afterAll(place.remove);

describe("assay notices", () => {
  test("says when nothing needs a person", async () => {
    const { code, stdout, stderr } = await assay(["notices", "--all"], env);

    expect(code, stderr).toBe(0);
    expect(stdout).toBe("nothing needs a person\n");
  });

  test("test tries every channel, says what it answered, and fails when one does", async ({
    receiver,
  }) => {
    receiver.answer = ({ path }) => ({ status: path === "/hook" ? 200 : 404 });
    const { code, stdout } = await assay(["notices", "test"], {
      ...env,
      ASSAY_NOTICE_WEBHOOK_URL: `${receiver.url}/hook`,
      ASSAY_NOTICE_WEBHOOK_SECRET: secret,
      ASSAY_NOTICE_SLACK_URL: `${receiver.url}/services/secretpath`,
    });

    expect(code).toBe(1);
    expect(stdout).toMatch(/^webhook +sent +answered 200/m);
    expect(stdout).toMatch(/^slack +failed +answered 404/m);
    expect(stdout).toMatch(/^log +sent/m);
    expect(stdout).not.toContain("secretpath");
    expect(receiver.received[0]?.body).toContain('"type":"notice.test"');
  });

  test("refuses what it does not understand, and half a configuration", async () => {
    const wrong = await assay(["notices", "forget"], env);
    const half = await assay(["notices", "test"], {
      ...env,
      ASSAY_NOTICE_WEBHOOK_URL: "https://hooks.example",
    });

    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("usage: assay") });
    expect(half).toMatchObject({ code: 2, stderr: expect.stringContaining("WEBHOOK_SECRET") });
  });
});
