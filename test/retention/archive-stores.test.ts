import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test as base } from "vitest";
import { ConfigError, loadConfig } from "../../src/platform/config.ts";
import { type ArchiveStore, ArchiveUnavailable } from "../../src/retention/archive-store.ts";
import { checkArchive } from "../../src/retention/check-archive.ts";
import { directoryArchive } from "../../src/retention/directory-archive.ts";
import { openBatch } from "../../src/retention/find-batch.ts";
import { openArchive } from "../../src/retention/open-archive.ts";
import { s3Archive } from "../../src/retention/s3-archive.ts";
import { parseListing } from "../../src/retention/s3-listing.ts";
import { sealIntoArchive } from "../../src/retention/seal-batch.ts";
import { endedBatch, test as sealTest } from "./sealable.ts";
import { s3Keys, startS3, type S3Server } from "./s3-server.ts";

const stores = {
  "a directory": async () => {
    const dir = await mkdtemp(join(tmpdir(), "assay-test-archive-"));
    return {
      archive: directoryArchive(join(dir, "deep", "archive")),
      end: () => rm(dir, { recursive: true }),
    };
  },
  "an S3-compatible store": async () => {
    const server = await startS3();
    return { archive: s3Archive({ url: server.url, ...s3Keys }, [1, 1]), end: server.close };
  },
} satisfies Record<string, () => Promise<{ archive: ArchiveStore; end: () => Promise<void> }>>;

describe.each(Object.entries(stores))("%s", (_name, open) => {
  const test = base.extend<{ archive: ArchiveStore }>({
    // oxlint-disable-next-line no-empty-pattern
    archive: async ({}, use) => {
      const { archive, end } = await open();
      await use(archive);
      await end();
    },
  });

  test("gives back what was put, whole or in part", async ({ archive }) => {
    await archive.put("b1/records-0001-ab.ndjson.gz", Buffer.from("0123456789"));

    const name = "b1/records-0001-ab.ndjson.gz";
    expect((await archive.get(name))?.toString()).toBe("0123456789");
    expect((await archive.get(name, { offset: 3, bytes: 4 }))?.toString()).toBe("3456");
    expect(await archive.get("b1/other")).toBeUndefined();
    expect(await archive.get("b2/other", { offset: 0, bytes: 1 })).toBeUndefined();
  });

  test("puts over what was there", async ({ archive }) => {
    await archive.put("b1/manifest.json", Buffer.from("old"));
    await archive.put("b1/manifest.json", Buffer.from("new"));

    expect((await archive.get("b1/manifest.json"))?.toString()).toBe("new");
    expect(await archive.files("b1")).toEqual(["b1/manifest.json"]);
  });

  test("lists what it holds, in order, however much it is", async ({ archive }) => {
    expect(await archive.folders()).toEqual([]);
    for (const folder of ["b3", "b1", "b2", "b5", "b4"]) {
      for (const name of ["x", "y&z", "manifest.json"]) {
        await archive.put(`${folder}/${name}`, Buffer.from(name));
      }
    }

    expect(await archive.folders()).toEqual(["b1", "b2", "b3", "b4", "b5"]);
    expect(await archive.files("b2")).toEqual(["b2/manifest.json", "b2/x", "b2/y&z"]);
    expect(await archive.files("b9")).toEqual([]);
  });

  test("removes, and does not mind when nothing is there", async ({ archive }) => {
    await archive.put("b1/x", Buffer.from("x"));
    await archive.remove("b1/x");
    await archive.remove("b1/x");

    expect(await archive.get("b1/x")).toBeUndefined();
  });
});

describe("a directory", () => {
  base("shows no half file: what was cut short has another name, and is no batch", async () => {
    const dir = await mkdtemp(join(tmpdir(), "assay-test-archive-"));
    const archive = directoryArchive(dir);
    await archive.put("b1/x", Buffer.from("x"));
    await writeFile(join(dir, ".lost.part"), "x");

    expect(await archive.folders()).toEqual(["b1"]);
    expect(await readdir(join(dir, "b1"))).toEqual(["x"]);
    await rm(dir, { recursive: true });
  });

  base("that can't be written says so", async () => {
    const dir = await mkdtemp(join(tmpdir(), "assay-test-archive-"));
    await writeFile(join(dir, "file"), "");
    const archive = directoryArchive(join(dir, "file", "archive"));
    await expect(archive.put("b1/x", Buffer.from("x"))).rejects.toThrow(ArchiveUnavailable);
    await rm(dir, { recursive: true });
  });
});

describe("an S3-compatible store", () => {
  const test = base.extend<{ server: S3Server }>({
    // oxlint-disable-next-line no-empty-pattern
    server: async ({}, use) => {
      const server = await startS3();
      await use(server);
      await server.close();
    },
  });

  test("that is busy is asked again; one that stays so is told of", async ({ server }) => {
    const archive = s3Archive({ url: server.url, ...s3Keys }, [1, 1]);
    server.faults.push(503, 500);
    await archive.put("b1/x", Buffer.from("x"));
    expect(server.objects.get("some/folder/b1/x")?.toString()).toBe("x");

    server.faults.push(503, 503, 503);
    await expect(archive.get("b1/x")).rejects.toThrow("it answered 503");
  });

  test("refuses another's signature, and the refusal names its code", async ({ server }) => {
    const archive = s3Archive({ url: server.url, ...s3Keys, secret: "guessed" }, []);
    await expect(archive.put("b1/x", Buffer.from("x"))).rejects.toThrow(
      "refuses to take b1/x: 403 (SignatureDoesNotMatch)",
    );
    expect(server.objects.size).toBe(0);
  });

  test("that can't be reached is unavailable", async ({ server }) => {
    const { url } = server;
    await server.close();
    await expect(s3Archive({ url, ...s3Keys }, []).folders()).rejects.toThrow(ArchiveUnavailable);
  });

  sealTest("holds a sealed batch", async ({ place, redis }) => {
    const server = await startS3();
    const archive = s3Archive({ url: server.url, ...s3Keys }, [1]);
    const inBucket = { ...place, archive };
    const batch = await endedBatch(redis, place.store, 3);

    expect(await sealIntoArchive(inBucket, batch)).toMatchObject({ rows: 5, calls: 3 });

    expect(await checkArchive(archive, batch)).toEqual([]);
    const record = await (await openBatch(inBucket, batch))?.record(2);
    expect(record).toMatchObject({ outcome: "answered", output: { colour: "red" } });
    await server.close();
  });
});

base("a listing is read as XML: what it does not say of names is left out", () => {
  const xml =
    "<?xml version='1.0'?><ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>a&amp;b</Key>" +
    "<Owner><ID>Key</ID></Owner></Contents><CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>" +
    "<Prefix>not/</Prefix><NextContinuationToken>t=1</NextContinuationToken></ListBucketResult>";
  expect(parseListing(xml)).toEqual({ keys: ["a&b"], prefixes: ["p/"], next: "t=1" });
});

base("the settings say which of the two", () => {
  const env = { ASSAY_HOME: "/data/assay" };
  expect(openArchive(loadConfig(env)).place).toBe("/data/assay/archive");
  const bucket = { ...env, ASSAY_ARCHIVE_S3_URL: "https://s3.example/bucket" };
  expect(() => openArchive(loadConfig(bucket))).toThrow(ConfigError);
  const keys = { ASSAY_ARCHIVE_S3_KEY_ID: "id", ASSAY_ARCHIVE_S3_SECRET: "secret" };
  expect(openArchive(loadConfig({ ...bucket, ...keys })).place).toBe("https://s3.example/bucket");
});
