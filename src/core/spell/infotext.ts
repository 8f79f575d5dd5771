const PARAMETER = /\s*(\w[\w \-/]{0,80}):[ \t]*("(?:\\.|[^\\"])*"|[^,\r\n]*)(?:,|\r?\n|$)/gy;

/**
 * Reads the last lines of an A1111 infotext, "Steps: 20, Sampler: Euler a, Lora hashes: "a: 1, b: 2"": names and values,
 * quoted values unquoted as the web UI does (JSON). Reading stops at the first thing that is not a parameter.
 */
export function parseParameters(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(PARAMETER)) values.set(name, unquote(value.trim()));
  return values;
}

function unquote(value: string): string {
  if (!/^".*"$/s.test(value)) return value;
  try {
    const unquoted: unknown = JSON.parse(value);
    return typeof unquoted === 'string' ? unquoted : value;
  } catch {
    return value;
  }
}
