import { describe, expect, it } from "vitest";
import { textFragment, webAnnotation } from "../../src/evidence/web-annotation.ts";
import { cite, page } from "./support.ts";

const snapshot = page(
  "https://acme.com/careers#top",
  "<p>We list every one of our open roles - yes, all &amp; more - with Grenhouse.</p>",
);

describe("a web annotation", () => {
  it("names page, time, stored copy, quote and position", () => {
    const evidence = cite(snapshot, "open roles", { kind: "text" });
    const { target } = webAnnotation(evidence, snapshot, "https://assay.test/snapshots/1");

    expect(target).toEqual({
      type: "SpecificResource",
      source: "https://acme.com/careers#top",
      state: {
        type: "TimeState",
        sourceDate: snapshot.fetchedAt,
        cached: "https://assay.test/snapshots/1",
      },
      selector: [
        {
          type: "TextQuoteSelector",
          exact: "open roles",
          prefix: "<p>We list every one of our ",
          suffix: " - yes, all &amp; more - with Gr",
        },
        { type: "TextPositionSelector", start: 28, end: 38 },
      ],
    });
  });

  it("links to the text on the live page, escaped as text fragments ask", () => {
    expect(textFragment(cite(snapshot, "roles - yes, all", { kind: "text" }))).toBe(
      "https://acme.com/careers#top:~:text=roles%20%2D%20yes%2C%20all",
    );
    expect(
      textFragment({ ...cite(snapshot, "open", { kind: "text" }), match: "open <b>roles</b>" }),
    ).toBe("https://acme.com/careers#top:~:text=open,roles");
  });

  it("has no such link where a reader sees nothing", () => {
    expect(textFragment(cite(snapshot, "open", { kind: "link" }))).toBeNull();
    expect(textFragment({ ...cite(snapshot, "open", { kind: "text" }), match: "<p>" })).toBeNull();
  });
});
