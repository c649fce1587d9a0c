import { type Kind, nothingThere } from "./kind.ts";
import { createSite } from "./site.ts";
import { careersIntro, raw } from "./steps.ts";

const ownList = (titles: readonly string[]) => titles.map((title) => ({ title, text: "" }));

/** Sites of companies that hire without a system, or say nothing about it. */
export const nothingKinds: readonly Kind[] = [
  {
    name: "no-careers",
    rows: 8,
    truth: { reasons: nothingThere },
    build: (scene) => createSite(scene, {}),
  },
  {
    name: "diy-mailto",
    rows: 6,
    truth: { reasons: nothingThere },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "cards",
            title: scene.words.openings,
            cards: ownList(scene.words.jobs.slice(0, 3)),
          },
          {
            is: "action",
            text: scene.words.apply,
            link: {
              text: `jobs@${scene.company.domain}`,
              href: `mailto:jobs@${scene.company.domain}`,
            },
          },
        ],
      }),
  },
  {
    name: "careers-without-openings",
    rows: 4,
    truth: { reasons: nothingThere },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "prose", title: scene.words.openings, paragraphs: [scene.words.noOpenings] },
        ],
      }),
  },
  {
    name: "own-form",
    rows: 3,
    truth: { reasons: nothingThere, orAnswers: ["careers-self-hosted"] },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "cards", title: scene.words.openings, cards: ownList(scene.words.jobs) },
          raw(
            '<form action="/apply" method="post" enctype="multipart/form-data"><input name="name" required><input name="email" type="email"><input name="cv" type="file"><button>OK</button></form>',
          ),
        ],
      }),
  },
  {
    name: "outside-form",
    rows: 3,
    truth: { reasons: nothingThere, orAnswers: ["diy-forms", "notion-hosted"] },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: scene.words.apply,
            link: {
              text: scene.words.apply,
              href: scene.random.pick([
                "https://docs.google.com/forms/d/e/1FAIpQLSd-x/viewform",
                "https://forms.gle/aB3dE",
                `https://${scene.company.slug}.notion.site/Jobs-4f1c9a8b7d6e5f40312233445566aabb`,
                "https://airtable.com/shrX1y2",
              ]),
            },
          },
        ],
      }),
  },
  {
    name: "job-board-only",
    rows: 5,
    truth: {
      reasons: nothingThere,
      orAnswers: ["linkedin-jobs", "welcometothejungle", "wellfound"],
    },
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: scene.words.openings,
            link: {
              text: scene.words.viewJobs,
              href: scene.random.pick([
                `https://www.linkedin.com/company/${scene.company.slug}/jobs/`,
                `https://www.indeed.com/cmp/${scene.company.slug}/jobs`,
                `https://www.welcometothejungle.com/fr/companies/${scene.company.slug}/jobs`,
                `https://wellfound.com/company/${scene.company.slug}/jobs`,
              ]),
            },
          },
        ],
      }),
  },
  {
    name: "cms-job-plugin",
    rows: 3,
    truth: { reasons: nothingThere, orAnswers: ["wp-job-manager", "wp-job-openings"] },
    build: (scene) =>
      createSite(scene, {
        careers: {
          sections: [
            ...careersIntro(scene),
            raw(
              `<div class="job_listings" data-location="" data-keywords="" data-per_page="10"><ul class="job_listings">${scene.words.jobs.map((title, at) => `<li class="job_listing"><a href="/job/${at + 1}/"><h3>${title}</h3></a></li>`).join("")}</ul></div>`,
            ),
          ],
          end: '<script>var job_manager_ajax_filters = {"ajax_url":"\\/jm-ajax\\/%%endpoint%%\\/","is_rtl":0};</script><script src="/wp-content/plugins/wp-job-manager/assets/dist/js/ajax-filters.js?ver=2.3"></script>',
        },
      }),
  },
  {
    name: "dead-board-link",
    rows: 4,
    // The linked board was closed; what came after it nobody says.
    truth: { reasons: nothingThere },
    build: (scene) => {
      const { slug } = scene.company;
      const dead = scene.random.pick([
        `https://jobs.lever.co/${slug}`,
        `https://boards.greenhouse.io/${slug}`,
        `https://${slug}.applytojob.com/apply`,
        `https://${slug}.bamboohr.com/careers`,
        `https://${slug}.recruitee.com/`,
        `https://careers.smartrecruiters.com/${slug}`,
      ]);
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: scene.words.openings,
            link: { text: scene.words.viewJobs, href: dead },
          },
        ],
      });
    },
  },
  {
    name: "careers-page-is-gone",
    rows: 2,
    truth: { reasons: nothingThere },
    build: (scene) =>
      createSite(scene, { careersHref: "/old/careers-2019", careersIn: ["footer"] }),
  },
  {
    name: "under-construction",
    rows: 2,
    truth: { reasons: [...nothingThere, "parked"] },
    build: (scene) =>
      createSite(scene, {
        first: ({ url }) =>
          url.pathname === "/"
            ? {
                status: 200,
                headers: { "content-type": "text/html" },
                body: `<html><head><title>Coming soon</title></head><body><h1>${scene.company.brand}</h1><p>Our new website is on its way.</p></body></html>`,
              }
            : { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not Found</h1>" },
      }),
  },
];
