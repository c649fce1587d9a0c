import { describe, expect, test } from "vitest";
import {
  canonicalHost,
  checkHost,
  isPublicAddress,
  parseAllowedRanges,
  publicLookup,
} from "../../src/web/address-policy.ts";
import type { HostAddress } from "../../src/web/resolver.ts";

const privateAddresses = [
  "127.0.0.1",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "169.254.170.2",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "192.0.2.1",
  "198.18.0.1",
  "203.0.113.9",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:a9fe:a9fe",
  "::7f00:1",
  "::2",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "2002:7f00:1::",
  "2001:0:4136:e378::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "fd00:ec2::254",
  "ff02::1",
  "2001:db8::1",
  "3fff::1",
  "100::1",
  "5f00::1",
  "not an address",
  "",
];

describe("an address", () => {
  test.each(privateAddresses)("%s is not public", (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });

  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "%s is public",
    (ip) => {
      expect(isPublicAddress(ip)).toBe(true);
    },
  );

  test("that the operator allowed is reachable, its neighbours are not", () => {
    const allowed = parseAllowedRanges(["127.0.0.0/8", "fd00::/8", "10.0.0.7"]);

    expect(isPublicAddress("127.9.9.9", allowed)).toBe(true);
    expect(isPublicAddress("::ffff:127.0.0.1", allowed)).toBe(true);
    expect(isPublicAddress("fd00::1", allowed)).toBe(true);
    expect(isPublicAddress("10.0.0.7", allowed)).toBe(true);
    expect(isPublicAddress("10.0.0.8", allowed)).toBe(false);
  });

  test("range that can't be read stops the start", () => {
    expect(() => parseAllowedRanges(["10.0.0.0/99x"])).toThrow(/ASSAY_ALLOW_ADDRESSES/);
  });
});

describe("a host", () => {
  test.each([
    "127.0.0.1",
    "2130706433",
    "0177.0.0.1",
    "017700000001",
    "0x7f000001",
    "0x7f.1",
    "127.1",
    "0",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "[::]",
    "[::1]",
    "::1",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fec0::1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "printer.local",
    "metadata.google.internal",
    "intranet",
    "router.home.arpa",
    "169.254.169.254",
    "1.1.1.1:80@127.0.0.1",
    "127.1.1.1\\@x",
    "a b.com",
    "",
    "exa\tmple.com",
    "[fe80::1%25eth0]",
  ])("%j is refused", (host) => {
    expect(checkHost(host)).toEqual(expect.any(String));
  });

  test.each([
    "acme.com",
    "ACME.com.",
    "xn--bcher-kva.example",
    "bücher.example",
    "8.8.8.8",
    "localhost.acme.com",
  ])("%j passes", (host) => {
    expect(checkHost(host)).toBeUndefined();
  });

  test("is canonical as the URL standard has it", () => {
    expect(canonicalHost("0x7f.1")).toBe("127.0.0.1");
    expect(canonicalHost("Bücher.Example.")).toBe("xn--bcher-kva.example");
  });
});

describe("the lookup", () => {
  const look = (addresses: HostAddress[], all = true) =>
    new Promise((resolve) => {
      publicLookup(
        async () => addresses,
        (ip) => isPublicAddress(ip),
      )("name.example", { all }, (error, address, family) =>
        resolve(error?.name ?? [address, family]),
      );
    });

  test("hands on exactly the checked addresses", async () => {
    await expect(look([{ address: "8.8.8.8", family: 4 }], false)).resolves.toEqual(["8.8.8.8", 4]);
  });

  test("refuses a name with one private address among public ones", async () => {
    const mixed: HostAddress[] = [
      { address: "8.8.8.8", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ];

    await expect(look(mixed)).resolves.toBe("EgressDenied");
  });

  test("refuses a name without addresses", async () => {
    await expect(look([])).resolves.toBe("NameNotResolved");
  });
});
