# One file, two images: `app` (API, http and classifier workers, watchdog) and `browser` (the same
# program with a headless Chromium and fonts, for browser workers).
#
#   docker build --target app --tag assay:local .
#   docker build --target browser --tag assay-browser:local .
#
# It asks nothing of BuildKit, so that older engines and docker-compose 1.29 build it too.

# Any Debian 12 with this Node will do; a digest here pins it to the byte.
ARG NODE_IMAGE=node:24-bookworm-slim

# ── The program, compiled ──
FROM ${NODE_IMAGE} AS build
WORKDIR /build
ENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
    npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
COPY package.json package-lock.json ./
# No package's install script runs: none is needed, and none gets to see this build.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY queues queues
COPY workers workers
COPY specs specs
# Maps lead to sources that the image does not hold.
RUN node src/build.mjs && find dist -name '*.map' -delete && rm -f dist/.tsbuildinfo

# ── The packages that it runs with ──
FROM ${NODE_IMAGE} AS packages
WORKDIR /packages
ENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
    npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
COPY package.json package-lock.json ./
# A compiler that comes along as somebody's optional peer, and what only editors read, is a third of it.
RUN npm ci --omit=dev --ignore-scripts \
 && rm -rf node_modules/typescript node_modules/@typescript node_modules/.bin/tsc \
 && find node_modules -type f \
      \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.tsbuildinfo' \) -delete

# ── What both images stand on ──
FROM ${NODE_IMAGE} AS base
# The program installs nothing once it runs, so nothing that installs stays.
RUN groupadd --gid 10001 assay \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin assay \
 && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
 # A new volume takes its owner from here.
 && install -d -o assay -g assay -m 0750 /var/lib/assay /var/lib/assay/snapshots /var/lib/assay/archive
WORKDIR /app
# Inside a container the port is opened by whoever publishes it.
ENV NODE_ENV=production \
    ASSAY_HOME=/var/lib/assay \
    ASSAY_SNAPSHOTS=/var/lib/assay/snapshots \
    ASSAY_ARCHIVE=/var/lib/assay/archive \
    ASSAY_HOST=0.0.0.0 \
    ASSAY_METRICS_HOST=0.0.0.0
EXPOSE 4400 9464
STOPSIGNAL SIGTERM
ENTRYPOINT ["node"]

# ── API, http and classifier workers, watchdog ──
FROM base AS app
COPY --from=packages /packages/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json ./
USER 10001:10001
CMD ["dist/src/cli/main.js", "api"]

# ── The browser workers: the browser lies below the program, so a new program leaves its layer alone ──
FROM base AS browser-base
# Assay starts Chromium without a GPU, so Mesa's drivers and their compiler (a third of it) go.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      chromium-headless-shell fonts-liberation fonts-freefont-ttf fonts-wqy-zenhei \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* \
      /usr/share/doc /usr/share/man \
      /usr/lib/*/dri /usr/lib/*/libLLVM-*.so* /usr/lib/*/libz3.so* \
      /usr/lib/chromium/libVkLayer_khronos_validation.so*

FROM browser-base AS browser
COPY --from=packages /packages/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json ./
USER 10001:10001
CMD ["dist/workers/browser-worker.js"]
