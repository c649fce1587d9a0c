import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export type Post = "http-worker" | "classifier-worker" | "watchdog";

export interface Member {
  readonly post: Post;
  readonly pid: number;
  isStopped: boolean;
}

/** A worker that ended although nobody had killed it. */
export interface OwnEnd {
  readonly post: Post;
  readonly at: number;
  readonly how: string;
}

/** Worker processes under something that starts again whatever ends, as any process manager does. */
export interface Crew {
  /** Who is alive, in the order of their posts. */
  members(): Member[];
  /** kill -9. */
  kill(member: Member): void;
  /** SIGSTOP, and SIGCONT after so long. */
  stop(member: Member, forMs: number): Promise<void>;
  /** kill -9 for everybody; nobody is started before `resume`. */
  sendHome(): void;
  resume(): void;
  starts(): number;
  ownEnds(): readonly OwnEnd[];
  /** Ends everybody: politely, then with kill -9. */
  close(): Promise<void>;
}

/** How long a process manager takes to see that a process has gone, and to start the next. */
const restartMs = 300;
const politeMs = 5_000;

export interface CrewOptions {
  /** Where the compiled `workers/` are. */
  readonly workers: string;
  readonly posts: readonly Post[];
  readonly logs: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Fills every post with a process. */
export function startCrew({ workers, posts, logs, env }: CrewOptions): Crew {
  mkdirSync(logs, { recursive: true });
  const filled = new Map<number, { member: Member; child: ChildProcess; ended: Promise<void> }>();
  const killed = new Set<number>();
  const ownEnds: OwnEnd[] = [];
  let starts = 0;
  let isClosing = false;
  /** Posts that wait for `resume`. */
  let vacant: (() => void)[] | undefined;

  function fill(place: number, post: Post): void {
    starts += 1;
    const log = join(logs, `${place}-${post}.log`);
    const file = openSync(log, "a");
    const child = spawn(process.execPath, [join(workers, `${post}.js`)], {
      env,
      stdio: ["ignore", file, file],
    });
    closeSync(file);
    const pid = child.pid ?? 0;
    const ended = new Promise<void>((resolve) => {
      child.once("exit", (code, signal) => {
        filled.delete(place);
        if (!isClosing && !killed.has(pid)) {
          const said = readFileSync(log, "utf8").trim().split("\n").slice(-6).join("\n");
          ownEnds.push({ post, at: Date.now(), how: `${signal ?? code}: ${said.slice(-1_500)}` });
        }
        resolve();
        const refill = () => void (isClosing || fill(place, post));
        void wait(restartMs).then(() => (vacant ? void vacant.push(refill) : refill()));
      });
    });
    filled.set(place, { member: { post, pid, isStopped: false }, child, ended });
  }
  posts.forEach((post, place) => fill(place, post));

  const members = () =>
    [...filled]
      .toSorted(([a], [b]) => a - b)
      .map(([, { member }]) => member)
      .filter(({ pid }) => !killed.has(pid));

  function kill({ pid }: Pick<Member, "pid">): void {
    killed.add(pid);
    send(pid, "SIGKILL");
  }

  return {
    members,
    kill,
    sendHome() {
      vacant ??= [];
      for (const member of members()) kill(member);
    },
    resume() {
      const waiting = vacant ?? [];
      vacant = undefined;
      for (const refill of waiting) refill();
    },
    async stop(member, forMs) {
      member.isStopped = true;
      send(member.pid, "SIGSTOP");
      await wait(forMs, undefined, { ref: false });
      member.isStopped = false;
      if (!killed.has(member.pid)) send(member.pid, "SIGCONT");
    },
    starts: () => starts,
    ownEnds: () => ownEnds,
    async close() {
      isClosing = true;
      const left = [...filled.values()];
      for (const { child } of left) {
        child.kill("SIGCONT");
        child.kill("SIGTERM");
      }
      const all = Promise.all(left.map(({ ended }) => ended));
      await Promise.race([all, wait(politeMs, undefined, { ref: false })]);
      for (const { child } of left) child.kill("SIGKILL");
      await all;
    },
  };
}

/** A process that ended meanwhile is no matter. */
function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
