import { gzipSync } from "node:zlib";
import { type Answer, type Host, html, redirect, text } from "../exchange.ts";
import { type Kind, type Scene, type Site, nothingReadable, nothingThere } from "./kind.ts";
import { createSite } from "./site.ts";
import { careersIntro } from "./steps.ts";

const names = ({ company }: Scene) => [company.domain, `www.${company.domain}`];

/** A site that is one answer, or one failure, under both of its names. */
const only = (scene: Scene, host: Host): Site => ({
  hosts: new Map(names(scene).map((name) => [name, host])),
  dns: [],
  trail: [],
  tenants: [],
});
const always = (scene: Scene, answer: (path: string) => Answer): Site =>
  only(scene, { serve: ({ url }) => answer(url.pathname) });

const parking = (domain: string) =>
  html(
    `<!DOCTYPE html><html data-adblockkey="MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANDrp2lz7AOmADaN8tA50LsWcjLFyQFcb_${domain}" lang="en"><head><title>${domain}</title><meta name="description" content="${domain} is for sale"><script>window.park = "eyJ1dWlkIjoiNGYxYyJ9";</script></head><body><div id="target">The domain <b>${domain}</b> may be for sale. <a href="https://www.sedoparking.com/">Inquire</a></div><script src="/bZxKQvTtG.js"></script></body></html>`,
  );

// Small on the wire, large in memory, as a careless or hostile server sends it.
const bomb = gzipSync(Buffer.alloc(60_000_000, 32), { level: 9 });

/** Sites that can't be read, or that are no company's site. */
export const brokenKinds: readonly Kind[] = [
  {
    name: "no-such-domain",
    rows: 7,
    truth: { reasons: ["no_such_domain"] },
    build: () => ({ hosts: new Map(), dns: [], trail: [], tenants: [] }),
  },
  {
    name: "refused",
    rows: 2,
    truth: { reasons: ["unreachable", "retries_exhausted"] },
    build: (scene) => only(scene, { refuses: "all", serve: () => text("") }),
  },
  {
    name: "reset",
    rows: 2,
    truth: { reasons: ["unreachable", "retries_exhausted"] },
    build: (scene) => only(scene, { resets: true, serve: () => text("") }),
  },
  {
    name: "silent",
    rows: 2,
    truth: { reasons: ["unreachable", "retries_exhausted", "deadline"] },
    build: (scene) => only(scene, { serve: () => ({ ...text(""), hangs: true }) }),
  },
  ...(["other_name", "expired", "self_signed"] as const).map((certificate): Kind => ({
    name: `certificate-${certificate.replace("_", "-")}`,
    rows: certificate === "other_name" ? 2 : 1,
    truth: { reasons: ["unreachable", "retries_exhausted"] },
    build: (scene) => createSite(scene, { host: { certificate } }),
  })),
  {
    name: "parked",
    rows: 3,
    truth: { reasons: ["parked", ...nothingThere] },
    build: (scene) => always(scene, () => parking(scene.company.domain)),
  },
  {
    name: "for-sale-redirect",
    rows: 2,
    truth: { reasons: ["parked", ...nothingThere] },
    build: (scene) =>
      always(scene, () =>
        redirect(`https://www.hugedomains.com/domain_profile.cfm?d=${scene.company.domain}`, 302),
      ),
  },
  {
    name: "default-page",
    rows: 2,
    truth: { reasons: ["parked", ...nothingThere] },
    build: (scene) =>
      always(scene, (path) =>
        path === "/"
          ? html(
              "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working.</p></body></html>",
            )
          : html("<h1>404 Not Found</h1>", {}, 404),
      ),
  },
  {
    name: "forbidden-to-all",
    rows: 3,
    truth: { reasons: nothingReadable },
    build: (scene) =>
      always(scene, () =>
        html(
          "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1><p>You are unable to access this site. Ray ID: 8c1f0a2b3c4d5e6f</p></body></html>",
          { server: "cloudflare", "cf-ray": "8c1f0a2b3c4d5e6f-AMS" },
          403,
        ),
      ),
  },
  {
    name: "server-error",
    rows: 2,
    truth: { reasons: nothingReadable },
    build: (scene) =>
      always(scene, () =>
        html(
          "<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1></body></html>",
          {},
          500,
        ),
      ),
  },
  {
    name: "unavailable",
    rows: 2,
    truth: { reasons: nothingReadable },
    build: (scene) =>
      always(scene, () =>
        html(
          "<html><head><title>Maintenance</title></head><body>Down for maintenance.</body></html>",
          {},
          503,
        ),
      ),
  },
  {
    name: "endless-redirect",
    rows: 2,
    truth: { reasons: nothingReadable },
    build: (scene) =>
      only(scene, {
        serve: ({ url }) =>
          redirect(
            `https://www.${scene.company.domain}/?step=${Number(url.searchParams.get("step") ?? 0) + 1}`,
            302,
          ),
      }),
  },
  {
    name: "robots-keep-out",
    rows: 3,
    truth: { reasons: ["blocked", ...nothingThere] },
    build: (scene) =>
      createSite(scene, {
        robots: "User-agent: *\nDisallow: /\n",
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: "",
            link: {
              text: scene.words.viewJobs,
              href: `https://jobs.lever.co/${scene.company.slug}-live`,
            },
          },
        ],
      }),
  },
  {
    name: "gzip-bomb",
    rows: 1,
    truth: { reasons: nothingReadable },
    build: (scene) =>
      always(scene, (path) =>
        path === "/robots.txt"
          ? text("User-agent: *\nAllow: /\n")
          : html(bomb, { "content-encoding": "gzip" }),
      ),
  },
  {
    name: "log-in-wall",
    rows: 2,
    truth: { reasons: ["blocked", ...nothingThere] },
    build: (scene) =>
      always(scene, (path) =>
        path === "/login"
          ? html(
              `<!DOCTYPE html><title>Sign in</title><form method="post"><h1>${scene.company.brand}</h1><input name="user"><input name="password" type="password"></form>`,
            )
          : redirect("/login", 302),
      ),
  },
  {
    name: "hijacked",
    rows: 2,
    truth: { reasons: ["parked", ...nothingThere] },
    build: (scene) =>
      always(scene, () =>
        html(
          '<!DOCTYPE html><html lang="id"><head><title>SLOT88 Gacor Hari Ini | Situs Judi Online</title></head><body><h1>SLOT88</h1><p>Daftar sekarang, bonus new member.</p></body></html>',
        ),
      ),
  },
  {
    name: "not-a-web-page",
    rows: 1,
    truth: { reasons: nothingThere },
    build: (scene) =>
      always(scene, () => ({
        status: 200,
        headers: { "content-type": "application/pdf" },
        body: `%PDF-1.4\n${"0 ".repeat(2_000)}\n%%EOF`,
      })),
  },
];
