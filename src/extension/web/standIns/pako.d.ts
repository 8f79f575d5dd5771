/** As much of it as is used here; the package has no types of its own. */
declare module 'pako/lib/inflate' {
  export class Inflate {
    constructor(options: { readonly chunkSize: number; readonly windowBits: number });
    /** Of zlib: 0 while all is well. */
    readonly err: number;
    readonly msg: string;
    /** Told of each piece of what comes out. */
    onData: (piece: Uint8Array) => void;
    push(bytes: Uint8Array, flush: number): boolean;
  }
}
