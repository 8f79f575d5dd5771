import assert from 'node:assert/strict';
import Ajv from 'ajv';
import fc from 'fast-check';
import { InputError } from '../../src/tools/schema';
import { tools } from '../../src/tools/toolTable';

describe('the schemas of tools', () => {
  for (const { name, input } of tools)
    it(`of ${name} say of any value what the check says`, () => {
      const isAsListed = new Ajv().compile(input.json);
      const fields = Object.keys(input.json.properties as object);
      const value = fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom('a', 'en', 'plain', 1, 50, true, ['a'], ['refs/*.png', 'b']),
        },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('x'.repeat(4001), 0, 1.5, 1e9, [], Array(65).fill('a'), [1], null),
        },
      );
      const seen = new Set<boolean>();
      const some = fc.dictionary(fc.constantFrom(...fields, 'other'), value, { maxKeys: 3 });
      const required = (input.json.required ?? []) as string[];
      const needed = Object.fromEntries(required.map((each) => [each, 'a']));
      const given =
        fields.length === 0
          ? fc.oneof(fc.constant({}), fc.jsonValue({ maxDepth: 2 }))
          : fc.oneof(
              { weight: 2, arbitrary: some },
              { weight: 3, arbitrary: some.map((each) => ({ ...needed, ...each })) },
              { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
            );
      fc.assert(
        fc.property(given, (each) => {
          const isRight = isRead(() => input.read(each, ''));
          seen.add(isRight);
          assert.equal(isAsListed(each), isRight, JSON.stringify(each)?.slice(0, 200));
        }),
        { numRuns: 300 },
      );
      assert.equal(seen.size, 2, 'else the test tells nothing');
    });
});

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    assert.ok(error instanceof InputError);
    return false;
  }
}
