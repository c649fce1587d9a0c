import { escapeHtml } from "../exchange.ts";
import { type Kind, nothingOwn } from "./kind.ts";
import { createSite } from "./site.ts";
import { careersIntro, raw } from "./steps.ts";

/** Sites that name vendors without being their customers. */
export const namedInPassingKinds: readonly Kind[] = [
  {
    name: "privacy-link-only",
    rows: 3,
    truth: { reasons: nothingOwn },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          raw(
            '<p class="fineprint">Applicant data: see the <a href="https://www.icims.com/legal/privacy-notice-website/">privacy notice of iCIMS</a>.</p>',
          ),
        ],
        pages: {
          "/privacy": [
            {
              is: "prose",
              title: scene.words.privacy,
              paragraphs: ["We use Greenhouse, Lever and Workday as processors for people data."],
            },
          ],
        },
      }),
  },
  {
    name: "staff-portal-only",
    rows: 4,
    truth: { reasons: nothingOwn },
    build(scene) {
      const { slug } = scene.company;
      const portal = scene.random.pick([
        `https://wd5.myworkday.com/${slug}/d/home.htmld`,
        `https://employee-${slug}.icims.com/jobs/intro`,
        `https://${slug}.bamboohr.com/login.php`,
        "https://workforcenow.adp.com/workforcenow/login.html",
        `https://${slug}.csod.com/client/${slug}/default.aspx`,
      ]);
      return createSite(scene, {
        careers: careersIntro(scene),
        footer: [{ text: "Employee login", href: portal }],
      });
    },
  },
  {
    name: "ordinary-words",
    rows: 3,
    truth: { reasons: nothingOwn },
    languages: ["en"],
    build: (scene) =>
      createSite(scene, {
        careers: careersIntro(scene),
        home: [
          {
            is: "prose",
            title: "Sustainability report",
            paragraphs: [
              "We cut our greenhouse gas emissions by 14 percent, and greenhouse growers are our oldest customers.",
              "Every workday, our teams pull the right lever for safety; a breezy office helps.",
              "It is workable, we applied what we learnt, and we are recruiting partners for the next phase.",
            ],
          },
          {
            is: "action",
            text: "",
            link: { text: "Greenhouse gas protocol", href: "/greenhouse-gas/emissions" },
          },
        ],
      }),
  },
  {
    name: "look-alike-hosts",
    rows: 2,
    truth: { reasons: nothingOwn },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          raw(
            [
              "boards.greenhouse.io.jobs-portal.example",
              "evilgreenhouse.io",
              "jobs.lever.co-careers.example",
              "jobs.ashbyhq.com.example",
            ]
              .map(
                (host) =>
                  `<p><a href="https://${host}/${scene.company.slug}">${scene.words.viewJobs}</a></p>`,
              )
              .join(""),
          ),
        ],
      }),
  },
  {
    name: "pixel-parameter",
    rows: 2,
    truth: { reasons: nothingOwn },
    build: (scene) =>
      createSite(scene, {
        careers: {
          sections: careersIntro(scene),
          end: `<img src="https://click.appcast.io/pixels/generic3-4.gif?ent=118&amp;src=careers-${scene.company.slug}.icims.com" width="1" height="1" alt=""><script>var t="https%3A%2F%2Fapply.workable.com%2Fj";</script>`,
        },
      }),
  },
  {
    name: "assets-from-a-vendor",
    rows: 2,
    truth: { reasons: nothingOwn },
    build: (scene) =>
      createSite(scene, {
        careers: {
          sections: careersIntro(scene),
          head: '<script src="https://performancemanager4.successfactors.com/ui/extlib/jquery/jquery.js"></script><link rel="stylesheet" href="https://rmkcdn.successfactors.com/copied/theme.css">',
        },
      }),
  },
  {
    name: "integrations-page",
    rows: 3,
    truth: { reasons: nothingOwn },
    languages: ["en"],
    build: (scene) =>
      createSite(scene, {
        careers: careersIntro(scene),
        nav: [{ text: "Integrations", href: "/integrations" }],
        pages: {
          "/integrations": [
            {
              is: "cards",
              title: `${scene.company.brand} works with your ATS`,
              cards: [
                "Greenhouse",
                "Lever",
                "Workday",
                "SmartRecruiters",
                "iCIMS",
                "Ashby",
                "Teamtailor",
              ].map((name) => ({
                title: name,
                text: `Sync candidates from ${name} in minutes.`,
                link: { text: "Set up", href: `/integrations/${name.toLowerCase()}` },
              })),
            },
            raw(
              '<pre><code>&lt;script src="https://boards.greenhouse.io/embed/job_board/js?for=YOUR_TOKEN"&gt;&lt;/script&gt;</code></pre><p><a href="https://jobs.lever.co/YOUR_SITE">jobs.lever.co/YOUR_SITE</a></p>',
            ),
          ],
        },
      }),
  },
  {
    name: "case-study",
    rows: 2,
    truth: { reasons: nothingOwn },
    languages: ["en"],
    build: (scene) =>
      createSite(scene, {
        careers: careersIntro(scene),
        pages: {
          "/news": [
            raw(
              `<article><h2>Customer story: hiring at scale</h2><p>Read how our customer Larkholm cut time-to-hire with <a href="https://www.lever.co/customers/">Lever</a> and <a href="https://www.greenhouse.com/">Greenhouse</a>.</p><p>${escapeHtml(scene.company.brand)} wrote the integration.</p></article>`,
            ),
          ],
        },
      }),
  },
];
