import { createServer } from "node:net";
import { onTestFinished } from "vitest";

/** A TCP server that answers each connection's first bytes with the next of `answers`, then ends it. */
export async function startRaw(...answers: readonly string[]): Promise<number> {
  let connections = 0;
  const server = createServer((socket) => {
    const answer = answers[Math.min(connections, answers.length - 1)] ?? "";
    connections += 1;
    socket.on("error", () => undefined);
    socket.once("data", () =>
      answer === "" ? socket.resetAndDestroy() : socket.end(answer, "latin1"),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
