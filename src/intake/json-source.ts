import type { Readable } from "node:stream";
import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";
import { type LineSource, maxLineChars, UnreadableInput } from "./line-source.ts";
import { objectSource, type ParsedObject } from "./object-source.ts";

/**
 * Reads `{"records": [{…}, …], …}` or a bare array of objects, of any length, in constant memory.
 * Every other top-level field is handed to `onField`, wherever it stands.
 */
export function jsonSource(
  input: Readable,
  onField: (name: string, value: unknown) => void,
): LineSource {
  return objectSource(parseRecords(input, onField));
}

async function* parseRecords(
  input: Readable,
  onField: (name: string, value: unknown) => void,
): AsyncGenerator<ParsedObject> {
  let ready: ParsedObject[] = [];
  let count = 0;
  const parse = topLevelParser({
    // JSON has no lines worth counting: the record's number, from 1, serves.
    onRecord: (value) => ready.push({ line: (count += 1), value }),
    onField,
  });
  for await (const chunk of input) {
    parse.write(chunk as Uint8Array);
    yield* ready;
    ready = [];
  }
  parse.end();
  yield* ready;
}

interface Sinks {
  readonly onRecord: (value: unknown) => void;
  readonly onField: (name: string, value: unknown) => void;
}

/** Splits a document into its records and its other fields, token by token; nothing is kept. */
function topLevelParser({ onRecord, onField }: Sinks) {
  const tokenizer = new Tokenizer();
  let failure: Error | undefined;
  let depth = 0;
  let hasBegun = false;
  /** Bytes read since the last record, field or value of the top level began. */
  let pendingBytes = 0;
  let isArray = false;
  let key: string | undefined;
  // The parser of the value in hand: one record, or one field of the top level.
  let inner: TokenParser | undefined;
  let innerDepth = 0;
  let sink: (value: unknown) => void = onRecord;

  const isOpen = (token: TokenType) =>
    token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET;
  const isClose = (token: TokenType) =>
    token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET;
  const isMark = (token: TokenType) => token === TokenType.COMMA || token === TokenType.COLON;

  tokenizer.onError = (error) => (failure = error);
  tokenizer.onToken = (parsed) => {
    const { token, value } = parsed;
    if (inner) return feed(parsed);
    if (depth === 0) {
      if (!isOpen(token))
        throw new UnreadableInput("the JSON body is neither an object nor an array");
      isArray = token === TokenType.LEFT_BRACKET;
      depth = 1;
      hasBegun = true;
      sink = onRecord;
      return;
    }
    pendingBytes = 0;
    const inRecords = isArray || depth === 2;
    if (isClose(token)) depth -= 1;
    else if (isMark(token)) return;
    else if (inRecords) begin(parsed, onRecord);
    else if (key === undefined) key = String(value);
    else {
      const name = key;
      key = undefined;
      if (name === "records" && token === TokenType.LEFT_BRACKET) depth = 2;
      else begin(parsed, (field) => onField(name, field));
    }
  };

  function begin(parsed: Parameters<TokenParser["write"]>[0], to: (value: unknown) => void): void {
    sink = to;
    if (!isOpen(parsed.token)) return sink(parsed.value);
    inner = new TokenParser({ paths: ["$"], keepStack: false });
    inner.onValue = ({ value }) => sink(value);
    inner.onError = (error) => (failure = error);
    innerDepth = 0;
    feed(parsed);
  }

  function feed(parsed: Parameters<TokenParser["write"]>[0]): void {
    if (isOpen(parsed.token)) innerDepth += 1;
    if (isClose(parsed.token)) innerDepth -= 1;
    inner?.write(parsed);
    if (innerDepth === 0) inner = undefined;
  }

  return {
    write(chunk: Uint8Array) {
      tokenizer.write(chunk);
      if (failure instanceof UnreadableInput) throw failure;
      if (failure) throw new UnreadableInput(`the body is not JSON: ${failure.message}`);
      // Chunks are small, and a value that fills several times the limit is no mere boundary effect.
      pendingBytes += chunk.length;
      if (pendingBytes > 2 * maxLineChars) {
        throw new UnreadableInput(`a record or field is longer than ${maxLineChars} characters`);
      }
    },
    end() {
      if (!hasBegun) throw new UnreadableInput("the body holds no JSON");
      if (depth !== 0 || inner) throw new UnreadableInput("the JSON body ends too early");
    },
  };
}
