import { describe, expect, it } from "vitest";
import { attempt, emptyReading, greenhouse, lever, type Mind, page, type Shown } from "./world.ts";
import type { Sites } from "../ats/harness.ts";

const home = "https://acme.example/";
const careers = "https://acme.example/careers";

/**
 * A company that shows nobody its system, on pages full of what a liar could use: another company's
 * board, a board that is commented out, a longer tenant's address, a vendor's name in passing.
 */
const sites: Sites = {
  [home]: page(
    `<nav><a href="/careers">Careers</a><a href="/about">About us</a></nav><!-- https://jobs.lever.co/acme -->`,
  ),
  [careers]: page(
    `<h1>Careers</h1><p>We use Greenhouse to keep applications.</p>
     <pre>https://jobs.lever.co/acme</pre><template><a href="https://jobs.lever.co/acme">x</a></template>
     <script>/* https://jobs.lever.co/acme */ var a = 1;</script>
     <div data-note="see jobs.lever.co">Mail us</div>`,
    "Careers",
  ),
  "https://acme.example/about": page(
    `<p>Our friends hire at https://jobs.lever.co/acme-labs and at https://boards.greenhouse.io/globex too.</p>`,
  ),
  ...lever("acme", "Acme"),
  ...lever("acme-labs", "Globex Laboratories"),
  ...greenhouse("globex", "Globex"),
  ...greenhouse("acme", "Acme"),
};

const documentOf = ({ user }: Shown, url: string): string =>
  new RegExp(`<<<begin (d\\d+) [0-9a-f]+>>>\\naddress: ${url.replaceAll(".", "\\.")}\\n`).exec(
    user,
  )?.[1] ?? "d1";

const says = (
  url: string,
  quote: { channel: string; quote: string; shows: string; document?: string },
  more: object = {},
): Mind => {
  return (shown) => ({
    ...emptyReading,
    evidence: [{ document: documentOf(shown, url), ...quote }],
    system: quote.shows,
    tenant: "acme",
    ...more,
  });
};

const about = "https://acme.example/about";
const address = "https://jobs.lever.co/acme";
const liars: readonly (readonly [name: string, mind: Mind, fired: string])[] = [
  [
    "invents a quote",
    says(careers, { channel: "link", quote: `${address}/apply`, shows: "lever" }),
    "quote",
  ],
  [
    "quotes a document that there is not",
    says(careers, { channel: "text", quote: address, shows: "lever", document: "d99" }),
    "quote",
  ],
  [
    "quotes the right words from the wrong document",
    says(careers, { channel: "text", quote: "https://jobs.lever.co/acme-labs", shows: "lever" }),
    "quote",
  ],
  [
    "names another channel than the one it stands in",
    says(about, { channel: "link", quote: "https://jobs.lever.co/acme-labs", shows: "lever" }),
    "quote",
  ],
  [
    "names a channel that there is not",
    says(about, { channel: "vibes", quote: "https://jobs.lever.co/acme-labs", shows: "lever" }),
    "quote",
  ],
  [
    "quotes a comment of the page",
    says(home, { channel: "text", quote: address, shows: "lever" }),
    "quote",
  ],
  [
    "quotes a comment of a script",
    says(careers, { channel: "script", quote: address, shows: "lever" }),
    "quote",
  ],
  [
    "quotes shown code",
    says(careers, { channel: "text", quote: address, shows: "lever" }),
    "quote",
  ],
  [
    "quotes a template",
    says(careers, { channel: "link", quote: address, shows: "lever" }),
    "quote",
  ],
  [
    "changes the case",
    says(about, { channel: "text", quote: "https://Jobs.lever.co/acme-labs", shows: "lever" }),
    "quote",
  ],
  ["quotes too little", says(about, { channel: "text", quote: "lever", shows: "lever" }), "quote"],
  [
    "cuts a quote so that the tenant is another",
    says(about, { channel: "text", quote: address, shows: "lever" }),
    "quote",
  ],
  [
    "names a vendor that the quote does not show",
    says(about, { channel: "text", quote: "https://jobs.lever.co/acme-labs", shows: "greenhouse" }),
    "catalogue",
  ],
  [
    "takes a vendor's name in passing for its address",
    says(careers, { channel: "text", quote: "We use Greenhouse to keep", shows: "greenhouse" }),
    "catalogue",
  ],
  [
    "takes half an address for a whole one",
    says(careers, { channel: "dom", quote: "see jobs.lever.co", shows: "lever" }),
    "catalogue",
  ],
  [
    "names a system that the catalogue does not know",
    says(careers, {
      channel: "text",
      quote: "We use Greenhouse to keep",
      shows: "hiremaster-9000",
    }),
    "catalogue",
  ],
  [
    "gives another company's board",
    says(about, {
      channel: "text",
      quote: "https://boards.greenhouse.io/globex",
      shows: "greenhouse",
    }),
    "quote",
  ],
  [
    "names a system without any quote",
    () => ({ ...emptyReading, system: "greenhouse", tenant: "acme" }),
    "quote",
  ],
  ["names a tenant without any quote", () => ({ ...emptyReading, tenant: "acme" }), "quote"],
  ["numbers links that were not listed", () => ({ ...emptyReading, links: [500, -1] }), "quote"],
];

