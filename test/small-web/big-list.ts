import { createEndlessList, type EndlessRow, type EndlessWeb } from "./endless-list.ts";
import { kindCalled } from "./kinds/kinds.ts";
import { hash32 } from "./random.ts";
import type { Truth } from "./truth.ts";

/** Kinds of the long list, in the share they have of every 100 rows. */
const shares: readonly (readonly [string, number])[] = [
  ["careers-link-out", 24],
  ["script-embed", 12],
  ["own-list-with-job-links", 10],
  ["nav-link", 6],
  ["footer-link", 5],
  ["second-hop", 6],
  ["careers-path-redirect", 4],
  ["iframe-embed", 3],
  ["no-careers", 12],
  ["diy-mailto", 8],
  ["job-board-only", 4],
  ["dead-board-link", 3],
  ["parked", 1],
  ["no-such-domain", 2],
];

const list = createEndlessList({
  prefix: "bigweb",
  kindOf(index) {
    let share = hash32(`kind bigweb${String(index).padStart(6, "0")}`) % 100;
    return kindCalled(shares.find(([, size]) => (share -= size) < 0)?.[0] ?? "no-careers");
  },
  vendorIds: [
    "greenhouse",
    "lever",
    "ashby",
    "workable",
    "bamboohr",
    "breezy",
    "recruitee",
    "personio",
    "teamtailor",
    "smartrecruiters",
    "jazzhr",
    "jobvite",
    "freshteam",
    "polymer",
    "hibob",
  ],
  languageCodes: ["en", "en", "en", "de", "fr", "es", "nl"],
});

/** The first `count` companies of an endless list, plain ones for load. */
export const bigList = (count: number): Generator<EndlessRow> => list.rows(count);

/** The truth about the company at `index` of the long list. */
export const bigTruth = (index: number): Truth => list.truth(index);

/** Serves the long list. */
export const createBigWeb = (): EndlessWeb => list.web();
