import type { ServerResponse } from "node:http";
import { describe, expect, onTestFinished } from "vitest";
import { techStackAgents } from "../../src/agents/tech-stack/tech-stack-agents.ts";
import type { AttemptReport } from "../../src/agents/agent.ts";
import type { Verdict } from "../../src/domain/evidence.ts";
import type { Tier } from "../../src/domain/tier.ts";
import type { Renderer, Web } from "../../src/web/web.ts";
import { technologies } from "../../specs/tech-stack/technologies.ts";
import { test } from "../support/redis.ts";
import { config, startRenderer } from "../web/browser/lab.ts";
import { startProxy } from "../web/proxy-server.ts";
import { recordWeb, startEgress, startSite } from "../web/support.ts";
import { around, handoffOf, judge } from "./fake-web.ts";

const agents = techStackAgents(technologies);
const refusal = "HTTP/1.1 502 Bad Gateway\r\n\r\nconnect ECONNREFUSED";
const noTls = {
  "acme.com": refusal,
  "www.acme.com": refusal,
  "dynamic.com": refusal,
  "www.dynamic.com": refusal,
};

/** A page whose source names neither what it loads nor what it builds. */
const dynamic = `<script>
  var host = ["code", "tidio", "co"].join(".");
  var tag = document.createElement("script");
  tag.src = "http://" + host + "/abcdefghij.js";
  tag.onload = function () {
    var banner = document.createElement("div");
    banner.id = ["onetrust", "consent", "sdk"].join("-");
    document.body.append(banner);
  };
  document.body.append(tag);
</script>`;

/** Runs an agent on what a real server says, and the verifier on what the agent says. */
async function attempt(
  tier: Tier,
  domain: string,
  web: Web,
  renderer?: Renderer,
): Promise<{ report: AttemptReport; verdict: Verdict | undefined }> {
  const signal = AbortSignal.timeout(25_000);
  const report = await agents[tier](handoffOf({ domain }, tier), {
    web,
    renderer,
    recall: async () => undefined,
    signal,
  });
  const { outcome, snapshots } = report;
  const verdict =
    outcome.kind === "claimed"
      ? judge(outcome.claim, snapshots, { domain, company: null })
      : undefined;
  return { report, verdict };
}

function html(response: ServerResponse, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
}

describe("over real connections", () => {
  test("the fetcher proves a stack behind a proxy, without TLS, from source, headers and cookies", async ({
    redis,
  }) => {
    const site = await startSite((_request, response) =>
      html(
        response,
        around(
          '<script src="https://js.stripe.com/v3/"></script><meta name="generator" content="WordPress 6.8">',
        ),
        {
          "x-powered-by": "WP Engine",
          "set-cookie": "__cf_bm=abc; path=/",
        },
      ),
    );
    const proxy = await startProxy({ sitePort: site.port, refusals: noTls });
    const web = recordWeb(startEgress(redis, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }));

    const { report, verdict } = await attempt("http", "acme.com", web);

    expect(report.outcome).toMatchObject({
      claim: { output: { technologies: ["cloudflare", "stripe", "wordpress", "wp-engine"] } },
    });
    expect(verdict).toEqual({ confirmed: true });
  });

  test("the fetcher ends a name that the proxy says does not exist", async ({ redis }) => {
    const gone = "HTTP/1.1 502 Bad Gateway\r\n\r\ngetaddrinfo ENOTFOUND";
    const proxy = await startProxy({ refusals: { "nowhere.com": gone, "www.nowhere.com": gone } });
    const web = recordWeb(startEgress(redis, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }));

    const { report, verdict } = await attempt("http", "nowhere.com", web);

    expect(report.outcome).toMatchObject({ claim: { kind: "ending", reason: "no_such_domain" } });
    expect(verdict).toEqual({ confirmed: true });
  });

  test("the renderer proves what only scripts load and build", async ({ redis }) => {
    const site = await startSite((request, response) => {
      if (request.url?.endsWith(".js") === true) {
        response.writeHead(200, { "content-type": "text/javascript" }).end("window.chatting = 1;");
      } else html(response, around(dynamic));
    });
    const { url } = await startProxy({ sitePort: site.port, refusals: noTls });
    const web = recordWeb(startEgress(redis, { HTTP_PROXY: url, HTTPS_PROXY: url }));
    const renderer = await startRenderer({
      config: { ...config, HTTP_PROXY: url, HTTPS_PROXY: url },
    });
    onTestFinished(() => renderer.close());

    const plain = await attempt("http", "dynamic.com", web);
    const { report, verdict } = await attempt("browser", "dynamic.com", web, renderer);

    expect(plain.report.outcome).toMatchObject({ kind: "unproven", reason: "not_disclosed" });
    expect(report.outcome).toMatchObject({
      claim: { output: { technologies: ["onetrust", "tidio"] } },
    });
    expect(verdict).toEqual({ confirmed: true });
  });
});
