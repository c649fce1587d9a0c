# Stands in for redis:7.2-bookworm: Debian's Redis 7.0, with the user's and the group's numbers of the image.
FROM stand-in/debian:bookworm
RUN groupadd --system --gid 999 redis \
 && useradd --system --uid 999 --gid 999 --home-dir /data redis \
 && apt-get update && apt-get install -y --no-install-recommends redis-server \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 999 -g 999 /data
WORKDIR /data
