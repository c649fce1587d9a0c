import { createTenant } from "../small-web/vendors/vendor.ts";
import { redirect } from "../small-web/exchange.ts";
import { vendorOf } from "../small-web/vendors/vendors.ts";
import { type Lie, type Told, claims } from "./lie.ts";
import {
  anySystem,
  boardOf,
  namesakeOf,
  notice,
  noticeSite,
  plainSite,
  speaking,
  strangerOf,
  untilWithdrawn,
  withPage,
  printedBoard,
} from "./lures.ts";
import { linksIn } from "./told.ts";

const ofStranger = (told: Told) => {
  const stranger = strangerOf(told.scene);
  return claims(told, boardOf(stranger), { system: stranger.vendor, tenant: stranger.key });
};

/** Says of every link that it leads there. */
const chooseAll = ({ ask }: Told) => linksIn(ask).map(({ number }) => number);
const chooseCalled =
  (text: string) =>
  ({ ask }: Told): number[] =>
    linksIn(ask).flatMap((link) => (link.text === text ? [link.number] : []));

/** Quotes that stand there and are about somebody else, or about nobody any more. */
export const elsewhereLies: readonly Lie[] = [
  {
    name: "friends-board",
    says: "takes a linked friend's board for the company's",
    truth: "none",
    vendors: speaking,
    build(scene) {
      const friend = strangerOf(scene);
      const link = `<a href="${boardOf(friend)}">${friend.name} jobs</a>`;
      return noticeSite(scene, `Our friends at ${friend.name} are hiring too: ${link}`, {
        tenants: [friend],
      });
    },
    read: ofStranger,
  },
  {
    name: "landlords-board",
    says: "takes a board that a page mentions as a neighbour's for the company's",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const other = strangerOf(scene);
      return noticeSite(
        scene,
        `We share the building with ${other.name}, whose openings are at ${boardOf(other)} and on their door.`,
        { tenants: [other] },
      );
    },
    read: ofStranger,
  },
  {
    name: "competitors-board",
    says: "takes the live board of a competitor, named in the news on the home page, for the company's",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const other = strangerOf(scene);
      return plainSite(scene, {
        home: [
          notice(
            `In the industry: ${other.name} is hiring forty people this year (${boardOf(other)}). We wish our competitors luck with their recruiting.`,
          ),
        ],
        tenants: [other],
      });
    },
    read: ofStranger,
  },
  {
    name: "clients-board",
    says: "takes the board of an agency's client for the agency's own",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const client = strangerOf(scene);
      return noticeSite(
        scene,
        `Roles with our clients. For ${client.name} please apply with them: ${boardOf(client)} (we recruit on their behalf).`,
        { tenants: [client] },
      );
    },
    read: ofStranger,
  },
  {
    name: "parents-board",
    says: "takes the parent's board for the company's",
    truth: "none",
    vendors: speaking,
    build(scene) {
      const parent = strangerOf(scene);
      return noticeSite(
        scene,
        `${scene.company.brand} belongs to ${parent.name}. <a href="${boardOf(parent)}">Careers at ${parent.name}</a>`,
        { tenants: [parent] },
      );
    },
    read: ofStranger,
  },
  {
    name: "namesakes-board",
    says: "takes a namesake's board, printed on the page, for the company's",
    truth: "none",
    vendors: speaking,
    build: (scene) =>
      noticeSite(
        scene,
        `Not to be confused with ${boardOf(namesakeOf(scene))}, which gets our post now and then.`,
        {
          tenants: [namesakeOf(scene)],
        },
      ),
    read(told) {
      const twin = namesakeOf(told.scene);
      return claims(told, boardOf(twin), { system: twin.vendor, tenant: twin.key });
    },
  },
  {
    name: "list-of-integrations",
    says: "takes one of the systems that the company's product works with for its own",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const demos = anySystem.slice(0, 5).map((id) =>
        createTenant(vendorOf(id), scene.company, {
          key: `demo${scene.company.index}${id.slice(0, 3)}`,
          name: `Demo ${id}`,
          website: `https://www.${id}-demo.com`,
        }),
      );
      return plainSite(scene, {
        home: [
          notice(
            `Works with your recruiting stack: ${demos.map((demo) => `<a href="${boardOf(demo)}">${demo.vendor}</a>`).join(", ")}.`,
          ),
        ],
        tenants: demos,
      });
    },
    read(told) {
      const id = anySystem[told.scene.company.index % 5] ?? "greenhouse";
      const key = `demo${told.scene.company.index}${id.slice(0, 3)}`;
      const board = vendorOf(id).board(createTenant(vendorOf(id), told.scene.company, { key }));
      return claims(told, board, { system: id, tenant: key });
    },
  },
  {
    name: "mention-only",
    says: "takes a text that mentions a vendor for proof",
    truth: "none",
    vendors: anySystem,
    build: (scene) =>
      noticeSite(
        scene,
        `Careers news: last spring we looked at ${scene.vendor.name} for our recruiting.`,
        {
          tenants: [namesakeOf(scene, scene.company.brand)],
        },
      ),
    read(told) {
      const { vendor, company } = told.scene;
      return claims(told, `we looked at ${vendor.name} for our recruiting`, {
        system: vendor.id,
        tenant: company.slug,
      });
    },
  },
  {
    name: "closed-board",
    says: "takes the address of a board that is closed for a board in use",
    truth: "none",
    vendors: anySystem,
    build: (scene) =>
      noticeSite(
        scene,
        `Until last year our openings stood at ${scene.vendor.board(scene.tenant)} for all to see.`,
      ),
    read(told) {
      const { vendor, tenant } = told.scene;
      return claims(told, vendor.board(tenant), { system: vendor.id, tenant: tenant.key });
    },
  },
  {
    name: "commented-out",
    says: "takes a link in a comment, a template or a text field for a link",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const account = namesakeOf(scene, scene.company.brand);
      const link = `<a href="${boardOf(account)}">See all open jobs</a>`;
      const forms = [
        `<!-- ${link} -->`,
        `<template>${link}</template>`,
        `<textarea hidden>${link}</textarea>`,
      ];
      return noticeSite(scene, forms[scene.company.index % forms.length] ?? "", {
        tenants: [account],
      });
    },
    read(told) {
      const account = namesakeOf(told.scene, told.scene.company.brand);
      const channel =
        ["link", "text", "dom"][Math.floor(told.scene.company.index / 3) % 3] ?? "link";
      return claims(
        told,
        boardOf(account),
        { system: account.vendor, tenant: account.key },
        { channel },
      );
    },
  },
  {
    name: "hidden-link",
    says: "takes a link that no visitor sees to somebody else's board for the company's",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const other = strangerOf(scene);
      const style = [
        "display:none",
        "position:absolute;left:-9999px",
        "visibility:hidden",
        "font-size:0",
      ];
      const hidden = style[scene.company.index % style.length] ?? "";
      return plainSite(scene, {
        home: [
          notice(
            `<span style="${hidden}" aria-hidden="true"><a href="${boardOf(other)}">partner jobs</a></span>`,
          ),
        ],
        tenants: [other],
      });
    },
    read: ofStranger,
  },
  {
    name: "two-boards",
    says: "chooses between two boards of the company's own that stand on equal ground",
    truth: "none",
    vendors: ["greenhouse"],
    build(scene) {
      const shops = createTenant(vendorOf("workable"), scene.company, {
        name: scene.company.brand,
      });
      const office = createTenant(scene.vendor, scene.company, { name: scene.company.brand });
      return plainSite(scene, { tenants: [office, shops] }, [
        notice(
          `Head office: <a href="${boardOf(office)}">Office jobs</a>. Stores and warehouses: <a href="${boardOf(shops)}">Store jobs</a>.`,
        ),
      ]);
    },
    read(told) {
      const office = createTenant(told.scene.vendor, told.scene.company);
      return claims(told, boardOf(office), { system: office.vendor, tenant: office.key });
    },
  },
  {
    name: "gone-at-the-second-look",
    says: "quotes what stood on the page for the agent and not for the verifier",
    truth: "none",
    vendors: speaking,
    isWithdrawn: true,
    build(scene) {
      const account = createTenant(scene.vendor, scene.company, { name: scene.company.brand });
      const before = { ...printedBoard(scene), tenants: [account] };
      return untilWithdrawn(scene, before, plainSite(scene));
    },
    read(told) {
      const { vendor, tenant } = told.scene;
      return claims(told, vendor.board(tenant), { system: vendor.id, tenant: tenant.key });
    },
  },
  {
    name: "another-at-the-second-look",
    says: "quotes a board where another company's stands when the verifier looks",
    truth: "none",
    vendors: speaking,
    isWithdrawn: true,
    build(scene) {
      const account = createTenant(scene.vendor, scene.company, { name: scene.company.brand });
      const other = strangerOf(scene);
      const before = { ...printedBoard(scene), tenants: [account] };
      return untilWithdrawn(scene, before, {
        ...printedBoard({ ...scene, tenant: other }),
        tenants: [other],
      });
    },
    read(told) {
      const { vendor, tenant } = told.scene;
      return claims(told, vendor.board(tenant), { system: vendor.id, tenant: tenant.key });
    },
  },
  {
    name: "account-closed-at-the-second-look",
    says: "quotes a board that is closed when the verifier looks",
    truth: "none",
    vendors: speaking,
    isWithdrawn: true,
    closes: true,
    build(scene) {
      const account = createTenant(scene.vendor, scene.company, { name: scene.company.brand });
      return { ...printedBoard(scene), tenants: [account] };
    },
    read(told) {
      const { vendor, tenant } = told.scene;
      return claims(told, vendor.board(tenant), { system: vendor.id, tenant: tenant.key });
    },
  },
  {
    name: "door-to-a-stranger",
    says: "chooses the one link of the site that leads to somebody else's jobs",
    truth: "none",
    isForReaders: true,
    vendors: anySystem,
    build(scene) {
      const other = strangerOf(scene);
      const sections = [
        notice(`The workshop next door. <a href="${boardOf(other)}">All open jobs</a>`),
      ];
      return withPage(scene, "/courtyard", sections, {
        linkText: "The courtyard",
        tenants: [other],
      });
    },
    choose: chooseCalled("The courtyard"),
    read: (told) => ({ links: chooseCalled("The courtyard")(told), paths: ["/courtyard"] }),
  },
  {
    name: "path-to-a-stranger",
    says: "points at a path of the site, or of another, that leads to somebody else's jobs",
    truth: "none",
    isForReaders: true,
    vendors: anySystem,
    build(scene) {
      const other = strangerOf(scene);
      return plainSite(scene, {
        pages: {
          "/annex": [
            notice(`The tenants of our annex. <a href="${boardOf(other)}">See all open jobs</a>`),
          ],
          "/go": () => redirect(boardOf(other), 302),
        },
        tenants: [other],
      });
    },
    read(told) {
      const other = strangerOf(told.scene);
      const bare = boardOf(other).replace(/^https:/, "");
      return {
        paths: [["/annex", "/go"][told.scene.company.index % 2] ?? "", bare, boardOf(other)],
        links: chooseAll(told).slice(0, 3),
      };
    },
  },
  {
    name: "own-door-others-words",
    says: "quotes a stranger's live address from a page that it was led to, and calls it the company's",
    truth: "none",
    vendors: anySystem,
    build(scene) {
      const other = strangerOf(scene);
      const sections = [
        notice(`Our tenants. ${other.name}: <a href="${boardOf(other)}">open positions</a>`),
      ];
      return withPage(scene, "/houses", sections, { linkText: "Our houses", tenants: [other] });
    },
    choose: chooseCalled("Our houses"),
    read(told) {
      const said = ofStranger(told);
      return { ...said, links: chooseCalled("Our houses")(told), paths: ["/houses"] };
    },
  },
];
