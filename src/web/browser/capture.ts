import type { Frame, Page } from "playwright";
import { sealSnapshot, type Snapshot } from "../../domain/snapshot.ts";
import type { DocumentLog } from "./document-log.ts";
import type { PageElement, PageRoot, PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

export interface CaptureDeps {
  readonly page: Page;
  readonly documents: DocumentLog;
  readonly requestedUrl: string;
  /** The page whose click led here, or `null` for the page that was asked for. */
  readonly parent: string | null;
  readonly maxBodyBytes: number;
  readonly now: () => Date;
}

export interface CapturedFrame {
  readonly snapshot: Snapshot;
  readonly parent: string | null;
}

const frameTimeoutMs = 4_000;
const maxFrames = 40;
/** A frame of less is an empty shell. */
const leastChars = 60;

/** Takes the DOM of every frame that answers, the main one first. Frames that hang are left out. */
export async function captureFrames(deps: CaptureDeps): Promise<readonly CapturedFrame[]> {
  const frames = deps.page.frames().slice(0, maxFrames);
  const captured = await Promise.all(frames.map((frame) => captureFrame(deps, frame)));
  return captured.filter((each) => each !== undefined);
}

async function captureFrame(deps: CaptureDeps, frame: Frame): Promise<CapturedFrame | undefined> {
  const url = frame.url();
  if (url.startsWith("chrome-error:")) return undefined;
  const html = await attempt(frameTimeoutMs, frame.evaluate(serialise, deps.maxBodyBytes));
  const isMain = frame === deps.page.mainFrame();
  if (html === undefined || (!isMain && html.length < leastChars)) return undefined;
  const { status, headers, redirects } = await deps.documents.originOf(frame);
  const snapshot = sealSnapshot(
    {
      source: "browser",
      requestedUrl: isMain ? deps.requestedUrl : (redirects[0]?.from ?? url),
      url,
      status,
      headers: [...headers],
      redirects: [...redirects],
      charset: "utf-8",
      fetchedAt: deps.now().toISOString(),
    },
    Buffer.from(html).subarray(0, deps.maxBodyBytes),
  );
  return {
    snapshot,
    parent: isMain ? deps.parent : (frame.parentFrame()?.url() ?? deps.page.url()),
  };
}

/**
 * Runs in the frame: its DOM as HTML, cut there so that a bomb is not carried over. Shadow roots
 * come as `<template shadowrootmode>` inside their hosts, with the links in them.
 */
function serialise(maxChars: number): string {
  const { document } = globalThis as unknown as PageWindow;
  const root = document.documentElement;
  if (!root) return "";
  const hosts: PageRoot[] = [document];
  for (const host of hosts) {
    for (const element of host.querySelectorAll("*"))
      if (element.shadowRoot) hosts.push(element.shadowRoot);
  }
  const emptied: PageElement = root.cloneNode(false);
  const tags = emptied.outerHTML;
  const end = tags.lastIndexOf("</");
  const inner = root.getHTML({ shadowRoots: hosts.slice(1) });
  const doctype = document.doctype ? `<!DOCTYPE ${document.doctype.name}>` : "";
  const html = end < 0 ? tags : `${doctype}${tags.slice(0, end)}${inner}${tags.slice(end)}`;
  return html.slice(0, maxChars);
}
