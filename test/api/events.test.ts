import { expect } from "vitest";
import { BatchView } from "../../src/api/batch-view.ts";
import { EventView } from "../../src/api/record-view.ts";
import { type Api, test } from "./support.ts";

interface Message {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Reads events as a browser does, until the server closes. */
async function follow(
  api: Api,
  batch: string,
  { lastEventId }: { lastEventId?: string } = {},
): Promise<Message[]> {
  const response = await fetch(`${api.url}/batches/${batch}/events`, {
    headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const seen: Message[] = [];
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      const event = field("event");
      if (event) seen.push({ id: field("id"), event, data: JSON.parse(field("data") ?? "null") });
    }
  }
  return seen;
}

test("followers see each state change once, the numbers, and the end", async ({ api }) => {
  const { id } = await api.post("domain\nred.example\nbrowser.example\nclosed.example\n");
  const following = follow(api, id);
  await api.work();

  const messages = await following;

  const transitions = messages.filter(({ event }) => event === "transition");
  for (const { data } of transitions) expect(EventView.parse(data)).toEqual(data);
  const ofBrowser = transitions
    .map(({ data }) => EventView.parse(data))
    .filter(({ record }) => record === `${id}-1`);
  expect(ofBrowser.map(({ event, tier }) => [event, tier])).toEqual([
    ["claimed", "http"],
    ["escalated", "http"],
    ["claimed", "classifier"],
    ["escalated", "classifier"],
    ["claimed", "browser"],
    ["answered", "browser"],
  ]);
  expect(new Set(transitions.map(({ data }) => JSON.stringify(data))).size).toBe(
    transitions.length,
  );
  expect(messages.some(({ event }) => event === "batch")).toBe(true);
  const end = messages.at(-1);
  expect(end?.event).toBe("end");
  expect(BatchView.parse(end?.data)).toMatchObject({ status: "done", counts: { lines: 3 } });
});

test("Last-Event-ID resumes after what was seen; who has seen it all is told to stay away", async ({
  api,
}) => {
  const { id } = await api.post("domain\nred.example\nbrowser.example\n");
  await api.work();
  const all = (await follow(api, id)).filter(({ event }) => event === "transition");

  // What happened at once has one id, which comes with the last of it.
  const seen = all.findIndex((message, i) => i > 1 && message.id !== all[i - 1]?.id);
  const rest = await follow(api, id, { lastEventId: all[seen]?.id ?? "" });
  const nothing = await api.send(`/batches/${id}/events`, {
    headers: { "last-event-id": all.at(-1)?.id ?? "" },
  });

  expect(rest.filter(({ event }) => event === "transition")).toEqual(all.slice(seen + 1));
  expect(rest.at(-1)?.event).toBe("end");
  expect(nothing.status).toBe(204);
});

test("a follower who leaves leaves nothing running", async ({ api }) => {
  const { id } = await api.post("domain\nred.example\n");
  const leave = new AbortController();
  const response = await fetch(`${api.url}/batches/${id}/events`, { signal: leave.signal });
  await response.body?.getReader().read();

  leave.abort();

  await api.settled(60_000);
  expect(api.logged).toEqual([]);
});

test("a batch that is cancelled ends its stream", async ({ api }) => {
  const { id } = await api.post("domain\nred.example\n");
  const following = follow(api, id);

  await api.send(`/batches/${id}/cancel`, { method: "POST" });

  expect((await following).map(({ event }) => event)).toEqual(["transition", "batch", "end"]);
});

test.for([["x"], ["1-2-3"], ["99999999999999999999"], ["-1"]] as const)(
  "Last-Event-ID %s is refused",
  async ([lastEventId], { api }) => {
    const { id } = await api.post("domain\nred.example\n");

    const problem = await api.refused(`/batches/${id}/events`, {
      headers: { "last-event-id": lastEventId },
    });

    expect(problem).toMatchObject({ code: "invalid_request" });
  },
);

test("HEAD does not follow, and there is no stream of a batch that is not there", async ({
  api,
}) => {
  const { id } = await api.post("domain\nred.example\n");

  expect((await api.send(`/batches/${id}/events`, { method: "HEAD" })).status).toBe(200);
  expect((await api.send("/batches/bnone/events")).status).toBe(404);
});
