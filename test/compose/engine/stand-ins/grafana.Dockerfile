# Stands in for grafana/grafana, which Debian does not have: a web server that answers /api/health and
# holds that the mounts are there. Nothing of Grafana itself is tested by it.
FROM stand-in/node:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends wget && rm -rf /var/lib/apt/lists/* \
 && install -d -o 472 -g 0 /var/lib/grafana
COPY grafana.mjs /grafana.mjs
ENTRYPOINT ["node", "/grafana.mjs"]
