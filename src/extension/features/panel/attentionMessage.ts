import type { AttentionByLayer, PictureAttention } from '../../../core/ports';
import { sharesOf, textShares } from '../../../core/why/attention';
import type { PanelLayer, PanelReadPicture, PanelReadText } from '../../../protocol/panel/attention';
import type { Attended } from '../../../tasks/attendFile';

/** What the panel is sent of a text that was looked at. */
export function panelText(spell: number, { read, attention }: Attended['texts'][0]): PanelReadText {
  return {
    spell,
    words: attention.spans.map(({ start, end, tokens }) => ({ text: read.text.slice(start, end), tokens })),
    layers: layersOf(attention, (view) => {
      const { begin, words, end } = textShares(attention, view);
      return [begin, ...words.map(({ share }) => share), end];
    }),
    templates: read.templates,
    isCut: attention.lostFrom !== undefined,
  };
}

/** What the panel is sent of a picture that was looked at; `path` as the file writes it. */
export function panelPicture(path: string, found: PictureAttention): PanelReadPicture {
  const { width, height, seen, rows, columns, hasOwnToken } = found;
  return {
    ...{ path, width, height, seen, rows, columns, hasOwnToken },
    layers: layersOf(found, (view) => [...sharesOf(found, view)]),
  };
}

function layersOf(
  { layers }: AttentionByLayer,
  sharesIn: (view: { readonly layer: number; readonly isRolledOut: boolean }) => readonly number[],
): PanelLayer[] {
  return Array.from({ length: layers }, (_, layer) => ({
    own: sharesIn({ layer, isRolledOut: false }).map(short),
    rollout: sharesIn({ layer, isRolledOut: true }).map(short),
  }));
}

/** Digits that nobody sees make messages long. */
function short(share: number): number {
  return Number(share.toPrecision(5));
}
