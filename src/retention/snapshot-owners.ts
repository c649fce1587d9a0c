import { randomUUID } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Redis } from "ioredis";

const nameKey = "assay:name";

/** This Redis's own name, given once. Written by the first only: one that is full still tells it. */
async function nameOf(redis: Redis): Promise<string> {
  const known = await redis.get(nameKey);
  if (known !== null) return known;
  await redis.set(nameKey, randomUUID(), "NX");
  return (await redis.get(nameKey)) ?? "";
}

/** Notes in a snapshot directory that rows of this Redis cite what lies in it. Every worker does so. */
export async function signSnapshots(redis: Redis, dir: string): Promise<void> {
  const owners = join(dir, ".owners");
  await mkdir(owners, { recursive: true });
  await writeFile(join(owners, await nameOf(redis)), "");
}

/**
 * Whether rows of this Redis, and of no other, cite what lies in the directory. Only then the rows
 * of this Redis say what may be removed.
 */
export async function ownsSnapshots(redis: Redis, dir: string): Promise<boolean> {
  const owners = await readdir(join(dir, ".owners")).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return owners.length === 1 && owners[0] === (await nameOf(redis));
}
