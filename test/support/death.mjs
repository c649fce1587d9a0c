// Loaded into the workers of a test (NODE_OPTIONS=--import): kills the process with kill -9 in the
// very moment that the test has armed, by a file `<ASSAY_HOME>/deaths/<moment> <tier>`. What died
// when is written beside it, as `died-<pid>.json`; and who read a paid answer back, in `read-back`.
import { appendFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";

const tier = /(http|classifier|browser)-worker\.js$/.exec(process.argv[1] ?? "")?.[1];
const home = process.env["ASSAY_HOME"];
if (tier !== undefined && home !== undefined) watch(join(home, "deaths"), tier);

function watch(folder, own) {
  mkdirSync(folder, { recursive: true });
  const send = Redis.prototype.sendCommand;
  const dieIf = (moment, call) => {
    const armed = join(folder, `${moment} ${own}`);
    if (!existsSync(armed)) return;
    try {
      renameSync(armed, join(folder, `taken-${process.pid}`));
    } catch {
      return; // another worker took it
    }
    const died = { moment, tier: own, call, pid: process.pid, at: Date.now() };
    writeFileSync(join(folder, `died-${process.pid}.json`), JSON.stringify(died));
    process.kill(process.pid, "SIGKILL");
  };
  Redis.prototype.sendCommand = function sendCommand(command, ...rest) {
    const { step, call } = stepOf(command);
    if (step === "book") dieIf("before booking", call);
    const sent = send.call(this, command, ...rest);
    if (command.name === "hget" && String(command.args[0]).endsWith(":journal")) {
      command.promise.then(
        (answer) => answer !== null && appendFileSync(join(folder, "read-back"), `${own}\n`),
        () => undefined,
      );
    }
    if (step === undefined) return sent;
    // First in line: whoever waits for this reply does not get to see it.
    command.promise.then(
      (reply) => {
        const said = String(reply);
        if (step === "reserve" && said === "reserved") dieIf("after reserving", call);
        if (step === "book" && said === "booked") dieIf("after booking", call);
        if (step === "checkpoint" && said === "saved") dieIf("after a checkpoint", call);
      },
      () => undefined,
    );
    return sent;
  };
}

/** Which of the scripts that a model call goes through this command runs, and for which call. */
function stepOf(command) {
  if (command.name !== "evalsha") return {};
  const [, count, ...all] = command.args.map(String);
  const keys = all.slice(0, Number(count));
  const args = all.slice(Number(count));
  const last = keys.at(-1)?.replace(/^.*:/, "");
  if (last === "calls" && keys.length === 4 && /"(openai|anthropic)"/.test(args[7] ?? ""))
    return { step: "reserve", call: args[1] };
  if (last === "journal" && keys.length === 7 && args[12] !== "")
    return { step: "book", call: args[0] };
  if (last === "steps" && keys.length === 2) return { step: "checkpoint", call: `row ${args[0]}` };
  return {};
}
