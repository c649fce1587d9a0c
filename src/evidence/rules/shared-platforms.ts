import { siteOf } from "../../domain/site.ts";

/** Sites where many companies have pages: being sent to one makes nothing there one's own. */
const platforms = new Set(
  [
    // Social networks, video, app stores.
    "facebook.com fb.com fb.me instagram.com threads.net twitter.com x.com t.co linkedin.com lnkd.in xing.com youtube.com youtu.be",
    "tiktok.com pinterest.com vimeo.com reddit.com medium.com substack.com tumblr.com github.com gitlab.com discord.com discord.gg",
    "slack.com t.me telegram.me whatsapp.com wa.me wechat.com weibo.com vk.com kununu.com glassdoor.com google.com goo.gl g.page",
    "apple.com apps.apple.com play.google.com microsoft.com yelp.com trustpilot.com crunchbase.com wikipedia.org bloomberg.com",
    // Link lists, shorteners, forms, documents.
    "linktr.ee bit.ly bitly.com tinyurl.com ow.ly buff.ly rebrand.ly is.gd cutt.ly short.io beacons.ai bio.link lnk.bio grnh.se",
    "smrtr.io smartr.me hubs.ly hubs.la typeform.com jotform.com forms.gle airtable.com notion.so notion.site docs.google.com",
    "surveymonkey.com mailchi.mp list-manage.com eventbrite.com calendly.com canva.com issuu.com dropbox.com",
    // Job boards.
    "indeed.com monster.com ziprecruiter.com simplyhired.com careerbuilder.com stepstone.de stepstone.com totaljobs.com reed.co.uk",
    "seek.com.au seek.co.nz jobstreet.com naukri.com wellfound.com angel.co workatastartup.com ycombinator.com builtin.com dice.com",
    "hired.com otta.com welcometothejungle.com weworkremotely.com remoteok.com remotive.com flexjobs.com snagajob.com ladders.com",
    "infojobs.net infojobs.it jobteaser.com hellowork.com apec.fr cadremploi.fr pracuj.pl nofluffjobs.com justjoin.it jobs.cz jobs.ch",
    "arbeitsagentur.de finn.no thehub.io handshake.com joinhandshake.com craigslist.org jooble.org adzuna.com talent.com neuvoo.com",
    "usajobs.gov governmentjobs.com idealist.org devex.com reliefweb.int efinancialcareers.com wantedly.com rikunabi.com mynavi.jp",
    "wanted.co.kr saramin.co.kr liepin.com zhipin.com 51job.com zhaopin.com lagou.com hh.ru catho.com.br computrabajo.com gupy.io",
    // Hosting where the name of the site says nothing of its owner, consent and tag services.
    "amazonaws.com cloudfront.net azureedge.net googleapis.com gstatic.com cloudflare.com cdn-cgi.com jsdelivr.net unpkg.com",
    "onetrust.com cookiebot.com googletagmanager.com doubleclick.net hubspot.com hsforms.com salesforce.com pardot.com marketo.com",
  ].flatMap((line) => line.split(" ")),
);

/** Whether an address is on a platform that many companies share. */
export function isSharedPlatform(hostOrUrl: string): boolean {
  const site = siteOf(hostOrUrl);
  return site !== undefined && platforms.has(site);
}
