/** The vendor's address as a script puts it together: no whole URL stands in any source. */
export const pieces = (address: string) =>
  JSON.stringify(address.split(/(?<=\/\/)|(?=\.)|(?=\/[^/])/));
