import { expect, test } from "vitest";
import { createLogger, scrubber } from "../../src/platform/log.ts";

function capture(secrets: string[] = []) {
  const lines: string[] = [];
  const log = createLogger({
    level: "info",
    name: "test",
    secrets,
    to: { write: (line) => void lines.push(line) },
  });
  return { log, lines };
}

test("a line is one JSON object with a level in words and the process's name", () => {
  const { log, lines } = capture();

  log.info({ batch: "b1" }, "batch accepted");

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    name: "test",
    batch: "b1",
    msg: "batch accepted",
  });
});

test("credentials in URLs are not written, not even those in an error's message", () => {
  const { log, lines } = capture();

  log.warn(
    { err: new Error("proxy http://alice:hunter2@proxy.test:3128 refused") },
    "fetch failed",
  );

  expect(lines.join("")).not.toContain("hunter2");
  expect(lines.join("")).toContain("http://***@proxy.test:3128");
});

test("known secrets and credential headers are not written", () => {
  const { log, lines } = capture(["sk-very-secret"]);

  log.info({ headers: { authorization: "Bearer abc" }, note: "used sk-very-secret" }, "asked");
  log.info({ request: { headers: { "proxy-authorization": "Basic xyz" } } }, "asked");

  expect(lines.join("")).not.toMatch(/Bearer abc|sk-very-secret|Basic xyz/);
});

test("lines stay JSON when a secret holds quotes", () => {
  const { log, lines } = capture(['pa"ss\\word']);

  log.info({ note: 'the pa"ss\\word is' }, "asked");

  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ note: "the *** is" });
});

test("an e-mail address in a URL's path is no credential", () => {
  expect(scrubber([])("https://a.test/team/bob@a.test")).toBe("https://a.test/team/bob@a.test");
});
