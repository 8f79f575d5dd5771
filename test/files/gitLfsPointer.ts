/** What `git clone` leaves in place of a file that Git LFS keeps, where Git LFS is not installed. */
export const gitLfsPointer = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 605157884
`;
