import { describe, expect, it } from "vitest";
import { home, run } from "./fake-web.ts";

const times = 30_000;
const live = "fbq('init', '123456789012345');";

/** Scripts made to be slow to read, each with a real snippet at its end. */
const slow: readonly (readonly [what: string, script: string])[] = [
  ["unfinished settings objects", `${"intercomSettings = {".repeat(times)}};${live}`],
  ["calls with endless space", `gtag(${" ".repeat(times * 10)};${live}`],
  ["unfinished character classes", `${"a=/[".repeat(times / 10)}\n${live}`],
  ["slashes and space", `${"( /".repeat(times)}\n${live}`],
  ["unfinished strings", `${`"a\n`.repeat(times)}${live}`],
  ["escapes", `"${"\\\\".repeat(times)}";${live}`],
  ["half a name, often", `${"_fs_org ".repeat(times)};${live}`],
];

describe("hostile scripts", () => {
  it.each(slow)(
    "are read in bounded time: %s",
    async (_what, script) => {
      const { verdict } = await run(home({ body: `<p>Hello</p><script>${script}</script>` }));

      expect(verdict?.confirmed ?? true).toBe(true);
    },
    10_000,
  );

  it("do not slow the address patterns down", async () => {
    const src = `https://www.googletagmanager.com/gtag/js?${"a&".repeat(times)}`;
    const spf = `acme.com. 1 IN TXT "v=spf1 ${"include:x ".repeat(times)}"`;

    const { found } = await run({
      ...home({ body: `<script src="${src}"></script>` }),
      zone: { "acme.com TXT": [spf] },
    });

    expect(found).toEqual([]);
  }, 10_000);
});
