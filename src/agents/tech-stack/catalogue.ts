import type {
  CodeSignature,
  CookieSignature,
  DnsSignature,
  ElementSignature,
  HeaderSignature,
  LoadSignature,
  MetaSignature,
  Signature,
  Technology,
} from "../../../specs/tech-stack/technology.ts";

/** One signature, ready to be tried. */
export interface Probe<S extends Signature = Signature> {
  readonly technology: Technology;
  readonly signature: S;
  /** `undefined` matches anything. */
  readonly pattern: RegExp | undefined;
}

/** All signatures, sorted by where they are looked for. */
export interface Catalogue {
  readonly technologies: readonly Technology[];
  /** By exact host, by `*.suffix`, and under `own` and `any`. */
  readonly loads: ReadonlyMap<string, readonly Probe<LoadSignature>[]>;
  readonly code: readonly Probe<CodeSignature>[];
  readonly headers: ReadonlyMap<string, readonly Probe<HeaderSignature>[]>;
  readonly cookies: readonly Probe<CookieSignature>[];
  readonly dns: ReadonlyMap<string, readonly Probe<DnsSignature>[]>;
  readonly metas: ReadonlyMap<string, readonly Probe<MetaSignature>[]>;
  readonly elements: ReadonlyMap<string, readonly Probe<ElementSignature>[]>;
}

/** Compiles the data once; a broken pattern throws here, with the technology that holds it. */
export function createCatalogue(technologies: readonly Technology[]): Catalogue {
  const loads = new Map<string, Probe<LoadSignature>[]>();
  const code: Probe<CodeSignature>[] = [];
  const headers = new Map<string, Probe<HeaderSignature>[]>();
  const cookies: Probe<CookieSignature>[] = [];
  const dns = new Map<string, Probe<DnsSignature>[]>();
  const metas = new Map<string, Probe<MetaSignature>[]>();
  const elements = new Map<string, Probe<ElementSignature>[]>();

  for (const technology of technologies) {
    for (const signature of technology.signatures) {
      const probe = <S extends Signature>(
        own: S,
        source: string | undefined,
        flags = "",
      ): Probe<S> => ({
        technology,
        signature: own,
        pattern: source === undefined ? undefined : compile(technology, source, flags),
      });
      if ("host" in signature) add(loads, signature.host, probe(signature, signature.path));
      else if ("code" in signature) code.push(probe(signature, signature.code, "g"));
      else if ("meta" in signature) add(metas, signature.meta, probe(signature, signature.content));
      else if (signature.kind === "header") {
        add(headers, signature.name, probe(signature, signature.value, "i"));
      } else if (signature.kind === "cookie") {
        cookies.push(probe(signature, `^(?:${signature.name})$`));
      } else if (signature.kind === "dns") {
        add(dns, signature.type, probe(signature, signature.value));
      } else add(elements, signature.attribute, probe(signature, signature.value));
    }
  }
  return { technologies, loads, code, headers, cookies, dns, metas, elements };
}

/** The technology's pattern is no regular expression: correct it under `specs/`. */
export class BrokenSignature extends Error {
  override readonly name = "BrokenSignature";

  constructor(technology: Technology, source: string, cause: unknown) {
    super(`${technology.id}: can't read the pattern ${source}`, { cause });
  }
}

function compile(technology: Technology, source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new BrokenSignature(technology, source, error);
  }
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
