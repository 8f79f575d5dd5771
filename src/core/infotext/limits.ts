/** Most bytes of one text, inflated where it is compressed, and most characters of one that is read as JSON. */
export const MAX_TEXT = 4 * 1024 * 1024;
/** Most bytes of all texts of one file together. */
export const MAX_ALL_TEXT = 8 * 1024 * 1024;
/** Most bytes of EXIF's values and XMP that are decoded. */
export const MAX_BYTES_READ = 8 * 1024 * 1024;
/** Most texts of one file. */
export const MAX_TEXTS = 500;
/** Most bytes that the pixels of a PNG may have when a record is looked for in them: 4096 × 4096 of four channels. */
export const MAX_PIXEL_BYTES = 68 * 1024 * 1024;
