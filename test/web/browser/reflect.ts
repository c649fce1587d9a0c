/**
 * `@peculiar/x509` wants the metadata calls of `reflect-metadata` to exist, but reads nothing that
 * they would keep. Import this first.
 */
Object.assign(Reflect, {
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
  defineMetadata: () => undefined,
  metadata: () => () => undefined,
  ...Reflect,
});
