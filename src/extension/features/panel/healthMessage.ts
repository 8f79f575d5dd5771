import type { PictureArea } from '../../../core/ports';
import type { FileScore } from '../../../core/score/fileScore';
import type { HealthMark } from '../../../core/why/referenceHealth';
import type { HealthMessage, PanelArea, PanelHealth, WritingSearch } from '../../../protocol/panel/health';
import type { FileHealth, PictureHealth } from '../../../tasks/healthFile';
import { healthSentence } from '../../../words/health';
import type { Language } from '../../../words/words';

/** A crop that drops less than this is rounding. */
const leastDropped = 0.005;

/**
 * What the panel is told of the pictures' health.
 * @param marks of the search, by path
 * @param shown a path as it is written in the file
 */
export function healthMessage(
  known: { readonly score: FileScore; readonly health: FileHealth } | undefined,
  {
    marks,
    state,
    done,
    total,
    words,
    readable,
    error,
    isStale,
  }: WritingSearch & { readonly marks: ReadonlyMap<string, readonly HealthMark[]> },
  language: Language,
  shown: (picture: string) => string,
): HealthMessage {
  const writing = { state, done, total, words, readable, error, isStale };
  if (!known) return { kind: 'health', pictures: [], different: 0, writing };
  const { health, score } = known;
  const { id, hash } = score.checkpoint;
  return {
    kind: 'health',
    checkpoint: { id, hash },
    pictures: health.pictures.map((picture) => {
      const all = [...picture.marks, ...(marks.get(picture.path) ?? [])];
      return panelHealth(picture, all, (mark) =>
        healthSentence(mark, language, (other) => shown(health.pictures[other]!.path)),
      )(shown(picture.path));
    }),
    different: health.different,
    uncompared: health.uncompared,
    writing,
  };
}

const panelHealth =
  (
    picture: PictureHealth,
    marks: readonly HealthMark[],
    sentence: (mark: HealthMark) => string,
  ): ((path: string) => PanelHealth) =>
  (path) => {
    const { width, height, crop } = picture;
    const dropped = crop?.dropped ?? 0;
    return {
      ...{ path, width, height, dropped },
      ...(crop && dropped >= leastDropped && { seen: inParts(crop.seen, picture) }),
      marks: marks.map((mark) => ({
        code: mark.code,
        sentence: sentence(mark),
        ...('area' in mark && { area: inParts(mark.area, picture) }),
      })),
    };
  };

/** In parts of the picture's edges, and no further than these. */
function inParts(
  { left, top, right, bottom }: PictureArea,
  { width, height }: { readonly width: number; readonly height: number },
): PanelArea {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    left: within(left / width),
    top: within(top / height),
    right: within(right / width),
    bottom: within(bottom / height),
  };
}
