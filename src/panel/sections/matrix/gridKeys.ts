export interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * Where a key moves the focus in a grid, by the ARIA grid pattern; undefined for keys that do not move it.
 * @param page rows that PageUp and PageDown move by
 */
export function moveInGrid(
  key: string,
  withControl: boolean,
  from: Cell,
  rows: number,
  columns: number,
  page: number,
): Cell | undefined {
  const at = (row: number, column: number): Cell => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  switch (key) {
    case 'ArrowUp':
      return at(from.row - 1, from.column);
    case 'ArrowDown':
      return at(from.row + 1, from.column);
    case 'ArrowLeft':
      return at(from.row, from.column - 1);
    case 'ArrowRight':
      return at(from.row, from.column + 1);
    case 'PageUp':
      return at(from.row - page, from.column);
    case 'PageDown':
      return at(from.row + page, from.column);
    case 'Home':
      return withControl ? at(0, 0) : at(from.row, 0);
    case 'End':
      return withControl ? at(rows - 1, columns - 1) : at(from.row, columns - 1);
    default:
      return undefined;
  }
}
