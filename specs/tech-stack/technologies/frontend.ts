import { technologiesOf } from "../technology.ts";

/** Front-end frameworks and libraries, as far as the page's own source shows them. */
export const frontendFramework = technologiesOf("frontend_framework", {
  nextjs: [
    "Next.js",
    {
      kind: "script",
      host: "own",
      path: "/_next/static/(?:chunks|runtime|[\\w-]+/_buildManifest)",
    },
    { kind: "header", name: "x-powered-by", value: "^Next\\.js" },
    { kind: "dom", tag: "script", attribute: "id", value: "^__NEXT_DATA__$" },
  ],
  nuxt: [
    "Nuxt",
    { kind: "script", host: "own", path: "/_nuxt/[\\w.-]+\\.js" },
    { kind: "link", host: "own", path: "/_nuxt/[\\w.-]+\\.(?:js|css)" },
    { kind: "dom", tag: "div", attribute: "id", value: "^__nuxt$" },
    { kind: "header", name: "x-powered-by", value: "^Nuxt" },
  ],
  gatsby: [
    "Gatsby",
    { kind: "dom", meta: "generator", content: "^Gatsby \\d" },
    { kind: "dom", tag: "div", attribute: "id", value: "^___gatsby$" },
  ],
  astro: [
    "Astro",
    { kind: "dom", meta: "generator", content: "^Astro v\\d" },
    { kind: "dom", tag: "astro-island", attribute: "component-url" },
  ],
  sveltekit: [
    "SvelteKit",
    { kind: "dom", attribute: "data-sveltekit-preload-data" },
    { kind: "link", host: "own", path: "/_app/immutable/" },
  ],
  remix: ["Remix", { kind: "script", code: "\\bwindow\\.__remixContext\\s*=" }],
  angular: ["Angular", { kind: "dom", attribute: "ng-version", value: "^\\d+\\.\\d" }],
  angularjs: [
    "AngularJS",
    { kind: "script", host: "ajax.googleapis.com", path: "^/ajax/libs/angularjs/" },
    { kind: "dom", tag: "html", attribute: "ng-app" },
    { kind: "dom", tag: "body", attribute: "ng-app" },
  ],
  react: [
    "React",
    { kind: "dom", attribute: "data-reactroot" },
    {
      kind: "script",
      host: "any",
      path: "/react-dom(?:@[\\d.]+|/[\\d.]+)?(?:/umd|/cjs)?[/.](?:react-dom\\.)?production\\.min\\.js",
    },
  ],
  vue: [
    "Vue.js",
    { kind: "dom", attribute: "data-v-app" },
    { kind: "dom", attribute: "data-server-rendered", value: "^true$" },
    {
      kind: "script",
      host: "any",
      path: "/vue(?:@[\\d.]+|/[\\d.]+)?(?:/dist)?/vue(?:\\.(?:global|runtime|prod|min|esm-browser))*\\.js",
    },
  ],
  alpine: [
    "Alpine.js",
    {
      kind: "script",
      host: "any",
      path: "/(?:npm/|gh/)?alpinejs(?:@[\\w.-]+)?/(?:dist/)?cdn(?:\\.min)?\\.js",
    },
    { kind: "script", host: "any", path: "/alpinejs@[\\w.-]+" },
  ],
  htmx: [
    "htmx",
    {
      kind: "script",
      host: "any",
      path: "/htmx(?:\\.org(?:@[\\d.]+)?)?(?:/dist/htmx)?(?:\\.min)?\\.js|/htmx\\.org@[\\d.]+$",
    },
  ],
  livewire: [
    "Livewire",
    { kind: "dom", attribute: "wire:id" },
    { kind: "script", host: "own", path: "/livewire/livewire(?:\\.min)?\\.js" },
  ],
  blazor: [
    "Blazor",
    { kind: "script", host: "own", path: "/_framework/blazor\\.(?:web|server|webassembly)\\.js" },
  ],
  ember: [
    "Ember.js",
    { kind: "dom", tag: "meta", attribute: "name", value: "^[\\w-]+/config/environment$" },
  ],
  jquery: [
    "jQuery",
    {
      kind: "script",
      host: "any",
      path: "/jquery(?:[.-]\\d+(?:\\.\\d+)*)?(?:[.-](?:min|slim))*\\.js(?:\\?|$)",
    },
  ],
  bootstrap: [
    "Bootstrap",
    {
      kind: "link",
      host: "any",
      path: "/bootstrap(?:[.-]\\d+(?:\\.\\d+)*)?(?:\\.min)?\\.css(?:\\?|$)",
    },
    { kind: "script", host: "any", path: "/bootstrap(?:\\.bundle)?(?:\\.min)?\\.js(?:\\?|$)" },
  ],
  tailwind: [
    "Tailwind CSS",
    { kind: "script", host: "cdn.tailwindcss.com" },
    { kind: "script", host: "any", path: "/npm/@tailwindcss/browser@" },
  ],
});
