/** Encodes text as old sites are encoded; what the charset lacks becomes a numeric entity. */
export function encodeAs(charset: string, text: string): Uint8Array {
  if (charset === "utf-8") return Buffer.from(text);
  const table = tableOf(charset);
  const bytes: number[] = [];
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else bytes.push(...(table.get(letter) ?? Buffer.from(`&#${point};`)));
  }
  return Uint8Array.from(bytes);
}

const tables = new Map<string, Map<string, readonly number[]>>();

function tableOf(charset: string): Map<string, readonly number[]> {
  const known = tables.get(charset);
  if (known) return known;
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(charset);
  const add = (bytes: readonly number[]) => {
    const letter = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(letter).length === 1 && letter !== "\ufffd" && !table.has(letter))
      table.set(letter, bytes);
  };
  for (let byte = 0x80; byte <= 0xff; byte++) add([byte]);
  if (/^(?:shift_jis|euc-kr|gb18030)$/.test(charset)) {
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++) add([lead, trail]);
  }
  tables.set(charset, table);
  return table;
}
