import { createSocket } from "node:dgram";
import { onTestFinished } from "vitest";

/** A record's type number and data, or an error code (2 SERVFAIL, 3 NXDOMAIN), or no answer at all. */
export type DnsReply = { type: number; data: Buffer } | number | "silence";

/** A name server on loopback; `asked` counts its questions by name and type. */
export async function startNameServer(
  reply: (name: string, type: number) => DnsReply,
): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const socket = createSocket("udp4", (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += length + 1;
    }
    const name = labels.join(".");
    const type = query.readUInt16BE(at + 1);
    asked.push(`${name} ${type}`);
    const answer = reply(name, type);
    if (answer === "silence") return;
    const records = typeof answer === "object" && answer.type === type ? [answer] : [];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (typeof answer === "number" ? answer : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    const body = records.map(({ type: kind, data }) => {
      const fixed = Buffer.from([0xc0, 0x0c, 0, kind, 0, 1, 0, 0, 1, 44, 0, data.length]);
      return Buffer.concat([fixed, data]);
    });
    socket.send(
      Buffer.concat([header, query.subarray(12, at + 5), ...body]),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}
