import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Line, startLine } from "./line.ts";

let echo: Server;
let line: Line;
const atServer = new Set<Socket>();

beforeEach(async () => {
  echo = createServer((socket) => {
    atServer.add(socket);
    socket.on("error", () => undefined); // cut off on purpose
    socket.on("close", () => atServer.delete(socket));
    socket.pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(echo, "listening");
  line = await startLine((echo.address() as AddressInfo).port);
});

afterEach(async () => {
  await line.close();
  for (const socket of atServer) socket.destroy();
  echo.close();
});

async function open(pid: number): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(line.port, "127.0.0.1");
  let heard = "";
  socket.on("error", () => undefined); // cut off on purpose
  socket.on("data", (data) => void (heard += String(data)));
  socket.write(`hello assay:commands:${pid}:1;`);
  await vi.waitFor(() => expect(heard).toContain(`:${pid}:1;`));
  heard = "";
  return { socket, heard: () => heard };
}

test("what is sent arrives, in order, however the delay changes meanwhile", async () => {
  const { socket, heard } = await open(7);
  line.delay(80);
  socket.write("a");
  await vi.waitFor(() => expect(heard()).toBe("a"));
  socket.write("b");
  line.delay(0);
  socket.write("c");
  await vi.waitFor(() => expect(heard()).toBe("abc"));
  socket.destroy();
});

test("a cut ends every connection at both ends, and new ones work", async () => {
  const [one, two] = [await open(7), await open(8)];
  const gone = Promise.all([once(one.socket, "close"), once(two.socket, "close")]);

  expect(line.drop()).toBe(2);

  await gone;
  await vi.waitFor(() => expect(atServer.size).toBe(0));
  await open(9);
});

test("half open: one process is cut off without a word, and the server does not hear it leave", async () => {
  const [cut, other] = [await open(7), await open(8)];
  expect(line.clients()).toEqual([7, 8]);

  expect(line.halfOpen(7)).toBe(1);
  cut.socket.write("lost");
  other.socket.write("kept");
  await vi.waitFor(() => expect(other.heard()).toBe("kept"));
  expect(cut.heard()).toBe("");
  cut.socket.destroy();
  await once(cut.socket, "close");
  await open(7);
  expect(atServer.size).toBe(3);

  line.closeHalfOpen();
  await vi.waitFor(() => expect(atServer.size).toBe(2));
});
