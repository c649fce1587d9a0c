import { z } from "zod";
import type { Redline } from "../../src/specs/kit.ts";
import { domainFrom, NotADomain } from "../../src/specs/domain-input.ts";

const text = z
  .string()
  .nullable()
  .transform((written) => written?.trim() || null);

/** What the agents work on: the company as its list calls it, its host, and its careers page if the list has one. */
export const AtsInput = z.strictObject({
  company: text,
  domain: z
    .string({ error: "a domain, website or e-mail address is needed; give it as acme.com" })
    .transform((cell, context) => {
      try {
        return domainFrom(cell);
      } catch (error) {
        if (!(error instanceof NotADomain)) throw error;
        context.addIssue({ code: "custom", message: error.message });
        return z.NEVER;
      }
    }),
  /** A hint only: what can't be read as a web address is left out, the search goes on without it. */
  careers_url: text.transform((written) => (written === null ? null : webAddress(written))),
});
export type AtsInput = z.infer<typeof AtsInput>;

/** The system that keeps a company's applications; what is not known beyond it is `null`. */
export const AtsOutput = z.strictObject({
  ats: z.string().min(1),
  tenant: z.string().nullable(),
  front_end: z.string().nullable(),
  careers_url: z.string().nullable(),
  board_url: z.string().nullable(),
});
export type AtsOutput = z.infer<typeof AtsOutput>;

/** What no agent of this workflow may do. */
export const redlines: readonly Redline[] = [
  {
    never: "answers from third-party text, a blog post or a list of integrations",
    check: "verifier",
  },
  { never: "takes a tenant whose slug merely exists for the company's own", check: "verifier" },
  {
    never: "gives a company the system of its parent, its agency or a namesake",
    check: "verifier",
  },
  { never: "counts what is commented out, or a board that is closed", check: "verifier" },
  {
    never: "answers with a job board, a front end or a plugin where the system of record is asked",
    check: "verifier",
  },
  { never: "asks a page that robots.txt closes", check: "robots" },
];

/** What holds wherever a model has a say. */
export const modelRedlines: readonly Redline[] = [
  { never: "takes words for proof that do not stand where the model says", check: "quote" },
  { never: "takes a system from a model that the catalogue does not know", check: "catalogue" },
  { never: "trusts what a model cites without fetching it anew", check: "refetch" },
  { never: "asks a model before the money for it is reserved", check: "budget" },
];

function webAddress(written: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, href } = new URL(address);
  return /^https?:$/.test(protocol) && hostname.includes(".") ? href : null;
}
