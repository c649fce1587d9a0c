/** A schema that a provider's strict mode can't keep to. Change it at the place named, as it says. */
export class SchemaNotStrict extends Error {
  override readonly name = "SchemaNotStrict";
  /** The schema's name and the path in it: `vendor.claims[].id`. */
  readonly place: string;
  readonly cure: string;

  constructor(place: string, problem: string, cure: string, options?: ErrorOptions) {
    super(`${place} ${problem}; ${cure}`, options);
    this.place = place;
    this.cure = cure;
  }
}
