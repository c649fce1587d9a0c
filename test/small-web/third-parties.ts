import { type Host, html, text } from "./exchange.ts";

const scripts = new Set([
  "www.googletagmanager.com",
  "cdn.cookielaw.org",
  "consent.cookiebot.com",
  "app.usercentrics.eu",
  "js.hs-scripts.com",
  "assets.adobedtm.com",
  "d3e54v103j8qbb.cloudfront.net",
  "andreasmb.github.io",
  "www.comeet.co",
  "cdn.jsdelivr.net",
  "boards.cdn.greenhouse.io",
  "job-boards.cdn.greenhouse.io",
  "assets-aws.teamtailor-cdn.com",
  "staticfe.bamboohr.com",
  "static.zohocdn.com",
  "rmkcdn.successfactors.com",
  "careers-analytics.recruitee.com",
  "cdn.phenompeople.com",
  "assets.phenompeople.com",
  "static.eightfold.ai",
  "static.vscdn.net",
  "tbcdn.talentbrew.com",
  "app.jibecdn.com",
  "assets.jibecdn.com",
  "templates-static-assets.avacdn.net",
  "click.appcast.io",
  "connect.facebook.net",
  "fonts.googleapis.com",
  "cdn.prod.website-files.com",
  "careers.recruiteecdn.com",
  "images.teamtailor-cdn.com",
  "s7-recruiting.cdn.greenhouse.io",
  "assets-cdn.breezy.hr",
  "www.google-analytics.com",
]);

/** Lever's community embed does what it says, as on the real page. */
const leverEmbed = `(function(){var o=window.leverJobsOptions||{},c=document.getElementById("lever-jobs-container");if(!c||!o.accountName)return;fetch("https://api.lever.co/v0/postings/"+o.accountName+"?mode=json").then(function(r){return r.json()}).then(function(j){c.innerHTML=j.map(function(p){return"<a class='lever-job-title' href='"+p.hostedUrl+"'>"+p.text+"</a>"}).join("");window.dispatchEvent(new Event("leverJobsRendered"))})})();`;

const page = (title: string, status = 200): Host => ({
  serve: () =>
    html(
      `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
      {},
      status,
    ),
});

const pages: Readonly<Record<string, Host>> = {
  // Answers robots the way the real ones do.
  "www.linkedin.com": page("Sign in", 999),
  "www.facebook.com": page("Log in or sign up to view"),
  "www.instagram.com": page("Login"),
  "www.indeed.com": page("Just a moment...", 403),
  "wellfound.com": page("Please enable JS and disable any ad blocker", 403),
  "www.welcometothejungle.com": page("Welcome to the Jungle"),
  "docs.google.com": page("Application form"),
  "www.greenhouse.com": page("Greenhouse: hiring software"),
  "www.greenhouse.io": page("Greenhouse: hiring software"),
  "www.lever.co": page("Lever: talent acquisition suite"),
  "www.ashbyhq.com": page("Ashby: all-in-one recruiting"),
  "recruitee.com": page("This careers site is not hosted here"),
  "breezy.hr": page("Breezy HR: simply powerful hiring"),
  "www.workday.com": page("Workday: people and money"),
  "www.personio.com": page("Personio: HR software"),
  "access.paylocity.com": page("Login"),
  "www.adp.com": page("ADP: payroll and HR"),
  "wd5.myworkday.com": page("Sign In"),
  "www.hugedomains.com": page("This domain is for sale"),
  "ww1.parking-pages.net": page("Domain parked"),
};

/** Hosts that are neither a company's nor a vendor's board: tag managers, consent scripts, social networks. */
export function thirdPartyAt(hostname: string): Host | undefined {
  if (hostname === "andreasmb.github.io")
    return { serve: () => text(leverEmbed, "text/javascript") };
  if (scripts.has(hostname))
    return {
      serve: ({ url }) => text("", url.pathname.endsWith(".css") ? "text/css" : "text/javascript"),
    };
  return pages[hostname];
}
