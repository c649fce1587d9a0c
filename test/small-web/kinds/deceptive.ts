import { escapeHtml, redirect } from "../exchange.ts";
import { createTenant, slugKey } from "../vendors/vendor.ts";
import { vendorOf } from "../vendors/vendors.ts";
import { type Kind, type Scene, nothingOwn } from "./kind.ts";
import { createSite } from "./site.ts";
import { careersIntro, raw } from "./steps.ts";

/** An account at a vendor that belongs to somebody else. */
function strangersAccount(
  scene: Scene,
  vendor: string,
  key: string,
  name: string,
  website: string,
) {
  return createTenant(
    vendorOf(vendor),
    { ...scene.company, domain: new URL(website).hostname },
    { key, name, website },
  );
}

/** Sites that name vendors, or that vendors seem to know, and are not their customers. */
export const deceptiveKinds: readonly Kind[] = [
  {
    name: "name-twin",
    rows: 4,
    truth: { reasons: nothingOwn },
    build(scene) {
      const key = slugKey(scene.company);
      const vendor = scene.random.pick(["greenhouse", "lever", "ashby", "workable", "bamboohr"]);
      return createSite(scene, {
        careers: careersIntro(scene),
        tenants: [
          strangersAccount(
            scene,
            vendor,
            key,
            "Thornbury Community Services",
            "https://www.thornbury-community.org",
          ),
        ],
      });
    },
  },
  {
    name: "links-a-stranger",
    rows: 3,
    // The careers page links to a board; the vendor says that it is somebody else's.
    truth: { reasons: nothingOwn },
    build(scene) {
      const vendor = vendorOf(scene.random.pick(["greenhouse", "ashby", "bamboohr", "personio"]));
      const stranger = strangersAccount(
        scene,
        vendor.id,
        `tpx${scene.company.index}group`,
        "Tessaract Placement Group",
        "https://www.tessaract-placement.com",
      );
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: "Our friends at Tessaract Placement Group are hiring too:",
            link: { text: "Tessaract jobs", href: vendor.board(stranger) },
          },
        ],
        tenants: [stranger],
      });
    },
  },
  {
    name: "parents-board",
    rows: 3,
    truth: { reasons: nothingOwn, orAnswers: ["greenhouse", "workday", "smartrecruiters"] },
    build(scene) {
      const vendor = vendorOf(scene.random.pick(["greenhouse", "smartrecruiters"]));
      const parent = strangersAccount(
        scene,
        vendor.id,
        "VantorHoldings".toLowerCase(),
        "Vantor Holdings",
        "https://www.vantor-holdings.com",
      );
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: `${scene.company.brand} is a Vantor Holdings company. All jobs of the group are listed by Vantor.`,
            link: { text: "Careers at Vantor Holdings", href: vendor.board(parent) },
          },
        ],
        tenants: [parent],
      });
    },
  },
  {
    name: "acquired",
    rows: 3,
    truth: { reasons: [...nothingOwn, "no_such_domain", "unreachable"] },
    build(scene) {
      const buyer = {
        ...scene,
        company: {
          ...scene.company,
          brand: "Ostmark Kessler",
          name: "Ostmark Kessler AG",
          domain: "ostmark-kessler.com",
          slug: "ostmarkkessler",
        },
      };
      const greenhouse = vendorOf("greenhouse");
      const account = strangersAccount(
        scene,
        "greenhouse",
        "ostmarkkessler",
        "Ostmark Kessler",
        "https://www.ostmark-kessler.com",
      );
      const site = createSite(buyer, {
        front: "www",
        careers: [
          ...careersIntro(buyer),
          { is: "action", text: "", link: { text: "Open roles", href: greenhouse.board(account) } },
        ],
        tenants: [account],
      });
      const toBuyer = { serve: () => redirect("https://www.ostmark-kessler.com/") };
      return {
        ...site,
        hosts: new Map([
          ...site.hosts,
          [scene.company.domain, toBuyer],
          [`www.${scene.company.domain}`, toBuyer],
        ]),
      };
    },
  },
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
    name: "portfolio-page",
    rows: 2,
    truth: { reasons: nothingOwn },
    languages: ["en", "de"],
    build(scene) {
      const names = ["Orbital Loom", "Petrel Grid", "Marrow Labs", "Sunder AI"];
      const vendors = ["greenhouse", "lever", "ashby", "workable"].map(vendorOf);
      const accounts = vendors.map((vendor, at) => {
        const name = names[at] ?? "";
        const key = name.toLowerCase().replaceAll(" ", "");
        return strangersAccount(scene, vendor.id, key, name, `https://www.${key}.com`);
      });
      return createSite(scene, {
        careersHref: "/portfolio/jobs",
        careersText: "Portfolio jobs",
        pages: {
          "/portfolio/jobs": [
            {
              is: "cards",
              title: "Jobs at our portfolio companies",
              cards: accounts.map((account, at) => ({
                title: account.name,
                text: "Portfolio company",
                link: { text: "Open roles", href: vendors[at]?.board(account) ?? "" },
              })),
            },
          ],
        },
        tenants: accounts,
      });
    },
  },
  {
    name: "staffing-agency",
    rows: 2,
    truth: { reasons: nothingOwn },
    languages: ["en"],
    build(scene) {
      const accounts = (["greenhouse", "bamboohr"] as const).map((id, at) =>
        strangersAccount(
          scene,
          id,
          `clientco${scene.company.index}${at}`,
          `Clientco ${at + 1}`,
          `https://www.clientco-${at + 1}.com`,
        ),
      );
      return createSite(scene, {
        careersHref: "/vacancies",
        careersText: "Vacancies",
        pages: {
          "/vacancies": [
            {
              is: "cards",
              title: "Roles with our clients",
              cards: accounts.map((account) => ({
                title: `Role with ${account.name}`,
                text: "We recruit on behalf of our client.",
                link: {
                  text: "Apply with our client",
                  href: vendorOf(account.vendor).board(account),
                },
              })),
            },
          ],
        },
        tenants: accounts,
      });
    },
  },
  {
    name: "two-systems",
    rows: 3,
    truth: { reasons: ["conflict", "not_disclosed", "evidence_rejected"] },
    languages: ["en", "de"],
    build(scene) {
      const head = vendorOf("greenhouse");
      const shops = vendorOf("workable");
      const accounts = [
        createTenant(head, scene.company, { name: scene.company.brand }),
        createTenant(shops, scene.company, { name: scene.company.brand }),
      ];
      const [office, retail] = accounts;
      if (!office || !retail) throw new RangeError("two systems, two accounts");
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: "Head office",
            link: { text: "Office jobs", href: head.board(office) },
          },
          {
            is: "action",
            text: "Stores and warehouses",
            link: { text: "Store jobs", href: shops.board(retail) },
          },
        ],
        tenants: accounts,
      });
    },
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
