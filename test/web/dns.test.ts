import { describe, expect, test } from "vitest";
import { createDnsClient, createPatientDns } from "../../src/web/dns.ts";
import { createResolver } from "../../src/web/resolver.ts";
import { type DnsReply, startNameServer } from "./name-server.ts";

const { signal } = new AbortController();
const address = { type: 1, data: Buffer.from([93, 184, 216, 34]) };

async function clientsOf(reply: (name: string, type: number) => DnsReply) {
  const server = await startNameServer(reply);
  const settings = { servers: [server.address], timeoutMs: 300, tries: 1 };
  return {
    ...server,
    resolve: createResolver(settings),
    dns: createPatientDns(createDnsClient(settings)),
  };
}

describe("a name", () => {
  test("resolves to its addresses, and is asked for once while they last", async () => {
    const { resolve, asked } = await clientsOf(() => address);

    const [first, second] = await Promise.all([resolve("acme.com"), resolve("ACME.com.")]);

    expect(first).toEqual([{ address: "93.184.216.34", family: 4 }]);
    expect(second).toBe(first);
    expect(asked.toSorted()).toEqual(["acme.com 1", "acme.com 28"]);
  });

  test.for([
    ["does not exist", 3, "no_such_name"],
    ["has a broken name server", 2, "dns_failed"],
    ["has a silent name server", "silence", "dns_failed"],
    ["has no address", { type: 15, data: Buffer.from([0, 10, 0]) }, "no_address"],
  ] as const)("that %s is told apart", async ([, reply, trouble]) => {
    const { resolve } = await clientsOf(() => reply);

    await expect(resolve("acme.com")).rejects.toMatchObject({ trouble });
  });

  test("that one question finds missing and the other can't tell is not said to be missing", async () => {
    const { resolve } = await clientsOf((_, type) => (type === 1 ? 3 : 2));

    await expect(resolve("acme.com")).rejects.toMatchObject({ trouble: "dns_failed" });
  });
});

describe("a DNS question", () => {
  test("is answered as a zone file would", async () => {
    const target = Buffer.from("\x03ext\x0ateamtailor\x03com\x00", "latin1");
    const { dns } = await clientsOf(() => ({ type: 5, data: target }));

    expect(await dns("careers.acme.com", "CNAME", signal)).toMatchObject({
      status: 0,
      url: "dns:careers.acme.com?type=CNAME",
      text: "careers.acme.com. 0 IN CNAME ext.teamtailor.com.\n",
    });
  });

  test("about a name that does not exist is answered with status 3", async () => {
    const { dns } = await clientsOf(() => 3);

    expect(await dns("acme.com", "MX", signal)).toMatchObject({
      status: 3,
      text: "; acme.com. IN MX: NXDOMAIN\n",
    });
  });

  test("that nobody answers three times is not asked again for a while", async () => {
    const { dns, asked } = await clientsOf(() => "silence");

    for (const name of ["a.com", "b.com", "c.com", "d.com"])
      expect(await dns(name, "TXT", signal)).toBeUndefined();

    expect(asked).toEqual(["a.com 16", "b.com 16", "c.com 16"]);
  });
});