describe("a model that lies", () => {
  it.each(liars)("gets nothing through when it %s", async (_name, mind, fired) => {
    const honest = await attempt("classifier", { sites });
    const { report, result } = await attempt("classifier", { sites }, mind);

    expect(honest.verdict).toBeUndefined();
    expect(report.outcome.kind).toBe("unproven");
    expect(typeof result).toBe("string");
    expect(report.fired).toContain(fired);
  });

  it("sends nobody to addresses off the company's own site", async () => {
    const paths = [
      address,
      "//evil.example/x",
      "javascript:alert(1)",
      "http://169.254.169.254/latest",
      "file:///etc/passwd",
      "https://acme.example.evil.example/",
      "\\\\evil.example\\x",
    ];
    const { asked } = await attempt("classifier", { sites }, () => ({ ...emptyReading, paths }));

    expect(asked.filter((url) => /evil|169\.254|file:/.test(url))).toEqual([]);
    expect(asked).not.toContain(address);
  });

  it("fetches no file, opens no log-in, and sends nothing out in a query of its own", async () => {
    const paths = [
      ["/files/handbook.zip", "/files/handbook%2ezip?next=/", "/tool.exe"],
      ["/login", "/account/sign-in?next=/", "/checkout"],
      ["/collect?d=Acme+and+what+was+read", "/?leak=1", "https://acme.example/c?d=1"],
    ];
    for (const three of paths) {
      const { asked } = await attempt("classifier", { sites }, () => ({
        ...emptyReading,
        paths: three,
      }));

      expect(asked.filter((url) => /zip|exe|login|sign-in|checkout|d=|leak/.test(url))).toEqual([]);
    }
  });

  it("follows a query that a page's own code holds", async () => {
    const code = `<script>load("/people?view=all")</script>`;
    const { asked } = await attempt(
      "classifier",
      { sites: { "https://acme.example/": page(`<h1>Acme</h1>${code}`) } },
      () => ({ ...emptyReading, paths: ["/people?view=all"] }),
    );

    expect(asked).toContain("https://acme.example/people?view=all");
  });

  it("costs a bounded number of fetches, however much it asks for", async () => {
    const paths = Array.from({ length: 500 }, (_, i) => `/made-up-${i}`);
    const { asked } = await attempt("classifier", { sites }, () => ({ ...emptyReading, paths }));

    expect(asked.filter((url) => url.includes("made-up")).length).toBeLessThanOrEqual(3);
  });

  it("survives answers of absurd size", async () => {
    const evidence = Array.from({ length: 3_000 }, () => ({
      document: "d1",
      channel: "text",
      quote: "Acme makes things that people like. ".repeat(50),
      shows: "lever",
    }));
    const { report } = await attempt("classifier", { sites }, () => ({
      ...emptyReading,
      evidence,
    }));

    expect(report.outcome.kind).toBe("unproven");
    expect(report.fired?.length).toBeLessThan(20);
    expect(report.why.length).toBeLessThanOrEqual(1_000);
  });
});
