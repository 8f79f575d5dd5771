import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { readManifest, repositoryAddress } from '../../../scripts/package/manifest';
import { publicLinks } from '../../../scripts/package/publicLinks';

const address = 'https://example.org/a/b';

describe('links of pages in packages', () => {
  it('lead into the repository where they named a file', () => {
    assert.equal(
      publicLinks('[a](docs/x.md#y), ![b](docs/images/z.png), [c](../d.md)', 'docs/page.md', address),
      `[a](${address}/blob/HEAD/docs/docs/x.md#y), ![b](${address}/raw/HEAD/docs/docs/images/z.png), [c](${address}/blob/HEAD/d.md)`,
    );
  });

  it('stay where they name a place of the page or an address', () => {
    const text = '[a](#b), [c](https://d.org/e), [f](mailto:g@h.org)';
    assert.equal(publicLinks(text, 'README.md', address), text);
  });

  it('stay where they name a file that is inside', () => {
    assert.equal(
      publicLinks('[a](rules/x.md#y), [b](../c.md#d)', 'docs/ja/bias.md', address, ['docs/ja/rules/x.md']),
      `[a](rules/x.md#y), [b](${address}/blob/HEAD/docs/c.md#d)`,
    );
  });

  it('lead there around a picture too', () => {
    assert.equal(
      publicLinks('[![a](b.png)](c.md)', 'README.md', address),
      `[![a](${address}/raw/HEAD/b.png)](${address}/blob/HEAD/c.md)`,
    );
  });

  it('of the page and the changes of this product name files that there are', () => {
    const repository = repositoryAddress(readManifest(root));
    for (const page of ['README.md', 'CHANGELOG.md']) {
      const text = publicLinks(readFileSync(path.join(root, page), 'utf8'), page, repository);
      const targets = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1]!);
      const files = targets.flatMap((target) =>
        target.startsWith(`${repository}/`)
          ? [
              target
                .slice(repository.length)
                .replace(/^\/(?:blob|raw)\/HEAD\//, '')
                .replace(/#.*$/, ''),
            ]
          : [],
      );
      assert.deepEqual(
        files.filter((file) => !existsSync(path.join(root, file))),
        [],
        page,
      );
      assert.deepEqual(
        targets.filter((target) => !/^(?:https:\/\/|#|mailto:)/.test(target)),
        [],
        page,
      );
      if (page === 'README.md') assert.ok(files.length > 20);
    }
  });
});
