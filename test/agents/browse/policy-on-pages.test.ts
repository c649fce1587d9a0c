import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { judgeCall } from "../../../src/agents/browse/policy.ts";
import { createReach } from "../../../src/agents/browse/reach.ts";
import { parseAllowedRanges } from "../../../src/web/address-policy.ts";
import type { BrowserSession } from "../../../src/web/browser-session.ts";
import {
  config,
  type Site,
  startRenderer,
  startSite,
  type TestRenderer,
} from "../../web/browser/lab.ts";

let site: Site;
let renderer: TestRenderer;
let session: BrowserSession;
let tree = "";
const reach = createReach({ isOwn: () => false, isKnown: () => false });

const page = `<base href="/deep/">
  <a href="open-roles?lang=en">Open roles</a>
  <a href="/account"><span style="cursor:pointer">Candidate</span> <b>log in</b></a>
  <a href="ja&#9;vascript:alert(1)">Scripted</a>
  <a href="http://0x7f.1/">Numbers</a>
  <a href="https://user:pw@acme.test/">Named</a>
  <a href="/cv" download>Brochure</a>
  <form action=/find><label>Keyword <input name=kw></label><button>Look up</button></form>
  <form method=post action=/apply><input aria-label="Your name"><button>Next step</button></form>
  <button form=afar>Far away</button><form id=afar method=post></form>
  <form action=/in><input type=password aria-label="Word"><button>Enter</button></form>
  <label style="cursor:pointer">Pick it<input type=file></label>`;

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  site.serve({ "/": page });
  renderer = await startRenderer({ config });
  session = await renderer.sessions.start(AbortSignal.timeout(60_000));
  const url = `http://acme.test:${site.port}/`;
  const opened = await session.open(url);
  if (!opened.ok) throw new Error(opened.detail);
  ({ tree } = opened.view);
  reach.show(tree, url);
});

afterAll(async () => {
  await session.close();
  await renderer.close();
  await site.close();
});

async function judged(name: "click" | "type", label: string): Promise<string> {
  const line = tree.split("\n").find((each) => each.includes(label) && each.includes("[ref="));
  const ref = /\[ref=(\w+)\]/.exec(line ?? "")?.[1] ?? `no ref for ${label} in ${tree}`;
  const input = name === "click" ? { ref } : { ref, text: "engineer", submit: true };
  const verdict = judgeCall(
    { name, input },
    {
      pageUrl: `http://acme.test:${site.port}/`,
      target: await session.target(ref),
      reach,
      submitSchema: z.strictObject({ ats: z.string() }),
      asks: new Set(),
      allowed: parseAllowedRanges(["127.0.0.2/32"]),
    },
  );
  return "rule" in verdict ? verdict.rule : verdict.verdict;
}

it.each([
  ["click", "Open roles", "allow"],
  ["click", "Candidate", "log_in"],
  ["click", "Scripted", "scheme"],
  ["click", "Numbers", "literal_address"],
  ["click", "Named", "credentials"],
  ["click", "Brochure", "download"],
  ["click", "Look up", "allow"],
  ["type", "Keyword", "allow"],
  ["click", "Next step", "form_post"],
  ["type", "Your name", "form_post"],
  ["click", "Far away", "form_post"],
  ["click", "Enter", "secret_field"],
  ["type", "Word", "secret_field"],
  ["click", "Pick it", "upload"],
] as const)("to %s “%s” on a real page: %s", async (tool, label, verdict) => {
  expect(await judged(tool, label)).toBe(verdict);
});

it("opens what the page shows as it shows it, and nothing beside it", () => {
  const origin = `http://acme.test:${site.port}`;

  expect(reach.objection(new URL(`${origin}/open-roles?lang=en`))).toBeUndefined();
  expect(reach.objection(new URL(`${origin}/open-roles?lang=words`))).toBe("unseen_query");
  expect(reach.objection(new URL(`${origin}/words`))).toBe("unlinked_address");
});
