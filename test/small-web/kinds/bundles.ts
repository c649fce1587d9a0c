import { json, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { apiUrl } from "./api-url.ts";
import { type Kind, oneOf } from "./kind.ts";
import { ownCards } from "./own-cards.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const openApis = oneOf("greenhouse", "lever", "ashby", "smartrecruiters", "recruitee", "workable");

const bundle = (code: string) =>
  text(`${plainScript("bundle", 40)}${code}${plainScript("tail", 15)}`, "text/javascript");

/** Sites whose pages name no vendor, while a file beside them does. */
export const bundleKinds: readonly Kind[] = [
  {
    name: "placeholder-and-bundle",
    rows: 10,
    truth: { tier: "classifier" },
    vendors: oneOf("ashby", "greenhouse", "lever", "bamboohr"),
    build(scene) {
      const { tenant, vendor } = scene;
      const file = `/_next/static/chunks/pages/careers-${scene.random.hex(16)}.js`;
      const holder: Readonly<Record<string, string>> = {
        ashby: "ashby_embed",
        greenhouse: "grnhse_app",
        lever: "lever-jobs-container",
        bamboohr: "BambooHR",
      };
      const address =
        vendor.id === "ashby"
          ? `https://jobs.ashbyhq.com/${tenant.key}/embed?version=2`
          : vendor.id === "greenhouse"
            ? `https://boards.greenhouse.io/embed/job_board/js?for=${tenant.key}`
            : vendor.id === "lever"
              ? apiUrl(scene)
              : `https://${tenant.key}.bamboohr.com/js/embed.js`;
      return createSite(scene, {
        careers: {
          sections: [...careersIntro(scene), raw(`<div id="${holder[vendor.id]}"></div>`)],
          head: `<script src="${file}" defer=""></script>`,
        },
        pages: {
          [file]: () =>
            bundle(
              `(function(){var u="${address}";document.addEventListener("DOMContentLoaded",function(){var s=document.createElement("script");s.src=u;s.async=!0;document.body.appendChild(s)})})();`,
            ),
        },
        trail: [
          ...usualTrail(scene, file).slice(0, 2),
          { url: originOf(scene) + file, has: address },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "bundle-with-job-ids",
    rows: 3,
    truth: { tier: "classifier" },
    vendors: oneOf("greenhouse"),
    build(scene) {
      const { tenant } = scene;
      const file = `/static/js/main.${scene.random.hex(8)}.chunk.js`;
      return createSite(scene, {
        careers: {
          sections: [
            ...careersIntro(scene),
            ownCards(scene, (id) => `${careersPathOf(scene)}?gh_jid=${id}`),
          ],
          end: `<script src="${file}"></script>`,
        },
        pages: {
          [file]: () =>
            bundle(
              `var GH={base:"https://boards-api.greenhouse.io/v1/boards/",token:"${tenant.key}"};window.__jobs=function(){return fetch(GH.base+GH.token+"/jobs")};`,
            ),
        },
        trail: [
          ...usualTrail(scene, file).slice(0, 2),
          { url: originOf(scene) + file, has: `token:"${tenant.key}"` },
          { url: apiUrl(scene), has: JSON.stringify(scene.tenant.name).slice(1, -1) },
        ],
      });
    },
  },
  {
    name: "own-endpoint",
    rows: 4,
    truth: { tier: "classifier" },
    vendors: openApis,
    build(scene) {
      const { tenant, vendor } = scene;
      const endpoint = "/api/careers/jobs.json";
      return createSite(scene, {
        careers: {
          sections: [
            ...careersIntro(scene),
            raw(`<div id="openings" data-source="${endpoint}"></div>`),
          ],
          end: `<script>fetch("${endpoint}").then(r => r.json()).then(list => { document.getElementById("openings").innerHTML = list.map(j => '<a href="' + j.apply + '">' + j.title + '</a>').join(""); });</script>`,
        },
        pages: {
          [endpoint]: () =>
            json(
              tenant.jobs.map((job) => ({
                title: job.title,
                city: job.city,
                apply: vendor.job(tenant, job),
              })),
            ),
        },
        trail: [
          ...usualTrail(scene, endpoint).slice(0, 2),
          {
            url: originOf(scene) + endpoint,
            has: vendor.job(
              tenant,
              tenant.jobs[0] ?? { number: 0, uuid: "", title: "", city: "", slug: "" },
            ),
          },
          boardStep(scene),
        ],
      });
    },
  },
];
