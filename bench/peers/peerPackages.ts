import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { noTelemetry } from '../../src/protocol/noTelemetry';
import { root } from '../folders';

const manifest = path.join(root, 'bench', 'package.json');

/** @throws when the peers have not been installed */
export function requirePeerPackages(): void {
  if (!existsSync(path.join(root, 'bench', 'node_modules')))
    throw new Error('The packages to compare with are not installed. Run: npm --prefix bench ci');
}

/** Loads one of the packages that only the benchmark has. Their types are stated where they are used. */
export function peerPackage<T>(name: string): T {
  // Some bring an ONNX Runtime of their own.
  Object.assign(process.env, noTelemetry);
  return createRequire(manifest)(name) as T;
}

export function peerVersion(name: string): string {
  const file = path.join(root, 'bench', 'node_modules', name, 'package.json');
  return (createRequire(manifest)(file) as { version: string }).version;
}
