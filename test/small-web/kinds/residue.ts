import { escapeHtml } from "../exchange.ts";
import { type Kind, type Scene, anyVendor, oneOf } from "./kind.ts";
import { createSite, originOf } from "./site.ts";
import { boardLink, boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const living = (scene: Scene) => ({
  is: "action" as const,
  text: scene.words.openings,
  link: boardLink(scene),
});

/** Sites with a live system and traces of other systems around it. */
export const residueKinds: readonly Kind[] = [
  {
    name: "dead-board-beside-live",
    rows: 5,
    truth: { tier: "http" },
    vendors: oneOf("ashby", "greenhouse", "workday", "teamtailor", "rippling", "pinpoint"),
    build: (scene) =>
      createSite(scene, {
        careers: [...careersIntro(scene), living(scene)],
        // Nobody remembers this page: its board was closed at the last change of system.
        pages: {
          "/news": [
            { is: "prose", title: scene.words.news, paragraphs: scene.words.prose },
            {
              is: "action",
              text: scene.words.joinUs,
              link: {
                text: scene.words.viewJobs,
                href: `https://jobs.lever.co/${scene.company.slug}`,
              },
            },
          ],
        },
        trail: usualTrail(scene),
      }),
  },
  {
    name: "commented-out-block",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("dayforce", "personio", "greenhouse", "applicantpro"),
    build(scene) {
      const frame = scene.vendor.frame?.(scene.tenant) ?? "";
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          raw(`<!-- JV CODE STARTS
<div class="jv-careersite" data-careersite="${scene.company.slug}"></div>
<script src="//jobs.jobvite.com/__assets__/scripts/careersite/public/iframe.js"></script>
JV CODE ENDS -->
<iframe class="job-board" src="${escapeHtml(frame)}" width="100%" height="900"></iframe>`),
        ],
        trail: usualTrail(scene, escapeHtml(frame)),
      });
    },
  },
  {
    name: "jsx-comment-left",
    rows: 3,
    truth: { tier: "http" },
    vendors: oneOf("jobvite", "bamboohr", "lever"),
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          raw(
            `<div class="mdx">{/* <script src="https://boards.greenhouse.io/embed/job_board/js?for=${scene.company.slug}"></script> */}</div>\n${scene.vendor.embed?.(scene.tenant) ?? ""}`,
          ),
        ],
        trail: usualTrail(scene, scene.tenant.key),
      }),
  },
  {
    name: "half-removed-widget",
    rows: 2,
    truth: { tier: "http" },
    vendors: oneOf("recruitee", "smartrecruiters", "breezy"),
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          living(scene),
          raw(
            `<!-- <script src='https://www.workable.com/assets/embed.js' type='text/javascript'></script> -->\n<div id="whr_embed_hook"></div>`,
          ),
        ],
        trail: usualTrail(scene),
      }),
  },
  {
    name: "blog-on-switching",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("ashby", "greenhouse", "workable", "teamtailor", "gem"),
    build: (scene) =>
      createSite(scene, {
        careers: [...careersIntro(scene), living(scene)],
        home: [
          {
            is: "action",
            text: "From our people team",
            link: { text: "How we moved our hiring off Lever", href: "/blog/moving-off-lever" },
          },
        ],
        pages: {
          "/blog/moving-off-lever": [
            {
              is: "prose",
              title: "How we moved our hiring off Lever",
              paragraphs: [
                "For four years every application to us went through Lever.",
                "We looked at Greenhouse, SmartRecruiters, Workable and Ashby, and kept a spreadsheet that nobody wants to see again.",
              ],
            },
            raw(
              `<p>Our old board at <a href="https://jobs.lever.co/${scene.company.slug}">jobs.lever.co/${scene.company.slug}</a> is closed. We also liked <a href="https://www.ashbyhq.com">Ashby</a> and <a href="https://www.greenhouse.com">Greenhouse</a>.</p>`,
            ),
          ],
        },
        trail: usualTrail(scene),
      }),
  },
  {
    name: "talent-community-beside-live",
    rows: 3,
    truth: { tier: "http" },
    vendors: oneOf("workday"),
    build(scene) {
      const { tenant, vendor, words } = scene;
      const crm = `https://${scene.company.slug}crm.avature.net/talentcommunity/Register`;
      const first = tenant.jobs[0];
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "cards",
            title: words.openings,
            cards: tenant.jobs.map((job) => ({
              title: job.title,
              text: job.city,
              link: { text: words.apply, href: vendor.job(tenant, job) },
            })),
          },
          living(scene),
          {
            is: "action",
            text: "Not ready to apply?",
            link: { text: "Join our talent community", href: crm },
          },
        ],
        trail: usualTrail(scene, first ? escapeHtml(vendor.job(tenant, first)) : ""),
      });
    },
  },
  {
    name: "staff-portal-beside-live",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("greenhouse", "jobvite", "lever", "icims"),
    build: (scene) =>
      createSite(scene, {
        careers: [...careersIntro(scene), living(scene)],
        footer: [
          {
            text: "Employee login",
            href: `https://wd5.myworkday.com/${scene.company.slug}/d/home.htmld`,
          },
          { text: "Payslips", href: "https://access.paylocity.com/" },
        ],
        trail: usualTrail(scene),
      }),
  },
  {
    name: "privacy-names-another",
    rows: 4,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careers: [...careersIntro(scene), living(scene)],
        pages: {
          "/privacy": [
            { is: "prose", title: scene.words.privacy, paragraphs: [scene.words.cookies] },
            raw(
              '<p>Processors until 2023: <a href="https://www.icims.com/legal/privacy-notice-website/">iCIMS</a>, <a href="https://www.smartrecruiters.com/legal/">SmartRecruiters</a>.</p>',
            ),
          ],
        },
        trail: usualTrail(scene),
      }),
  },
  {
    name: "mirror-beside-live",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("ashby", "lever", "greenhouse", "recruitee", "flatchr", "taleez"),
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: "",
            link: {
              text: "Welcome to the Jungle",
              href: `https://www.welcometothejungle.com/fr/companies/${scene.company.slug}/jobs`,
            },
          },
          {
            is: "action",
            text: "",
            link: {
              text: "LinkedIn Jobs",
              href: `https://www.linkedin.com/company/${scene.company.slug}/jobs/`,
            },
          },
          living(scene),
        ],
        trail: usualTrail(scene),
      }),
  },
  {
    name: "job-page-is-closed",
    rows: 3,
    // The one advertised job links to a posting that is gone; the board behind it lives.
    truth: { tier: "http" },
    vendors: oneOf("greenhouse", "breezy", "lever"),
    build(scene) {
      const gone = `${scene.vendor.board(scene.tenant).replace(/\/$/, "")}/${scene.vendor.id === "greenhouse" ? "jobs/1000001" : scene.vendor.id === "breezy" ? "p/000000000000-gone" : "00000000-0000-4000-a000-000000000000"}`;
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: scene.words.openings,
            link: { text: scene.words.apply, href: gone },
          },
        ],
        trail: [
          ...usualTrail(scene, gone).slice(0, 2),
          boardStep(scene),
          { url: `${originOf(scene)}/`, has: scene.company.brand },
        ],
      });
    },
  },
];
