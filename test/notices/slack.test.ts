import { describe, expect } from "vitest";
import { raiseNotice } from "../../src/notices/notices.ts";
import { exhausted, test } from "./support.ts";

describe("the Slack-compatible webhook", () => {
  test("says it in plain lines", async ({ redis, receiver, sender }) => {
    await raiseNotice(redis, exhausted);
    await sender({
      ASSAY_NOTICE_SLACK_URL: `${receiver.url}/services/x`,
      ASSAY_PUBLIC_URL: "https://assay.example",
    }).deliver();

    const payload = JSON.parse(receiver.received[0]?.body ?? "") as { text: string };

    expect(payload).toMatchObject({ mrkdwn: false, unfurl_links: false, unfurl_media: false });
    expect(payload.text.split("\n")).toEqual([
      "Assay: warning: Rows are out of retries: b1",
      "12 rows are out of retries.",
      expect.stringMatching(/^Since 20/),
      "rows: 12",
      "Assay already did: Each was tried 3 times.",
      "To decide: Retry them once what stopped them is cured, or accept them as failed.",
      "See https://assay.example/batches/b1",
    ]);
  });

  test("calls nobody, links nowhere and opens no line, whatever a subject holds", async ({
    redis,
    receiver,
    sender,
  }) => {
    await raiseNotice(redis, {
      cause: "failure_spike",
      subject: "b1 <!channel> @here <https://evil.example|click>",
      text: "[click](https://evil.example) & <@U123>\n@everyone now",
      facts: { "<!here>": "@channel" },
    });
    await sender({ ASSAY_NOTICE_SLACK_URL: receiver.url }).deliver();

    const { text } = JSON.parse(receiver.received[0]?.body ?? "") as { text: string };

    expect(text).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/@\w/);
    expect(text).not.toContain("](");
    expect(text).toContain("&lt;!channel&gt;");
    expect(text).toContain("&amp; &lt;@\u200BU123&gt; @\u200Beveryone now");
  });
});
