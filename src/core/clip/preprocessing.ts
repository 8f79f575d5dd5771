/** How a picture becomes the image tower's input; the meaning of `preprocessor_config.json`. */
export interface Preprocessing {
  readonly resize:
    | { readonly kind: 'none' }
    /** The shorter side becomes `size`, the other keeps the aspect ratio (truncated, as torchvision does). */
    | { readonly kind: 'shortest-edge'; readonly size: number }
    | { readonly kind: 'exact'; readonly width: number; readonly height: number };
  readonly resample: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos';
  readonly crop?: { readonly width: number; readonly height: number };
  /** Factor from 0…255 to 0…1, usually 1/255. */
  readonly rescale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Which part of a picture is seen, and in which size. */
export type Framing = Pick<Preprocessing, 'resize' | 'crop'>;

export function framingOf({ resize, crop }: Preprocessing): Framing {
  return { resize, ...(crop && { crop }) };
}

/** Interleaved 8-bit RGB, row-major, `width * height * 3` bytes. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A rectangle of pixels. */
export interface PictureArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels of an area of a picture. */
export interface PicturePart extends PictureArea, RgbImage {
  /** Size of the whole picture. */
  readonly whole: { readonly width: number; readonly height: number };
}
