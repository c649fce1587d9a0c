export const help = `assay: answers one question about every record of a batch, and proves each answer

  run <workflow> <file.csv|.ndjson|->   work on a file here, then write the results
      --out results.csv                 where to; .ndjson for the whole evidence, - for stdout
      --max-tier 1|2|3                  climb no higher: 1 http, 2 classifier, 3 browser
      --max-usd N                       ceiling for the batch
      --max-usd-per-record N            ceiling for each record, instead of the workflow's
      --json                            state changes as NDJSON on stdout
      --fresh                           a new batch even if this input was interrupted before
  quote <workflow> <file>               a small random sample first: what the whole would cost
      --sample 50   --max-usd 2   --seed N   --json
  demo                                  the ats workflow against a small web of its own
  up [--port 4400]                      Redis if need be, the API and workers, in one command
  api [--port 4400]                     the HTTP interface alone
  worker <http|classifier|browser>      one worker process  [--concurrency N]
  watchdog                              sees that rows go on, mends what it can, tells what it can't

  status [batch]                        the newest batches, or one in numbers  [--json]
  results <batch> [--out file]          what is known so far
  retry <batch>                         ended rows again
      --only failed|undeterminable|unanswered   --reason <reason> (repeatable)
  pause|resume|cancel <batch>
  top-up <batch> --max-usd N|none       another ceiling in all; rows that stopped at it go on
  ledger <batch> [--out file]           every paid call, as CSV
  verify <batch>                        every verdict again, offline, from the stored bytes
  schedule [list]                       batches on a cron, what they brought, when they come next
  schedule add <name> --cron "0 6 * * 1" --tz Europe/Berlin --workflow ats --file list.csv
      --max-usd N   --max-tier 1|2|3   --expect-rows N   --expect-answered 0.5   --within 6h
  schedule remove|run <name>
  seal <batch>                          an ended batch out of Redis into the archive, now
  archive [list|verify [batch …]]       what is sealed, and whether every byte of it is still there

  agents [workflow] [--json]            how each agent did, by version of its spec
  keys [enable <alias>]                 the keys for models, and which rest or are disabled
  notices [--all] [--json]              what a person must decide, and which channels told it
  notices test                          tries every channel and says what it answered
  approvals [allow|deny <id>]           calls of browsing agents that wait for a person
  spec check|show|diff [workflow]       the contracts
  health [--json]                       what the watchdog's looks at every part say, and since when
  doctor                                what is here, what is missing, every setting

Workflows: ats (which applicant tracking system?), tech-stack (which technologies?).
Ends with 0 when every row is terminal, 2 on wrong usage, 4 when specs changed, 6 without Redis, 130 on Ctrl-C.
`;
