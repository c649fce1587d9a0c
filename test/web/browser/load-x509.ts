/**
 * `@peculiar/x509` wants the metadata calls of `reflect-metadata` to exist before it is loaded,
 * but reads nothing that they would keep.
 */
export async function loadX509() {
  Object.assign(Reflect, {
    getMetadata: () => undefined,
    getOwnMetadata: () => undefined,
    defineMetadata: () => undefined,
    metadata: () => () => undefined,
  });
  return await import("@peculiar/x509");
}
