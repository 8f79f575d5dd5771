import { loadavg } from 'node:os';
import type { FigureTable } from '../report/result';

export function figureTable(id: string, title: string, rows: FigureTable['rows']): FigureTable {
  return { id, title, measured: new Date().toISOString(), load: loadavg()[0]!, rows };
}
