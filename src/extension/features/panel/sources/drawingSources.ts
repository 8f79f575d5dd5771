import type { MakeSource } from '../panelSource';
import { auditSource } from './auditSource';
import { galleryDetailsSource, galleryDrawingSource, gallerySource } from './gallerySource';
import { searchSource } from './searchSource';

/** Sources of a panel in windows from which a generator can be reached. */
export const drawingSources: readonly MakeSource[] = [
  auditSource,
  searchSource,
  gallerySource,
  galleryDetailsSource,
  galleryDrawingSource,
];
