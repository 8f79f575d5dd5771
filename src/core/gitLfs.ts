/** How a Git LFS pointer begins: the text that lies in place of a file which was cloned but not fetched. */
const beginning = 'version https://git-lfs.github.com/spec/v1';

/** No pointer is longer: version, SHA-256, size, and what extensions add. */
export const largestPointer = 1024;

/** @param bytes of a file, its first ones at least */
export function isGitLfsPointer(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, beginning.length)) === beginning;
}
