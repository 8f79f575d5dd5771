/**
 * What tells the spells of a file from each other while it is edited: a name where only one spell has it, else the
 * place in the file. So what is kept of a spell follows it when others come and go.
 * @param names of all spells, in file order; undefined for one without a name
 */
export function spellKeys(names: readonly (string | undefined)[]): string[] {
  const uses = new Map<string | undefined, number>();
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return names.map((name, index) => (name !== undefined && uses.get(name) === 1 ? `=${name}` : `#${index}`));
}
