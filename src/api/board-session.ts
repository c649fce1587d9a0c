import { createHmac, randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

/** Log-ins to the board: nothing is stored, a cookie proves itself. Another password voids all of them. */
export interface BoardSessions {
  isPassword(given: string): boolean;
  /** A cookie's value that is good for some hours. */
  create(now: number): string;
  isValid(cookie: string | undefined, now: number): boolean;
}

export const sessionHours = 12;

export function boardSessions(password: string): BoardSessions {
  // Slow on purpose: whoever gets hold of a cookie can't try passwords against it quickly.
  const key = scryptSync(password, "assay board session", 32);
  const local = randomBytes(32);
  const digest = (text: string) => createHmac("sha256", local).update(text).digest();
  const expected = digest(password);
  const seal = (until: string) => createHmac("sha256", key).update(until).digest("base64url");

  return {
    isPassword: (given) => timingSafeEqual(digest(given), expected),
    create(now) {
      const until = String(now + sessionHours * 3_600_000);
      return `${until}.${seal(until)}`;
    },
    isValid(cookie, now) {
      const [until = "", given = ""] = cookie?.split(".") ?? [];
      if (!/^\d{13,15}$/.test(until) || Number(until) <= now) return false;
      return timingSafeEqual(digest(given), digest(seal(until)));
    },
  };
}
