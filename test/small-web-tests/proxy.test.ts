import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { ProxyAgent, request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallWeb, startSmallWeb } from "../small-web/server.ts";
import { createTruth } from "../small-web/truth.ts";

const run = promisify(execFile);
const truth = createTruth();
const domainOf = (kind: string) =>
  truth.find((one) => one.truth.kind === kind && one.line.entry)?.line.entry?.scene.company
    .domain ?? "";

let web: SmallWeb;
let agent: ProxyAgent;

beforeAll(async () => {
  web = await startSmallWeb();
  agent = new ProxyAgent({
    uri: web.proxyUrl,
    requestTls: { ca: readFileSync(web.caPath, "utf8") },
  });
});

afterAll(async () => {
  await agent.close();
  await web.close();
});

const get = async (url: string) => {
  const { statusCode, headers, body } = await request(url, { dispatcher: agent });
  return { status: statusCode, headers, body: await body.text() };
};

describe("the small web, to a client that knows it as a proxy", () => {
  it("serves companies over TLS that its own authority signed", async () => {
    const answer = await get(`https://www.${domainOf("footer-link")}/about`);

    expect(answer.body).toMatch(/<html/i);
  });

  it("sends plain HTTP to HTTPS, as most sites do", async () => {
    const domain = domainOf("script-embed");

    const { status, headers } = await get(`http://${domain}/`);

    expect(status).toBe(301);
    expect(headers["location"]).toMatch(
      new RegExp(`^https://(?:www\\.)?${domain.replaceAll(".", "\\.")}/$`),
    );
  });

  it("says like a common proxy that a name doesn't exist", async () => {
    const domain = domainOf("no-such-domain");
    const curl = run("curl", ["-s", "-o", "-", "-D", "-", "-x", web.proxyUrl, `http://${domain}/`]);

    expect((await curl).stdout).toMatch(/502[^]*x-squid-error: ERR_DNS_FAIL 0/i);
    await expect(get(`https://${domain}/`)).rejects.toThrow(/502/);
  });

  it("breaks connections and shows certificates as the kinds say", async () => {
    await expect(get(`https://${domainOf("reset")}/`)).rejects.toThrow();
    await expect(get(`https://${domainOf("certificate-other-name")}/`)).rejects.toThrow(/altnames/);
    await expect(get(`https://${domainOf("certificate-expired")}/`)).rejects.toThrow(/expired/);
    await expect(get(`https://${domainOf("certificate-self-signed")}/`)).rejects.toThrow(
      /self-signed/,
    );
    await expect(get(`https://${domainOf("refused")}/`)).rejects.toThrow(/503/);
  });

  it("asks for patience once, then answers", async () => {
    const domain = domainOf("busy-then-fine");
    const first = await get(`https://www.${domain}/robots.txt`);
    const url = first.status === 301 ? `https://${domain}/` : `https://www.${domain}/`;

    const busy = await get(url);
    expect([busy.status, busy.headers["retry-after"]]).toEqual([429, "1"]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));

    expect((await get(url)).status).toBe(200);
  });

  it("answers DNS over HTTPS", async () => {
    const domain = domainOf("hosted-teamtailor");
    const entry = truth.find((one) => one.line.entry?.scene.company.domain === domain)?.line.entry;
    const name = entry?.site.dns[0]?.name ?? "";

    const alias = await get(`${web.dnsUrl}?name=${name}&type=CNAME`);
    const mail = await get(`${web.dnsUrl}?name=${domain}&type=MX`);
    const nobody = await get(`${web.dnsUrl}?name=${domainOf("no-such-domain")}&type=A`);

    expect(alias.headers["content-type"]).toBe("application/dns-json");
    expect(JSON.parse(alias.body).Answer[0]).toMatchObject({
      name,
      type: 5,
      data: "ext.teamtailor.com.",
    });
    expect(JSON.parse(mail.body).Answer[0].type).toBe(15);
    expect(JSON.parse(nobody.body)).toMatchObject({ Status: 3 });
  });

  it("counts what was asked of it", async () => {
    const domain = domainOf("second-hop");
    const before = web.hits().get(`www.${domain}/robots.txt`) ?? 0;

    await get(`https://www.${domain}/robots.txt`);

    expect(web.hits().get(`www.${domain}/robots.txt`)).toBe(before + 1);
    expect(web.requests().at(-1)?.url).toBe(`https://www.${domain}/robots.txt`);
  });

  it("is an ordinary proxy to curl", async () => {
    const { stdout } = await run("curl", [
      "-s",
      "-x",
      web.proxyUrl,
      "--cacert",
      web.caPath,
      "https://boards-api.greenhouse.io/v1/boards/nobody-here",
    ]);

    expect(JSON.parse(stdout)).toEqual({ status: 404, error: "Job board not found" });
  });
});

describe("a site without TLS", () => {
  it("refuses it and answers in the clear, through a tunnel too", async () => {
    const entry = truth.find((one) => one.truth.kind === "http-only" && one.line.entry)?.line.entry;
    const url = entry?.site.trail[0]?.url ?? "";

    await expect(get(url.replace("http:", "https:"))).rejects.toThrow(/503/);
    expect(await get(url)).toMatchObject({ status: 200 });
    const { stdout } = await run("curl", [
      "-s",
      "-x",
      web.proxyUrl,
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      url,
    ]);
    expect(stdout).toBe("200");
  });
});
