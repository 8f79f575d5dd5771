import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkpointFolder, type checkpointNames } from './fixtures';

export interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

export type Header = Record<string, HeaderEntry>;

/** Copies a checkpoint of the fixtures, to be damaged by a test. */
export async function copyCheckpoint(name: (typeof checkpointNames)[number], to: string): Promise<string> {
  const folder = path.join(to, name);
  await cp(checkpointFolder(name), folder, { recursive: true });
  return folder;
}

/** Header and data of a safetensors file. */
export async function readSafetensors(file: string): Promise<{ header: Header; data: Buffer }> {
  const bytes = await readFile(file);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  return {
    header: JSON.parse(bytes.subarray(8, 8 + headerLength).toString()) as Header,
    data: bytes.subarray(8 + headerLength),
  };
}

/** Rewrites a safetensors file after `edit` has changed its header and data in place, or returned other data. */
export async function editWeights(
  file: string,
  edit: (header: Header, data: Buffer) => Buffer | undefined,
): Promise<void> {
  const { header, data } = await readSafetensors(file);
  const edited = edit(header, data) ?? data;
  await writeFile(file, safetensors(header, edited));
}

export function safetensors(header: unknown, data: Uint8Array): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}

/** Changes fields of a JSON file. */
export async function editJson(
  file: string,
  edit: (json: Record<string, Record<string, unknown>>) => void,
): Promise<void> {
  const json = JSON.parse(await readFile(file, 'utf8')) as Record<string, Record<string, unknown>>;
  edit(json);
  await writeFile(file, JSON.stringify(json));
}
