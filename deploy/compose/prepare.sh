#!/bin/sh
# Makes what docker-compose.yml reads as secrets: passwords for Redis, Grafana and the pages under
# /admin, and empty files for your keys and for the places where notices go; and folders for lists.
# Run it again at any time: what is there stays as it is.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
dir="${ASSAY_SECRETS:-$here/secrets}"

# Only you may enter the directory. The files in it are readable, because compose hands them to the
# containers as they are, whose users are not you.
umask 022
mkdir -p "$dir"
chmod 700 "$dir"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
write() { # name, content
  [ -e "$dir/$1" ] || printf '%s' "$2" > "$dir/$1"
  chmod 444 "$dir/$1"
}

if [ ! -e "$dir/redis_auth" ] || [ ! -e "$dir/redis_url" ]; then
  password="$(random)"
  rm -f "$dir/redis_auth" "$dir/redis_url"
  write redis_auth "requirepass $password
"
  write redis_url "redis://:$password@redis:6379/0"
fi
write grafana_admin_password "$(random)"
write admin_password "$(random)"
for name in openai_api_keys anthropic_api_keys \
  otlp_headers archive_s3_key_id archive_s3_secret \
  notice_webhook_url notice_webhook_secret notice_slack_url notice_smtp_url; do
  [ -e "$dir/$name" ] || : > "$dir/$name"
  chmod 644 "$dir/$name"
done

# Lists for schedules, and the folder that is watched. Again only you may enter what is around them;
# inside, the containers' user takes files away that you have put there, and writes results.
files="${ASSAY_FILES:-$here/files}"
mkdir -p "$files/lists"
for spec in "$here"/../../specs/*/; do mkdir -p "$files/drop/$(basename "$spec")"; done
chmod 700 "$files"
chmod 755 "$files/lists"
chmod 777 "$files/drop" "$files/drop"/*/

echo "secrets are in $dir"
echo "keys for models, one a line, go into openai_api_keys and anthropic_api_keys there; leave empty what you don't use"
echo "lists for schedules go into $files/lists; lists put into $files/drop/<workflow>/ become batches"
