import { redirect } from "../exchange.ts";
import { createTenant } from "../vendors/vendor.ts";
import { vendorOf } from "../vendors/vendors.ts";
import { type Kind, type Scene, nothingOwn } from "./kind.ts";
import { createSite } from "./site.ts";
import { careersIntro } from "./steps.ts";

/** An account at a vendor that belongs to somebody else. */
function strangersAccount(
  scene: Scene,
  vendor: string,
  stranger: { key: string; name: string; website: string },
) {
  const company = { ...scene.company, domain: new URL(stranger.website).hostname };
  return createTenant(vendorOf(vendor), company, stranger);
}

/** Sites that lead to accounts of other companies, or to more than one of their own. */
export const somebodyElsesKinds: readonly Kind[] = [
  {
    name: "name-twin",
    rows: 4,
    truth: { reasons: nothingOwn },
    build(scene) {
      const key = scene.company.slug;
      const vendor = scene.random.pick(["greenhouse", "lever", "ashby", "workable", "bamboohr"]);
      return createSite(scene, {
        careers: careersIntro(scene),
        tenants: [
          strangersAccount(scene, vendor, {
            key,
            name: "Thornbury Community Services",
            website: "https://www.thornbury-community.org",
          }),
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
      const stranger = strangersAccount(scene, vendor.id, {
        key: `tpx${scene.company.index}group`,
        name: "Tessaract Placement Group",
        website: "https://www.tessaract-placement.com",
      });
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
      const parent = strangersAccount(scene, vendor.id, {
        key: "vantorholdings",
        name: "Vantor Holdings",
        website: "https://www.vantor-holdings.com",
      });
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
      const account = strangersAccount(scene, "greenhouse", {
        key: "ostmarkkessler",
        name: "Ostmark Kessler",
        website: "https://www.ostmark-kessler.com",
      });
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
        return strangersAccount(scene, vendor.id, { key, name, website: `https://www.${key}.com` });
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
        strangersAccount(scene, id, {
          key: `clientco${scene.company.index}${at}`,
          name: `Clientco ${at + 1}`,
          website: `https://www.clientco-${at + 1}.com`,
        }),
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
];
