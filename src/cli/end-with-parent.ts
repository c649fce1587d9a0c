/**
 * Loaded by worker processes before anything else. A worker whose parent was killed drains by
 * itself; whatever it waits for (a Redis that died as well, a slow page), it is gone by this time.
 * Rows that it still holds then are taken over when their leases run out.
 */
const drainsForMs = 8_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), drainsForMs).unref();
});

/** The parent ends a worker that does not say this for long: it is stopped, or its event loop is blocked. */
const signOfLife = "alive";
const everyMs = 1_000;

setInterval(() => {
  // A parent that ends while this is sent is told by "disconnect".
  if (process.connected) process.send?.(signOfLife, undefined, undefined, () => undefined);
}, everyMs).unref();
