import { z } from "zod";
import { defineAgent, defineOrchestrator } from "../../src/specs/kit.ts";
import { domainFrom, NotADomain } from "../../src/specs/domain-input.ts";
import { categories, type Category } from "./technology.ts";

/** What the agents work on: a host name in its plain form. */
export const TechStackInput = z.strictObject({
  domain: z
    .string({ error: "a domain, website or e-mail address is needed" })
    .transform((cell, context) => {
      try {
        return domainFrom(cell);
      } catch (error) {
        if (!(error instanceof NotADomain)) throw error;
        context.addIssue({ code: "custom", message: error.message });
        return z.NEVER;
      }
    }),
  company: z
    .string()
    .nullable()
    .transform((name) => name?.trim() || null),
});
export type TechStackInput = z.infer<typeof TechStackInput>;

const ids = z.array(z.string());

/** All that was proven, sorted, and the same ids by category. An empty list says only that nothing was proven. */
export const TechStackOutput = z.strictObject({
  technologies: ids.min(1),
  ...(Object.fromEntries(categories.map((name) => [name, ids])) as Record<Category, typeof ids>),
});
export type TechStackOutput = z.infer<typeof TechStackOutput>;

const redlines = [
  {
    never: "names a technology that a page only writes about, links to or has commented out",
    check: "verifier",
  },
  { never: "takes another company's page or frame for the record's own", check: "verifier" },
  { never: "answers with a technology that is not in the catalogue", check: "verifier" },
  { never: "asks a page that robots.txt closes", check: "robots" },
] as const;

/** What holds where a model has a say. */
const modelRedlines = [
  { never: "takes words for proof that do not stand where the model says", check: "quote" },
  { never: "takes a technology from a model that the catalogue does not know", check: "catalogue" },
  { never: "trusts what a model cites without fetching it anew", check: "refetch" },
  { never: "asks a model before the money for it is reserved", check: "budget" },
] as const;

/** Tier 1: the home page, its headers, and the domain's DNS. */
export const fetcher = defineAgent({
  name: "fetcher",
  tier: "http",
  role: "Reads the home page, its headers and the domain's DNS for what only a technology's users show.",
  inputs: TechStackInput,
  outputs: TechStackOutput,
  constraints: { timeoutMs: 45_000, attempts: 2, cooldownMs: 30_000, maxPages: 5 },
  redlines,
  handoff: { answered: "verify", unproven: "classifier" },
});

/** Tier 2: more pages of the site, and the scripts it serves itself. */
export const reader = defineAgent({
  name: "reader",
  tier: "classifier",
  role: "Reads the pages where companies use what their home page does not: pricing, cart, contact, careers.",
  inputs: TechStackInput,
  outputs: TechStackOutput,
  constraints: {
    timeoutMs: 60_000,
    attempts: 1,
    cooldownMs: 30_000,
    maxPages: 14,
    model: {
      chain: [
        { provider: "openai", model: "gpt-6.1-terra", effort: "low" },
        { provider: "anthropic", model: "claude-sonnet-5-5", effort: "low" },
      ],
      maxOutputTokens: 3_000,
      callTimeoutMs: 60_000,
      timeoutMs: 90_000,
      maxCalls: 1,
      maxTokensPerRecord: 120_000,
      maxPromptTokens: 10_000,
      maxUsdPerRun: null,
    },
  },
  redlines: [...redlines, ...modelRedlines],
  handoff: { answered: "verify", unproven: "browser" },
});

/** Tier 3: the page as a visitor's browser builds it. */
export const renderer = defineAgent({
  name: "renderer",
  tier: "browser",
  role: "Renders the home page and reads what it loads and builds.",
  inputs: TechStackInput,
  outputs: TechStackOutput,
  constraints: { timeoutMs: 90_000, attempts: 1, cooldownMs: 60_000, maxPages: 6 },
  redlines: [
    ...redlines,
    { never: "carries anything from one record's browser to the next", check: "browser" },
  ],
  handoff: { answered: "verify", unproven: "close" },
});

/** Which technologies does this domain use? A many-valued answer, each value with its own proof. */
export const techStackOrchestrator = defineOrchestrator({
  workflow: "tech-stack",
  title: "Tech-stack detection",
  role: "Finds out which technologies a company's website and mail use, each with its proof.",
  inputs: TechStackInput,
  columns: {
    domain: [
      "website",
      "url",
      "homepage",
      "web",
      "site",
      "company domain",
      "company website",
      "domain name",
      "email",
      "e-mail",
    ],
    company: ["company name", "name", "organization", "organisation", "account"],
  },
  outputs: TechStackOutput,
  constraints: { startsAt: "http", attempts: 6, deadlineMs: 400_000, maxUsdPerRecord: 0.5 },
  redlines,
  handoff: { agents: [fetcher, reader, renderer], shortcuts: { blocked: "browser" } },
});
