import { say } from "./shell.ts";

/** What was looked at, one line each; a failed one does not keep the others from being looked at. */
export interface Findings {
  check(what: string, holds: boolean, detail?: string): void;
  readonly failed: number;
  readonly passed: number;
}

export function createFindings(): Findings {
  let failed = 0;
  let passed = 0;
  return {
    check(what, holds, detail = "") {
      if (holds) passed += 1;
      else failed += 1;
      say(`${holds ? "  ok  " : " FAIL "} ${what}${holds || detail === "" ? "" : `: ${detail}`}`);
    },
    get failed() {
      return failed;
    },
    get passed() {
      return passed;
    },
  };
}
