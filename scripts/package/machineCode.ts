/** Which machine a library or program is for, by its first bytes. */

/** `platform-arch`, or undefined for a file without machine code. */
export function machineOf(bytes: Buffer): string | undefined {
  if (bytes.length < 64) return undefined;
  if (bytes.readUInt32BE(0) === 0x7f454c46) return named('linux', elfMachines, bytes.readUInt16LE(18));
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return named('darwin', machMachines, bytes.readUInt32LE(4));
  // Mach-O for several machines at once.
  if (bytes.readUInt32BE(0) === 0xcafebabe) return 'darwin-several';
  if (bytes.readUInt16LE(0) === 0x5a4d) {
    const header = bytes.readUInt32LE(0x3c);
    if (header + 6 <= bytes.length && bytes.readUInt32LE(header) === 0x4550)
      return named('win32', peMachines, bytes.readUInt16LE(header + 4));
  }
  return undefined;
}

const elfMachines: Readonly<Record<number, string>> = { 0x3e: 'x64', 0xb7: 'arm64' };
const machMachines: Readonly<Record<number, string>> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const peMachines: Readonly<Record<number, string>> = { 0x8664: 'x64', 0xaa64: 'arm64', 0x14c: 'ia32' };

function named(platform: string, machines: Readonly<Record<number, string>>, machine: number): string {
  return `${platform}-${machines[machine] ?? machine.toString(16)}`;
}
