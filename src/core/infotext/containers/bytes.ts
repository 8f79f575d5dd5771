/** Views of a file's bytes. Offsets beyond the end read as 0, lengths are cut to what is there. */
export class Bytes {
  private readonly view: DataView;

  constructor(readonly all: Uint8Array) {
    this.view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  }

  get length(): number {
    return this.all.length;
  }

  u8(at: number): number {
    return this.all[at] ?? 0;
  }

  u16(at: number, isLittle = false): number {
    return at >= 0 && at + 2 <= this.length ? this.view.getUint16(at, isLittle) : 0;
  }

  u32(at: number, isLittle = false): number {
    return at >= 0 && at + 4 <= this.length ? this.view.getUint32(at, isLittle) : 0;
  }

  /** Of 64 bits, as far as a number is exact. */
  u64(at: number): number {
    return this.u32(at) * 2 ** 32 + this.u32(at + 4);
  }

  slice(at: number, length: number): Uint8Array {
    if (at < 0 || at >= this.length) return this.all.subarray(0, 0);
    return this.all.subarray(at, Math.min(this.length, at + length));
  }

  /** Some bytes as characters. */
  tag(at: number, length: number): string {
    return String.fromCharCode(...this.slice(at, length));
  }

  startsWith(text: string, at = 0): boolean {
    return this.tag(at, text.length) === text;
  }
}

/** Offset of a zero byte from `from` on; the end where there is none. */
export function zeroFrom(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(0, from);
  return at < 0 ? bytes.length : at;
}
