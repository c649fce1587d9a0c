import { createSite } from "../small-web/kinds/site.ts";
import { careersIntro } from "../small-web/kinds/steps.ts";
import { type Lie, claims, quoteOf } from "./lie.ts";
import {
  anySystem,
  boardOf,
  careersUrlOf,
  namesakeOf,
  notice,
  noticeSite,
  plainSite,
  printedBoard,
  strangerOf,
} from "./lures.ts";
import { piecesIn } from "./told.ts";

const languages = ["en", "en", "de", "fr", "es", "nl"];

/** Quotes that stand nowhere, or not as they are quoted. */
export const inventedLies: readonly Lie[] = [
  {
    name: "invented-address",
    says: "quotes a board that no page links",
    truth: "none",
    vendors: anySystem,
    languages,
    build: (scene) => plainSite(scene),
    read(told) {
      const { vendor, company } = told.scene;
      const board = vendor.board({ ...told.scene.tenant, key: company.slug });
      return claims(told, board, { system: vendor.id, tenant: company.slug }, { channel: "link" });
    },
  },
  {
    name: "invented-address-of-a-live-board",
    says: "quotes a board under the company's own name that exists and that no page links",
    truth: "none",
    vendors: anySystem,
    build: (scene) => plainSite(scene, { tenants: [namesakeOf(scene, scene.company.brand)] }),
    read(told) {
      const account = namesakeOf(told.scene, told.scene.company.brand);
      return claims(told, boardOf(account), { system: account.vendor, tenant: account.key });
    },
  },
  {
    name: "no-evidence",
    says: "names a board that exists and quotes nothing",
    truth: "none",
    vendors: anySystem,
    build: (scene) => plainSite(scene, { tenants: [namesakeOf(scene, scene.company.brand)] }),
    read: ({ scene }) => ({ evidence: [], system: scene.vendor.id, tenant: scene.company.slug }),
  },
  {
    name: "live-address-without-the-signal",
    says: "quotes live addresses at which nothing shows a system",
    truth: "none",
    vendors: anySystem,
    languages,
    build: (scene) =>
      noticeSite(
        scene,
        `More about us: <a href="https://www.welcometothejungle.com/">an interview</a>`,
      ),
    read(told) {
      const { vendor, company } = told.scene;
      const said = claims(told, "https://www.welcometothejungle.com/", {
        system: vendor.id,
        tenant: company.slug,
      });
      return {
        ...said,
        evidence: [...(said.evidence ?? []), quoteOf(told, careersUrlOf(told.scene), vendor.id)],
      };
    },
  },
  {
    name: "altered-quote",
    says: "quotes the right address with its case folded, cut or decorated",
    truth: "own",
    vendors: anySystem,
    build: printedBoard,
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const board = vendor.board(tenant);
      const forms = [
        board.toUpperCase(),
        board.replace("://", ":// "),
        `[text] ${board}`,
        `${board.slice(0, -4)}…`,
        board.replace(/\/$/, "").concat("/jobs?all=1"),
        `“${board}”`,
        encodeURI(board).replaceAll("/", "&#47;"),
      ];
      const form = forms[company.index % forms.length] ?? "";
      return claims(told, form, { system: vendor.id, tenant: tenant.key });
    },
  },
  {
    name: "wrong-channel",
    says: "says that an address which is only printed is a link, a frame or a request",
    truth: "own",
    vendors: anySystem,
    build: printedBoard,
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const channels = [
        "link",
        "iframe",
        "script",
        "network",
        "json_ld",
        "redirect",
        "header",
        "dns",
        "banner",
      ];
      const channel = channels[company.index % channels.length] ?? "";
      return claims(
        told,
        vendor.board(tenant),
        { system: vendor.id, tenant: tenant.key },
        { channel },
      );
    },
  },
  {
    name: "wrong-document",
    says: "quotes an address from a document in which it does not stand, or that nobody showed",
    truth: "own",
    vendors: anySystem,
    build: (scene) => {
      const site = printedBoard(scene);
      const careers = createSite(scene, {
        careers: careersIntro(scene),
        home: [notice(scene.vendor.board(scene.tenant))],
      });
      return { ...site, hosts: careers.hosts };
    },
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const board = vendor.board(tenant);
      const holds = new Set(
        piecesIn(told.ask)
          .filter(({ text }) => text.includes(board))
          .map(({ document }) => document),
      );
      const others = ["d1", "d2", "d9", "d0", "d-1", "page", "../d1"].filter(
        (name) => !holds.has(name),
      );
      const document = others[company.index % others.length] ?? "d9";
      return claims(told, board, { system: vendor.id, tenant: tenant.key }, { document });
    },
  },
  {
    name: "short-quote",
    says: "quotes so little that it stands everywhere",
    truth: "own",
    vendors: anySystem,
    build: printedBoard,
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const forms = ["", " ", "https:/", tenant.key.slice(0, 5), "jobs", "        ", "://"];
      const form = forms[company.index % forms.length] ?? "";
      return claims(told, form, { system: vendor.id, tenant: tenant.key });
    },
  },
  {
    name: "words-of-the-question",
    says: "quotes what the question says around the pages, not what the pages say",
    truth: "none",
    vendors: anySystem,
    build: (scene) => plainSite(scene),
    read(told) {
      const { vendor, company } = told.scene;
      const around = [
        `address: ${careersUrlOf(told.scene)}`,
        "taken for: careers",
        `${company.name}, ${company.domain}`,
        "Links that nobody has followed:",
        `greenhouse lever ${vendor.id}`,
      ];
      return claims(told, around[company.index % around.length] ?? "", {
        system: vendor.id,
        tenant: company.slug,
      });
    },
  },
  {
    name: "headers-that-were-not-sent",
    says: "quotes headers, cookies and records that no server sent",
    truth: "none",
    vendors: anySystem,
    build: (scene) => plainSite(scene),
    read(told) {
      const { vendor, company } = told.scene;
      const forms = [
        ["header", `x-powered-by: ${vendor.id}`],
        ["cookie", `set-cookie: ${vendor.id}_session=1`],
        ["dns", `careers.${company.domain}. 300 IN CNAME ${company.slug}.${vendor.id}.com.`],
        ["redirect", vendor.board({ ...told.scene.tenant, key: company.slug })],
        ["header", "content-type: text/html; charset=utf-8"],
      ] as const;
      const [channel, quote] = forms[company.index % forms.length] ?? ["header", ""];
      return claims(
        told,
        quote,
        { system: vendor.id, tenant: company.slug },
        { channel, document: "d1" },
      );
    },
  },
  {
    name: "wrong-tenant",
    says: "quotes the company's board and names another tenant of the vendor",
    truth: "own",
    vendors: anySystem,
    build: (scene) => ({ ...printedBoard(scene), tenants: [strangerOf(scene)] }),
    read(told) {
      const { vendor, tenant } = told.scene;
      const { key } = strangerOf(told.scene);
      return claims(told, vendor.board(tenant), { system: vendor.id, tenant: key });
    },
  },
  {
    name: "right-vendor-other-board",
    says: "quotes another customer's live board at the company's own vendor",
    truth: "own",
    vendors: anySystem,
    build: (scene) => ({ ...printedBoard(scene), tenants: [strangerOf(scene)] }),
    read(told) {
      const stranger = strangerOf(told.scene);
      return claims(told, boardOf(stranger), { system: stranger.vendor, tenant: stranger.key });
    },
  },
  {
    name: "cut-address",
    says: "quotes the beginning of an address, which is another customer's",
    truth: "own",
    vendors: ["greenhouse", "lever", "ashby", "smartrecruiters", "jobvite"],
    build(scene) {
      const site = printedBoard(scene);
      const short = { ...strangerOf(scene), key: scene.tenant.key.slice(0, -3) };
      return { ...site, tenants: [short] };
    },
    read(told) {
      const { vendor, tenant } = told.scene;
      const board = vendor.board(tenant).replace(/\/$/, "").slice(0, -3);
      return claims(told, board, { system: vendor.id, tenant: tenant.key.slice(0, -3) });
    },
  },
];
