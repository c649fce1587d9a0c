import { describe, expect, it } from "vitest";
import { inputPicker } from "../../src/specs/pick-input.ts";
import { TechStackInput, techStackOrchestrator } from "../../specs/tech-stack/workflow.ts";

describe("the domain of an input line", () => {
  it.each([
    ["acme.com", "acme.com"],
    ["  ACME.com ", "acme.com"],
    ["www.acme.com", "acme.com"],
    ["https://www.Acme.com/about?x=1#top", "acme.com"],
    ["http://acme.co.uk:8080/", "acme.co.uk"],
    ["//acme.com/x", "acme.com"],
    ["acme.com.", "acme.com"],
    ["shop.acme.com", "shop.acme.com"],
    ["info@acme.com", "acme.com"],
    ["mailto:jane.doe@mail.acme.com", "mail.acme.com"],
    ["<https://acme.com>", "acme.com"],
    ["acme.com; acme.io", "acme.com"],
    ["bücher.de", "xn--bcher-kva.de"],
    ["https://user:pass@acme.com/", "acme.com"],
    ["www.de", "www.de"],
    ["acme.github.io", "acme.github.io"],
  ])("%s is %s", (written, domain) => {
    expect(TechStackInput.parse({ domain: written, company: null }).domain).toBe(domain);
  });

  it.each([
    "",
    "n/a",
    "acme",
    "127.0.0.1",
    "localhost",
    "jane@gmail.com",
    "ftp://acme.com",
    "https://www.linkedin.com/company/acme",
    "com",
    "http://",
  ])("%s is none", (written) => {
    expect(TechStackInput.safeParse({ domain: written, company: null }).success).toBe(false);
  });

  it("reads its own output again unchanged", () => {
    const once = TechStackInput.parse({ domain: "https://www.acme.com/", company: " Acme " });

    expect(TechStackInput.parse(once)).toEqual({ domain: "acme.com", company: "Acme" });
  });

  it("is found under the headings that people use", () => {
    const pick = inputPicker(techStackOrchestrator, ["Company Name", "Website", "E-Mail"]);

    expect(pick(["Acme", "", "info@acme.com"])).toEqual({
      ok: true,
      input: { domain: "acme.com", company: "Acme" },
    });
    expect(pick(["Acme", "www.acme.io", "info@acme.com"])).toEqual({
      ok: true,
      input: { domain: "acme.io", company: "Acme" },
    });
    expect(pick(["Acme", "", ""])).toMatchObject({ ok: false });
  });
});
