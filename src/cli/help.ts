export const help = `assay: answers one question about every record of a batch, and proves each answer

  run <workflow> <file.csv|.ndjson|->   work on a file here, then write the results
      --out results.csv                 where to; .ndjson for the whole evidence, - for stdout
      --max-tier 1|2|3                  climb no higher: 1 http, 2 classifier, 3 browser
      --max-usd N                       ceiling for the batch
      --json                            state changes as NDJSON on stdout
      --fresh                           a new batch even if this input was interrupted before
  demo                                  the ats workflow against a small web of its own
  up [--port 4400]                      Redis if need be, the API and workers, in one command
  api [--port 4400]                     the HTTP interface alone
  worker <http|classifier|browser>      one worker process  [--concurrency N]

  status [batch]                        the newest batches, or one in numbers  [--json]
  results <batch> [--out file]          what is known so far
  retry <batch>                         ended rows again
      --only failed|undeterminable|unanswered   --reason <reason> (repeatable)
  pause|resume|cancel <batch>
  verify <batch>                        every verdict again, offline, from the stored bytes

  spec check|show|diff [workflow]       the contracts
  doctor                                what is here, what is missing, every setting

Workflows: ats (which applicant tracking system?), tech-stack (which technologies?).
Ends with 0 when every row is terminal, 2 on wrong usage, 4 when specs changed, 6 without Redis, 130 on Ctrl-C.
`;
