/**
 * JSON as `JSON.stringify(value, undefined, 2)` writes it, in pieces: a long report is longer than a string may be.
 * @param members of an object, in order; a list's items are asked for one at a time
 */
export function* jsonPieces(members: Readonly<Record<string, unknown>>, depth = 0): Generator<string> {
  const indent = '  '.repeat(depth + 1);
  let separator = '{\n';
  for (const [key, value] of Object.entries(members)) {
    if (value === undefined) continue;
    yield `${separator}${indent}${JSON.stringify(key)}: `;
    yield* valuePieces(value, depth + 1);
    separator = ',\n';
  }
  yield separator === '{\n' ? '{}' : `\n${'  '.repeat(depth)}}`;
}

/** Members of an object of which a list is too long to be made at once. */
export class Members {
  constructor(readonly members: Readonly<Record<string, unknown>>) {}
}

/** A list whose items are made when they are written. */
export class Items {
  constructor(readonly items: Iterable<unknown>) {}
}

function* valuePieces(value: unknown, depth: number): Generator<string> {
  if (value instanceof Members) yield* jsonPieces(value.members, depth);
  else if (value instanceof Items) yield* itemPieces(value.items, depth);
  else yield JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`);
}

function* itemPieces(items: Iterable<unknown>, depth: number): Generator<string> {
  let separator = '[';
  for (const item of items) {
    yield `${separator}\n${'  '.repeat(depth + 1)}`;
    yield* valuePieces(item, depth + 1);
    separator = ',';
  }
  yield separator === '[' ? '[]' : `\n${'  '.repeat(depth)}]`;
}
