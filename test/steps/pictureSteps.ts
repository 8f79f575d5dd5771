/** What is metered of pictures' records. */
export { readPicture } from '../../src/core/infotext/readPicture';
