import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dependenciesOf, type Lock, type LockedPackage } from './lockedPackages';

interface Component {
  readonly type: string;
  readonly 'bom-ref'?: string;
  readonly name: string;
  readonly version?: string;
  readonly [more: string]: unknown;
}

/** What a bill of materials is made of. */
export interface Shipped {
  /** The product itself. */
  readonly product: { readonly name: string; readonly version: string; readonly licence: string };
  /** A package URL of the product, https://github.com/package-url/purl-spec. */
  readonly purl: string;
  readonly packages: readonly (LockedPackage & { readonly folder: string })[];
  /** The bundled checkpoint's weights. */
  readonly weights: string;
  /** Names that the product's own manifest asks for. */
  readonly asked: readonly string[];
}

/**
 * A bill of materials in CycloneDX 1.6 (JSON): packages with the hashes of their archives, the libraries inside of
 * libvips, and the checkpoint. It has no time and a serial number made of its content, so that the same package has the
 * same bill.
 */
export function billOfMaterials(lock: Lock, shipped: Shipped): string {
  const { product, packages } = shipped;
  const components = [...packages.map(componentOf), checkpoint(shipped)];
  const content = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': shipped.purl,
        name: product.name,
        version: product.version,
        licenses: [{ expression: product.licence }],
        purl: shipped.purl,
      },
    },
    components,
    dependencies: dependencies(lock, shipped),
  };
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const { bomFormat, specVersion, ...rest } = content;
  return `${JSON.stringify({ bomFormat, specVersion, serialNumber: serial(digest), ...rest }, null, 2)}\n`;
}

const mini = 'checkpoint:mini';

/** A package URL: the sign before a scope is written as %40. */
function purlOf({ name, version }: LockedPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function componentOf(one: LockedPackage & { readonly folder: string }): Component {
  const [algorithm = '', digest = ''] = one.integrity.split('-');
  const inside = librariesInside(one.folder);
  return {
    type: 'library',
    'bom-ref': refOf(one),
    name: one.name,
    version: one.version,
    hashes: [
      { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') },
    ],
    licenses: [{ expression: one.licence }],
    purl: purlOf(one),
    ...(inside.length > 0 && { components: inside }),
  };
}

/** One version may lie in several places, each with dependencies of its own. */
function refOf(one: LockedPackage): string {
  return one.place === one.name ? purlOf(one) : `${purlOf(one)}#${one.place}`;
}

/** What libvips is built of, as its packages state it. */
function librariesInside(folder: string): Component[] {
  const file = path.join(folder, 'versions.json');
  if (!existsSync(file)) return [];
  const versions = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  return Object.entries(versions).map(([name, version]) => ({ type: 'library', name, version }));
}

function checkpoint({ weights, product }: Shipped): Component {
  const content = createHash('sha256').update(readFileSync(weights)).digest('hex');
  return {
    type: 'machine-learning-model',
    'bom-ref': mini,
    name: 'models/mini',
    version: product.version,
    hashes: [{ alg: 'SHA-256', content }],
    licenses: [{ expression: product.licence }],
  };
}

function dependencies(lock: Lock, { packages, purl, asked }: Shipped): unknown[] {
  const refs = new Map(packages.map((one) => [one.place, refOf(one)]));
  return [
    { ref: purl, dependsOn: [...asked.flatMap((name) => refs.get(name) ?? []), mini].sort() },
    ...packages.map((one) => ({
      ref: refOf(one),
      dependsOn: dependenciesOf(lock, one.place)
        .flatMap((place) => refs.get(place) ?? [])
        .sort(),
    })),
  ];
}

/** A UUID (version 8: of one's own making) of a digest. */
function serial(digest: string): string {
  const variant = ((parseInt(digest[16]!, 16) & 3) | 8).toString(16);
  return `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
