import { type Answer, type Host, json } from "../exchange.ts";
import { hash32 } from "../random.ts";
import type { Internet } from "../internet.ts";
import type { DnsRecord } from "../kinds/kind.ts";

const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16 } as const;
const noError = 0;
const nameError = 3;

/** The name under which DNS over HTTPS answers. */
export const dnsHost = "dns.small-web.example";

/** A resolver for the names of `internet`, in the JSON that public resolvers speak. */
export function createResolver(internet: Internet): Host {
  return {
    serve({ url }): Answer {
      const name = (url.searchParams.get("name") ?? "").toLowerCase().replace(/\.$/, "");
      const asked = url.searchParams.get("type")?.toUpperCase() ?? "A";
      const type = Object.entries(types).find(
        ([key, code]) => key === asked || String(code) === asked,
      )?.[0];
      if (url.pathname !== "/dns-query" || name === "" || !type)
        return json({ error: "Invalid query" }, {}, 400);
      const all = zone(internet, name);
      const wanted = all.filter((record) => record.type === type || record.type === "CNAME");
      const site = name.split(".").slice(-2).join(".");
      const authority = {
        name: site,
        type: types.SOA,
        TTL: 900,
        data: `ns1.registrar-dns.net. hostmaster.${site}. 2026090101 10000 2400 604800 3600`,
      };
      return json(
        {
          Status: all.length > 0 ? noError : nameError,
          TC: false,
          RD: true,
          RA: true,
          AD: false,
          CD: false,
          Question: [{ name, type: types[type as keyof typeof types] }],
          ...(wanted.length > 0
            ? {
                Answer: wanted.map((record) => ({
                  name: record.name,
                  type: types[record.type],
                  TTL: 300,
                  data: record.data,
                })),
              }
            : { Authority: [authority] }),
        },
        { "content-type": "application/dns-json" },
      );
    },
  };
}

/** All records of a name; none when the name doesn't exist. */
function zone(internet: Internet, name: string): DnsRecord[] {
  const own = internet.records(name);
  const host = internet.find(name);
  if (!host && own.length === 0) return [];
  if (own.some(({ type }) => type === "CNAME"))
    return [...own, ...address(own.find(({ type }) => type === "CNAME")?.data ?? name)];
  const isApex =
    name.split(".").length === 2 ||
    (/\.(?:co|com)\.[a-z]{2}$/.test(name) && name.split(".").length === 3);
  return [...own, ...address(name), ...(isApex ? mailAndServers(name) : [])];
}

function address(name: string): DnsRecord[] {
  const hash = hash32(name);
  return [
    {
      name,
      type: "A",
      data: `${[5, 46, 78, 89, 104, 185][hash % 6]}.${(hash >>> 4) % 200}.${(hash >>> 12) % 250}.${1 + ((hash >>> 20) % 250)}`,
    },
  ];
}

function mailAndServers(name: string): DnsRecord[] {
  const hash = hash32(`mail ${name}`);
  const google = hash % 2 === 0;
  const label = name.replaceAll(".", "-");
  const servers =
    [
      ["ns1.registrar-dns.net.", "ns2.registrar-dns.net."],
      ["ada.ns.cloudflare.com.", "bob.ns.cloudflare.com."],
      ["ns-113.awsdns-14.com.", "ns-1622.awsdns-10.co.uk."],
    ][hash % 3] ?? [];
  return [
    {
      name,
      type: "MX",
      data: google ? "1 aspmx.l.google.com." : `0 ${label}.mail.protection.outlook.com.`,
    },
    {
      name,
      type: "TXT",
      data: `"v=spf1 include:${google ? "_spf.google.com" : "spf.protection.outlook.com"}${hash % 5 === 0 ? " include:mail.greenhouse.io" : ""} ~all"`,
    },
    ...servers.map((data): DnsRecord => ({ name, type: "NS", data })),
  ];
}
