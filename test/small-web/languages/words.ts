/** The words a company's site needs in one language. */
export interface Words {
  readonly code: string;
  readonly locale: string;
  readonly country: string;
  readonly tlds: readonly string[];
  readonly legalForms: readonly string[];
  /** What old sites in this language are still encoded in. */
  readonly oldCharset: string;
  readonly home: string;
  readonly about: string;
  readonly offer: string;
  readonly news: string;
  readonly contact: string;
  readonly careers: string;
  readonly careersPath: string;
  readonly openings: string;
  readonly openingsPath: string;
  readonly viewJobs: string;
  readonly apply: string;
  readonly joinUs: string;
  readonly noOpenings: string;
  readonly more: string;
  readonly cookies: string;
  readonly accept: string;
  readonly reject: string;
  readonly privacy: string;
  readonly imprint: string;
  readonly rights: string;
  readonly jobs: readonly string[];
  readonly cities: readonly string[];
  readonly slogans: readonly string[];
  /** Sentences of corporate prose; `{c}` is the company. */
  readonly prose: readonly string[];
  /** Sentences about working there; `{c}` is the company. */
  readonly work: readonly string[];
}
