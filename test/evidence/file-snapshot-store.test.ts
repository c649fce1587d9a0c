import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealSnapshot } from "../../src/domain/snapshot.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { SnapshotCorrupt, withMemory } from "../../src/evidence/snapshot-store.ts";
import { page } from "./support.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "assay-snapshots-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const snapshot = page("https://acme.com/", `<p>Grüße, ${"jobs ".repeat(5_000)}</p>`, {
  headers: [
    ["content-type", "text/html"],
    ["x-a", "1\t2"],
  ],
});
const fileOf = ({ hash }: { hash: string }) => join(dir, hash.slice(0, 2), `${hash.slice(2)}.br`);
const files = async () =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

describe("the snapshot store", () => {
  it("gives back what was put, byte for byte", async () => {
    const store = fileSnapshotStore(dir);
    await store.put(snapshot);

    expect(await store.get(snapshot.hash)).toEqual(snapshot);
  });

  it("keeps binary bodies and other encodings", async () => {
    const store = fileSnapshotStore(dir);
    const odd = page("https://acme.com/", "", { charset: "windows-1252" });
    const sealed = sealSnapshot({ ...metaOf(odd) }, Buffer.from([10, 0, 255, 228, 10]));
    await store.put(sealed);

    expect((await store.get(sealed.hash))?.text).toBe("\n\0ÿä\n");
  });

  it("does not know what was never put", async () => {
    expect(await fileSnapshotStore(dir).get("0".repeat(64))).toBeUndefined();
  });

  it("stores the same snapshot once, however often and by however many", async () => {
    const stores = Array.from({ length: 8 }, () => fileSnapshotStore(dir));
    await Promise.all(
      stores.flatMap((store) => Array.from({ length: 8 }, () => store.put(snapshot))),
    );

    expect(await files()).toHaveLength(1);
    expect(await fileSnapshotStore(dir).get(snapshot.hash)).toEqual(snapshot);
  });

  it("shows a reader the whole snapshot or none while it is written", async () => {
    const pages = Array.from({ length: 20 }, (_, index) =>
      page(`https://acme.com/${index}`, "jobs ".repeat(20_000)),
    );
    const writing = Promise.all(
      [fileSnapshotStore(dir), fileSnapshotStore(dir)].flatMap((store) =>
        pages.map((each) => store.put(each)),
      ),
    );
    const reader = fileSnapshotStore(dir);
    let seen = 0;
    while (seen < pages.length) {
      const read = await Promise.all(pages.map(({ hash }) => reader.get(hash)));
      seen = read.filter(Boolean).length;
    }
    await writing;

    expect((await files()).filter(({ name }) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("leaves nothing behind when it can't write", async () => {
    await writeFile(join(dir, snapshot.hash.slice(0, 2)), "a file where a folder should be");

    await expect(fileSnapshotStore(dir).put(snapshot)).rejects.toThrow();
    expect(await files()).toHaveLength(1);
  });

  it.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["empty", () => Buffer.alloc(0)],
    [
      "changed",
      (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 30 ? byte ^ 1 : byte))),
    ],
  ] as const)("refuses a file that was %s", async (_what, spoil) => {
    const store = fileSnapshotStore(dir);
    await store.put(snapshot);
    await writeFile(fileOf(snapshot), spoil(await readFile(fileOf(snapshot))));

    await expect(store.get(snapshot.hash)).rejects.toThrow(SnapshotCorrupt);
  });

  it("refuses another snapshot under this one's name", async () => {
    const store = fileSnapshotStore(dir);
    const other = page("https://acme.com/", "other");
    await store.put(snapshot);
    await store.put(other);
    await copyFile(fileOf(other), fileOf(snapshot));

    await expect(store.get(snapshot.hash)).rejects.toThrow(SnapshotCorrupt);
  });
});

describe("snapshots at hand", () => {
  it("come from memory first and from the store for the rest", async () => {
    const store = fileSnapshotStore(dir);
    const stored = page("https://acme.com/stored", "stored");
    await store.put(stored);
    const find = await withMemory([snapshot], store, [
      { snapshot: snapshot.hash },
      { snapshot: stored.hash },
      { snapshot: "f".repeat(64) },
    ]);

    expect([find(snapshot.hash), find(stored.hash), find("f".repeat(64))]).toEqual([
      snapshot,
      stored,
      undefined,
    ]);
  });

  it("do not count when the store's copy is corrupt", async () => {
    const store = fileSnapshotStore(dir);
    await store.put(snapshot);
    await writeFile(fileOf(snapshot), "junk");
    const find = await withMemory([], store, [{ snapshot: snapshot.hash }]);

    expect(find(snapshot.hash)).toBeUndefined();
  });
});

function metaOf({
  source,
  requestedUrl,
  url,
  status,
  headers,
  redirects,
  charset,
  fetchedAt,
}: ReturnType<typeof page>) {
  return { source, requestedUrl, url, status, headers, redirects, charset, fetchedAt };
}
