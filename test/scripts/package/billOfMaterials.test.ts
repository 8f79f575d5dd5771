import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { root } from '../../../scripts/editor/repository';
import { billOfMaterials } from '../../../scripts/package/billOfMaterials';
import { lockedPackages, readLock } from '../../../scripts/package/lockedPackages';

const schemas = path.join(root, 'test/fixtures/cyclonedx');

function schema(name: string): object {
  return JSON.parse(readFileSync(path.join(schemas, name), 'utf8')) as object;
}

interface Bill {
  readonly serialNumber: string;
  readonly components: readonly {
    readonly name: string;
    readonly purl?: string;
    readonly components?: readonly { readonly name: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

describe('the bill of materials', () => {
  const lock = readLock(root);
  const packages = lockedPackages(lock, ['sharp', 'onnxruntime-node'], process.platform, process.arch).map(
    (one) => ({
      ...one,
      folder: path.join(root, 'node_modules', one.place),
    }),
  );
  const text = billOfMaterials(lock, {
    product: { name: 'spellwright', version: '1.2.3', licence: 'MIT' },
    purl: 'pkg:npm/spellwright@1.2.3',
    packages,
    weights: path.join(root, 'models/mini/config.json'),
    asked: ['sharp', 'onnxruntime-node'],
  });
  const bill = JSON.parse(text) as Bill;

  it('is as CycloneDX 1.6 has it', () => {
    const ajv = new Ajv({ unknownFormats: 'ignore', logger: false });
    ajv.addSchema(schema('spdx.schema.json'));
    ajv.addSchema(schema('jsf-0.82.schema.json'));
    const validate = ajv.compile(schema('bom-1.6.schema.json'));
    validate(bill);
    assert.deepEqual(validate.errors, null);
    validate({ ...bill, components: [{ name: 'without a type' }] });
    assert.notEqual(validate.errors, null, 'the schema asks for something');
  });

  it('names each package, what is inside of libvips, and the checkpoint', () => {
    const names = bill.components.map(({ name }) => name);
    assert.deepEqual(
      packages.map(({ name }) => name).filter((name) => !names.includes(name)),
      [],
    );
    assert.equal(names.at(-1), 'models/mini');
    const libvips = bill.components.find(({ components }) => components !== undefined);
    assert.ok(libvips?.components?.some(({ name }) => name === 'mozjpeg'));
    assert.ok(bill.components.some(({ purl }) => purl?.startsWith('pkg:npm/%40img/colour@')));
  });

  it('tells who needs whom, and of nobody that is not there', () => {
    const refs = new Set(bill.dependencies.map(({ ref }) => ref));
    const sharp = bill.dependencies.find(({ ref }) => ref.startsWith('pkg:npm/sharp@'));
    assert.ok(sharp?.dependsOn.some((ref) => ref.startsWith('pkg:npm/detect-libc@')));
    assert.deepEqual(
      bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref)),
      ['checkpoint:mini'],
    );
  });
});
