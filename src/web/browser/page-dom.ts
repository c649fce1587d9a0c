/**
 * As much of the DOM as the functions use that run inside pages. They are sent over as text, so
 * they see nothing of the module around them; the rest of Assay has no DOM in its types.
 */
export interface PageElement extends PageRoot {
  readonly tagName: string;
  readonly shadowRoot: PageRoot | null;
  readonly outerHTML: string;
  readonly innerText?: string;
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
  readonly scrollHeight: number;
  readonly form?: PageForm | null;
  readonly href?: string;
  readonly value?: string;
  readonly disabled?: boolean;
  readonly type?: string;
  click(): void;
  closest(selector: string): PageElement | null;
  cloneNode(deep: boolean): PageElement;
  checkVisibility(options: { visibilityProperty: boolean; opacityProperty: boolean }): boolean;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
  getHTML(options: { shadowRoots: readonly PageRoot[] }): string;
  getRootNode(): { readonly host?: PageElement };
}

/** A form, and a way to keep it from being sent. */
export interface PageForm {
  readonly method: string;
  addEventListener(
    type: "submit",
    listener: (event: { preventDefault(): void }) => void,
    options: { readonly once: boolean },
  ): void;
}

export interface PageRoot {
  querySelectorAll(selector: string): Iterable<PageElement>;
}

export interface PageWindow {
  readonly document: PageRoot & {
    readonly documentElement: PageElement | null;
    readonly body: PageElement | null;
    readonly doctype: { readonly name: string } | null;
  };
  readonly location: { readonly href: string };
  readonly innerHeight: number;
  readonly MutationObserver: new (seen: () => void) => {
    observe(target: unknown, what: Readonly<Record<string, boolean>>): void;
    disconnect(): void;
  };
  scrollTo(x: number, y: number): void;
}
