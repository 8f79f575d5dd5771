import { seenArea } from '../../core/clip/frame';
import type { Preprocessor } from '../../core/clip/preprocess';
import type { PictureArea, PicturePart, Preprocessing } from '../../core/clip/preprocessing';
import type { ExaminedPicture, WrittenLine } from '../../core/ports';
import { finish } from '../../core/steps';
import { markAround, paintOver } from '../../core/why/paintOver';
import { inPicture, takeOver, viewOf } from '../../core/why/pictureView';
import { textRegions, type TextRegion } from '../../core/why/textRegions';

/** Lines whose picture is made without them; each costs a run of the image tower. */
export const mostLines = 4;

/** How far from the ink is painted over, of the line's height: outlines and soft edges too. */
const rim = 0.12;

/** A picture, what looks like writing in it, and the pixels of both as the image tower needs them. */
export interface FoundWriting extends Pick<
  ExaminedPicture,
  'width' | 'height' | 'writtenShare' | 'lineCount'
> {
  /** `[3, imageSize, imageSize]`, row-major. */
  readonly pixels: Float32Array;
  readonly lines: readonly (Omit<WrittenLine, 'without'> & { readonly pixels: Float32Array })[];
}

/** Looks for lines of writing in what is seen of a picture, and paints over each in turn. Changes the part's pixels. */
export function findWriting(
  part: PicturePart,
  preprocessing: Preprocessing,
  preprocessor: Preprocessor,
  imageSize: number,
): FoundWriting {
  const prepared = (): Float32Array => {
    const pixels = new Float32Array(3 * imageSize * imageSize);
    preprocessor.write(part, pixels);
    return pixels;
  };
  const { width, height } = part.whole;
  const pixels = prepared();
  const view = viewOf(part, seenPixels(part, preprocessing));
  const regions = finish(textRegions(view.image));
  const original = part.data.slice();
  const lines = regions.slice(0, mostLines).map((region) => {
    const { ink, letters } = region;
    const distance = Math.max(2, Math.round(rim * (region.bottom - region.top)));
    const marked = markAround(view.image, region, distance);
    takeOver(part, view, paintOver(view.image, marked), marked);
    const line = {
      area: inPicture(view, region),
      letters,
      ink,
      inkWidth: region.right - region.left,
      inkHeight: region.bottom - region.top,
      pixels: prepared(),
    };
    part.data.set(original);
    return line;
  });
  return {
    width,
    height,
    pixels,
    lines,
    lineCount: regions.length,
    writtenShare: shareOf(regions, view.image),
  };
}

/** What is seen of it, in whole pixels that are there. */
function seenPixels(part: PicturePart, preprocessing: Preprocessing): PictureArea {
  const seen = seenArea(part.whole, preprocessing);
  const left = Math.max(part.left, Math.floor(seen.left));
  const top = Math.max(part.top, Math.floor(seen.top));
  return {
    left,
    top,
    width: Math.min(part.left + part.width, Math.ceil(seen.right)) - left,
    height: Math.min(part.top + part.height, Math.ceil(seen.bottom)) - top,
  };
}

/** Part of a picture that lies in one of the regions. */
function shareOf(
  regions: readonly TextRegion[],
  { width, height }: { readonly width: number; readonly height: number },
): number {
  const covered = new Uint8Array(width * height);
  for (const { left, top, right, bottom } of regions)
    for (let y = top; y < bottom; y++) covered.fill(1, y * width + left, y * width + right);
  return covered.reduce((sum, each) => sum + each, 0) / covered.length;
}
