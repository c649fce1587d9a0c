import { describe, expect, it } from "vitest";
import { acme, answer, cite, json, judge, page } from "./support.ts";

const board = "https://boards.greenhouse.io/zebra";
const careers = page(
  "https://acme.com/careers",
  `<html><body><h1>Careers</h1><a href="${board}">Open roles</a></body></html>`,
);
const output = {
  ats: "greenhouse",
  tenant: "zebra",
  careers_url: "https://acme.com/careers",
  board_url: board,
};

/** The careers page leads to a board called like nobody; the vendor says `name`, or nothing. */
function verdictOn(name: string | undefined, isAdvised: boolean) {
  const told = name === undefined ? {} : { name };
  const alive = json("https://boards-api.greenhouse.io/v1/boards/zebra", {
    content: "Jobs",
    ...told,
  });
  const evidence = [
    cite(careers, board, { kind: "link" }),
    cite(alive, "content", { fact: "alive", kind: "text" }),
  ];
  return judge(answer(output, evidence), [careers, alive], { ...acme, isAdvised });
}

describe("a tenant that is called like nobody", () => {
  it("is believed where the company's own careers page leads to it, and code found that page", () => {
    expect(verdictOn(undefined, false)).toBe("confirmed");
  });

  it("is not, where a model chose the page and the vendor names nobody", () => {
    expect(verdictOn(undefined, true)).not.toBe("confirmed");
  });

  it("is, where the vendor names the company, whoever chose the page", () => {
    expect(verdictOn("Acme Robotics, Inc.", true)).toBe("confirmed");
  });
});
