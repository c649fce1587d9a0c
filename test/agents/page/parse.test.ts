import { describe, expect, it } from "vitest";
import { linkedData } from "../../../src/agents/page/json-ld.ts";
import { addressesIn, liveSource, visibleText } from "../../../src/agents/page/live-source.ts";
import { parsePage } from "../../../src/agents/page/parse.ts";
import { sealSnapshot } from "../../../src/domain/snapshot.ts";

function page(html: string, url = "https://acme.test/about/") {
  return parsePage(
    sealSnapshot(
      {
        source: "http",
        requestedUrl: url,
        url,
        status: 200,
        headers: [["content-type", "text/html"]],
        redirects: [],
        charset: "utf-8",
        fetchedAt: "2026-01-01T00:00:00.000Z",
      },
      new TextEncoder().encode(html),
    ),
  );
}

describe("parsePage", () => {
  it("finds links with their text, place and verbatim address", () => {
    const html = `<nav><a href="/jobs?a=1&amp;b=2"><span>Open</span> roles</a></nav><h2>About us</h2><footer><a href='mailto:x@acme.test'>m</a><a href=careers.html><img alt="Karriere"></a></footer>`;

    const { links, snapshot } = page(html);

    expect(links.map(({ url, text, place }) => [url, text, place.region, place.heading])).toEqual([
      ["https://acme.test/jobs?a=1&b=2", "Open roles", "nav", ""],
      ["https://acme.test/about/careers.html", "Karriere", "footer", "About us"],
    ]);
    for (const { raw, start } of links)
      expect(snapshot.text.slice(start, start + raw.length)).toBe(raw);
  });

  it("counts addresses from <base href>", () => {
    expect(page(`<base href="https://cdn.test/x/"><a href="y">y</a>`).links[0]?.url).toBe(
      "https://cdn.test/x/y",
    );
  });

  it("leaves out what is commented out, in HTML and in template languages", () => {
    const html = `<!-- <a href="https://one.test/">1</a> -->{/* <script src="https://two.test/a.js"></script> */}<%-- <iframe src="https://three.test/"></iframe> --%><script>// load("https://four.test/x")
/* "https://five.test/" */ load("https://six.test/a//b"); var r = 'x'; // https://seven.test/
</script><a href="https://live.test/">live</a>`;

    const parsed = page(html);
    const live = liveSource(parsed);

    expect(parsed.links.map(({ url }) => url)).toEqual(["https://live.test/"]);
    expect(parsed.iframes).toEqual([]);
    expect(live.match(/\w+\.test/g)).toEqual(["six.test", "live.test"]);
    expect(live).toHaveLength(html.length);
  });

  it("treats quoted code and templates as text, not as live markup", () => {
    const html = `<pre><code><script src="https://one.test/e.js"></script></code></pre><template><a href="https://two.test/">2</a></template><textarea><iframe src="https://three.test/"></iframe></textarea>`;

    const parsed = page(html);

    expect(parsed.scripts).toEqual([]);
    expect(parsed.links).toEqual([]);
    expect(liveSource(parsed)).not.toContain(".test");
  });

  it("sorts scripts, iframes, forms, metas, refresh and canonical", () => {
    const parsed = page(
      `<html lang="de"><title> Jobs &amp; Karriere </title><meta property="og:site_name" content="Acme &amp; Co"><meta http-equiv=refresh content="0; url='https://jobs.test/acme'"><link rel=canonical href="/x"><script type="text/plain" data-src="//v.test/e.js"></script><script id="d" type="application/json">{"u":"https:\\/\\/board.test\\/acme"}</script><iframe data-src="https://f.test/acme"></iframe><form action="/apply"></form><div onclick="window.open('https://click.test/a')"></div><div id=root></div>`,
    );

    expect(parsed.title).toBe("Jobs & Karriere");
    expect(parsed.metas[0]?.content).toBe("Acme & Co");
    expect(parsed.refresh?.url).toBe("https://jobs.test/acme");
    expect(parsed.scripts[0]?.src?.url).toBe("https://v.test/e.js");
    expect(parsed.iframes[0]?.url).toBe("https://f.test/acme");
    expect(parsed.forms[0]?.url).toBe("https://acme.test/apply");
    expect(parsed.otherReferences[0]?.url).toBe("https://click.test/a");
    expect(parsed.ids).toEqual(["d", "root"]);
    const inline = parsed.scripts[1]?.inline;
    expect(addressesIn(inline?.raw ?? "", inline?.start ?? 0)[0]).toMatchObject({
      url: "https://board.test/acme",
    });
  });

  it("unfolds JSON-LD and survives broken JSON", () => {
    const parsed = page(
      `<script type="application/ld+json">{"@graph":[{"@type":"Organization","name":"Acme"}]}</script><script type="application/ld+json">{broken</script>`,
    );

    expect(linkedData(parsed).map(({ types, value }) => [types, value["name"]])).toEqual([
      [["Organization"], "Acme"],
    ]);
  });

  it("measures visible text only", () => {
    const parsed = page(
      `<style>p{}</style><script>var x</script><noscript>enable it</noscript><p>four</p>`,
    );

    expect(visibleText(parsed)).toBe("four");
    expect(parsed.textLength).toBe(4);
  });

  it("survives markup that never closes anything", () => {
    const parsed = page(`<a href="/a">one<a href="/b">two<div><script>var a = "https://x.test/y"`);

    expect(parsed.links.map(({ text }) => text)).toEqual(["one", "two"]);
  });
});
