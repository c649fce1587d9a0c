/** A stranger's text between marks, under the name that it was shown with. */
export interface MarkedBlock {
  readonly name: string;
  readonly text: string;
}

/** The marked blocks of a prompt that have this name, in their order. */
export function blocksIn(prompt: string, name: string | RegExp): MarkedBlock[] {
  const marks = /<<<begin (.+?) ([0-9a-f]+)>>>\n([\s\S]*?)\n<<<end \1 \2>>>/g;
  return [...prompt.matchAll(marks)]
    .map(([, called = "", , text = ""]) => ({ name: called, text }))
    .filter(({ name: called }) => (typeof name === "string" ? called === name : name.test(called)));
}

export const linesOf = (text: string): string[] => text.split("\n");
