import { describe, expect } from "vitest";
import { z } from "zod";
import { raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import type { Received } from "./receiver.ts";
import { exhausted, test } from "./support.ts";

/** A posted alert as Alertmanager's OpenAPI file has it. */
const Alerts = z.array(
  z.strictObject({
    labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string().min(1)),
    annotations: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string()),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    generatorURL: z.url().optional(),
  }),
);
const alertsOf = ({ body }: Received) => Alerts.parse(JSON.parse(body));
const standsFor = (alert: { readonly endsAt: string } | undefined, now: number) =>
  Date.parse(alert?.endsAt ?? "") - now;

describe("Alertmanager", () => {
  test("is told by its API, and as long as a notice stands; its alert ends when it is resolved", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender({
      ASSAY_ALERTMANAGER_URL: `${receiver.url}/am/`,
      ASSAY_PUBLIC_URL: "https://assay.example",
    });
    const stays = { cause: "no_worker", subject: "browser", text: "No worker." } as const;
    await raiseNotice(redis, exhausted);
    await process.deliver();
    await raiseNotice(redis, stays);
    await process.deliver();
    process.now += 120_000;
    await process.deliver();
    await resolveNotice(redis, exhausted);
    await process.deliver();
    process.now += 120_000;
    await process.deliver();

    const posts = receiver.received.map(alertsOf);
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(
      new Set(["/am/api/v2/alerts"]),
    );
    expect(posts[0]).toEqual([
      {
        labels: {
          alertname: "AssayRowsExhausted",
          service: "assay",
          severity: "warning",
          cause: "rows_exhausted",
          subject: "b1",
          batch: "b1",
        },
        annotations: expect.objectContaining({
          summary: "Rows are out of retries",
          description: "12 rows are out of retries.",
          facts: "rows: 12",
        }),
        startsAt: expect.any(String),
        endsAt: expect.any(String),
        generatorURL: "https://assay.example/batches/b1",
      },
    ]);
    const names = posts.map((alerts) => alerts.map(({ labels }) => labels["alertname"]));
    expect(names).toEqual([
      ["AssayRowsExhausted"],
      ["AssayRowsExhausted"],
      ["AssayNoWorker"],
      ["AssayRowsExhausted", "AssayNoWorker"],
      ["AssayRowsExhausted"],
      ["AssayNoWorker"],
    ]);
    const labels = posts.flat().map((alert) => JSON.stringify(alert.labels));
    expect(new Set(labels).size).toBe(2);
    const starts = posts.flat().map((alert) => `${alert.labels["cause"]} ${alert.startsAt}`);
    expect(new Set(starts).size).toBe(2);
    const standMs = posts.map((alerts) => standsFor(alerts.at(-1), Date.now()));
    expect(standMs.map((ms) => ms > 14 * 60_000)).toEqual([true, true, true, true, false, true]);
    expect(standMs[4]).toBeLessThanOrEqual(0);
  });

  test("an alert that becomes graver is another one there: the milder one ends", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender({ ASSAY_ALERTMANAGER_URL: receiver.url });
    await raiseNotice(redis, exhausted);
    await process.deliver();
    await raiseNotice(redis, { ...exhausted, severity: "critical" });
    await process.deliver();

    const last = alertsOf(receiver.received.at(-1) as Received);

    expect(last.map(({ labels }) => labels["severity"])).toEqual(["warning", "critical"]);
    expect(standsFor(last[0], Date.now())).toBeLessThanOrEqual(0);
    expect(standsFor(last[1], Date.now())).toBeGreaterThan(0);
  });

  test("of a cluster every instance is told; one that is away does not matter", async ({
    redis,
    receiver,
    sender,
  }) => {
    const urls = `http://127.0.0.1:9,${receiver.url},${receiver.url}/second`;
    await raiseNotice(redis, exhausted);

    const report = await sender({ ASSAY_ALERTMANAGER_URL: urls }).deliver();

    expect(report.pending).toBe(0);
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(
      new Set(["/api/v2/alerts", "/second/api/v2/alerts"]),
    );
  });

  test("is not said that something stands while its end is still to be told", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender({ ASSAY_ALERTMANAGER_URL: receiver.url });
    await raiseNotice(redis, exhausted);
    await raiseNotice(redis, { ...exhausted, subject: "b2" });
    await process.deliver();
    await resolveNotice(redis, exhausted);
    receiver.answer = () => ({ status: 500 });
    process.now += 120_000;
    await process.deliver();
    receiver.received.length = 0;

    process.now += 4_000;
    await process.deliver();
    expect(receiver.received).toEqual([]);
    receiver.answer = () => ({ status: 200 });
    process.now += 1_000;
    await process.deliver();

    const posts = receiver.received.map(alertsOf);
    expect(posts.map((alerts) => alerts.map(({ labels }) => labels["subject"]))).toEqual([
      ["b1"],
      ["b2"],
    ]);
  });
});
