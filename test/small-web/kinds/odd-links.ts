import { escapeHtml } from "../exchange.ts";
import type { Section } from "../pages/page.ts";
import { entryAt } from "../random.ts";
import { type Kind, type Scene, type Site, oneOf } from "./kind.ts";
import { type SitePlan, createSite, originOf } from "./site.ts";
import { boardStep, raw } from "./steps.ts";

/** Vendors that say whose board it is: what stands on a page without the usual words needs their word. */
const speaking = oneOf("greenhouse", "workable", "ashby", "recruitee", "bamboohr", "breezy");

interface Phrases {
  /** What the menu calls it, and the page itself. */
  readonly menu: string;
  /** What leads further in. */
  readonly inside: string;
  /** What leads to the list. */
  readonly list: string;
}

/** How firms with a sense of humour call their careers pages. */
const phrases: readonly Phrases[] = [
  {
    menu: "Grow roots with us",
    inside: "Under the canopy",
    list: "The whole grove",
  },
  { menu: "Take the helm", inside: "Below deck", list: "All berths" },
  { menu: "Pull up a chair", inside: "Who else sits here", list: "Every empty seat" },
  { menu: "Bring your own mug", inside: "The kitchen table", list: "Mugs we still miss" },
  { menu: "Say hello to Monday", inside: "What Mondays are like", list: "Pick your Monday" },
];

/** Menus in languages that few word lists have. */
const rareWords: readonly Phrases[] = [
  { menu: "Laus störf", inside: "Um vinnustaðinn", list: "Öll störf" },
  { menu: "Lan-eskaintzak", inside: "Gurekin lan egin", list: "Eskaintza guztiak" },
  { menu: "ვაკანსიები", inside: "ჩვენთან მუშაობა", list: "ყველა ვაკანსია" },
  { menu: "Թափուր տեղեր", inside: "Աշխատանք", list: "Բոլոր տեղերը" },
  { menu: "Swyddi gwag", inside: "Gweithio gyda ni", list: "Pob swydd" },
];

/** Paths as some content systems number their pages. */
const opaquePath = ({ random }: Scene) => `/${random.pick(["p", "s", "n"])}/${random.hex(3)}`;

const say = ({ words, company }: Scene, take: number) =>
  words.prose.slice(take, take + 2).map((line) => line.replaceAll("{c}", company.brand));

function page(scene: Scene, title: string, more: readonly Section[]): Section[] {
  return [
    { is: "hero", title, text: say(scene, 0)[0] ?? "" },
    { is: "prose", title: scene.company.brand, paragraphs: say(scene, 2) },
    ...more,
  ];
}

const leads = (text: string, href: string): Section => ({
  is: "action",
  text: "",
  link: { text, href },
});

/** A menu entry with an odd name leads, over none or one more page, to the vendor. */
function oddWay(scene: Scene, called: readonly Phrases[], isLong = false): Site {
  const { menu, inside, list } = entryAt(called, scene.random.int(0, 99));
  const [first, second] = [opaquePath(scene), opaquePath(scene)];
  const board = scene.vendor.board(scene.tenant);
  const last = isLong ? second : first;
  const origin = originOf(scene);
  return createSite(scene, {
    nav: [{ text: menu, href: first }],
    pages: {
      ...(isLong ? { [first]: page(scene, menu, [leads(inside, second)]) } : {}),
      [last]: page(scene, isLong ? inside : menu, [leads(list, board)]),
    },
    way: { follows: isLong ? [menu, inside] : [menu] },
    trail: [
      { url: `${origin}/`, has: first },
      ...(isLong ? [{ url: origin + first, has: second }] : []),
      { url: origin + last, has: escapeHtml(board) },
      boardStep(scene),
    ],
  });
}

function onHome(scene: Scene, plan: SitePlan, has: string): Site {
  return createSite(scene, {
    ...plan,
    trail: [{ url: `${originOf(scene)}/`, has }, ...(plan.trail ?? [])],
  });
}

/** Sites whose links and sources show the way to a reader, under names that no list of words has. */
export const oddLinkKinds: readonly Kind[] = [
  {
    name: "odd-link",
    rows: 0,
    truth: { tier: "classifier" },
    vendors: speaking,
    build: (scene) => oddWay(scene, phrases),
  },
  {
    name: "odd-link-behind-odd-link",
    rows: 0,
    truth: { tier: "classifier" },
    vendors: speaking,
    build: (scene) => oddWay(scene, phrases, true),
  },
  {
    name: "rare-language",
    rows: 0,
    truth: { tier: "classifier" },
    vendors: speaking,
    build: (scene) => oddWay(scene, rareWords),
  },
  {
    name: "path-in-code",
    rows: 0,
    truth: { tier: "classifier" },
    vendors: speaking,
    build(scene) {
      const { list, menu } = entryAt(phrases, scene.random.int(0, 99));
      const board = scene.vendor.board(scene.tenant);
      const path = `/crew${opaquePath(scene)}`;
      return onHome(
        scene,
        {
          home: [
            raw(
              `<div class="teaser teaser--crew" role="link" tabindex="0" data-to="${path.slice(1)}"><strong>${menu}</strong></div>`,
            ),
          ],
          homeEnd: `<script>document.querySelector(".teaser--crew").addEventListener("click",function(){location.href="/"+this.getAttribute("data-to")})</script>`,
          pages: { [path]: page(scene, menu, [leads(list, board)]) },
          way: { follows: [menu], paths: [path.slice(1)], presses: [menu] },
          trail: [{ url: originOf(scene) + path, has: escapeHtml(board) }, boardStep(scene)],
        },
        path.slice(1),
      );
    },
  },
  {
    name: "printed-address",
    rows: 0,
    truth: { tier: "classifier" },
    vendors: speaking,
    build(scene) {
      const board = scene.vendor.board(scene.tenant);
      return onHome(
        scene,
        {
          home: [
            raw(
              `<div class="notice"><h3>${scene.company.brand}</h3><p>Our crew is growing. Who we miss, we write down at ${escapeHtml(board)} and nowhere else.</p></div>`,
            ),
          ],
          way: { follows: [] },
          trail: [boardStep(scene)],
        },
        escapeHtml(board),
      );
    },
  },
];
