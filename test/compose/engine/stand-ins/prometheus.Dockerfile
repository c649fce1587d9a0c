# Stands in for prom/prometheus: Debian's, older but with the same flags.
FROM stand-in/debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends prometheus wget \
 && rm -rf /var/lib/apt/lists/* /etc/prometheus/* \
 && install -d -o 65534 -g 65534 /prometheus
ENTRYPOINT ["/usr/bin/prometheus"]
