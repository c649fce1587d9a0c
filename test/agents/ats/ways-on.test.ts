import { describe, expect, it } from "vitest";
import { climb } from "./harness.ts";

const home = (body: string, title = "Acme", head = "") =>
  `<html><head><title>${title}</title>${head}</head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;
const greenhouse = {
  "https://boards-api.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme", content: "" }),
};
const careers = home(
  `<h1>Careers</h1><a href="https://boards.greenhouse.io/acme">Open positions</a>`,
);

describe("a home page without a careers link", () => {
  it("leads on through its other languages", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(
            "<p>Choose your region</p>",
            "Acme",
            `<link rel="alternate" hreflang="en" href="https://acme.example/en/">`,
          ),
          "https://acme.example/en/": home(`<a href="/en/careers">Careers</a>`),
          "https://acme.example/en/careers": careers,
          ...greenhouse,
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "greenhouse", tenant: "acme" });
  });

  it("leads on to the brand's site in another country", async () => {
    const { result } = await climb(
      {
        domain: "acme.co.uk",
        sites: {
          "https://acme.co.uk/": home(`<a href="https://www.acme.de/">Deutschland</a>`),
          "https://www.acme.de/": home(`<a href="/karriere">Karriere</a>`),
          "https://www.acme.de/karriere": careers,
          ...greenhouse,
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "greenhouse", tenant: "acme" });
  });

  it("does not take a stranger with a like name for the brand's other site", async () => {
    const { result } = await climb(
      {
        company: "Acme Tools",
        domain: "acme.co.uk",
        sites: {
          "https://acme.co.uk/": home(`<a href="https://acme.com/">Our friends</a>`, "Acme Tools"),
          "https://acme.com/": home(`<a href="/careers">Careers</a>`, "Acme Bank"),
          "https://acme.com/careers": home(
            `<h1>Careers</h1><a href="https://boards.greenhouse.io/acme">Open positions</a>`,
            "Careers | Acme Bank",
          ),
          "https://boards-api.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme Bank" }),
        },
      },
      "classifier",
    );

    expect(typeof result).toBe("string");
  });

  it("is left for the sitemap that robots.txt names", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home("<p>Welcome</p>"),
          "https://acme.example/robots.txt": {
            type: "text/plain",
            body: "User-agent: *\nAllow: /\nSitemap: https://acme.example/map-of-pages.xml\n",
          },
          "https://acme.example/map-of-pages.xml": {
            type: "application/xml",
            body: "<urlset><url><loc>https://acme.example/inside/careers-here</loc></url></urlset>",
          },
          "https://acme.example/inside/careers-here": careers,
          ...greenhouse,
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "greenhouse", tenant: "acme" });
  });
});

describe("a board", () => {
  it("that says in its headline that it is there no more is not in use", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<a href="/careers">Careers</a>`),
          "https://acme.example/careers": home(
            `<h1>Careers</h1><a href="https://acme.softy.pro/offres">Open positions</a>`,
          ),
          "https://acme.softy.pro/offres": home(
            "<h1>This careers site is no longer active</h1>",
            "Acme",
          ),
          "https://acme.softy.pro/": home("<h1>This careers site is no longer active</h1>", "Acme"),
        },
      },
      "classifier",
    );

    expect(result).toBe("not_disclosed");
  });
});
