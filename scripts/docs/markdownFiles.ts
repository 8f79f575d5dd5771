import path from 'node:path';
import { globSync } from 'tinyglobby';
import { root } from '../editor/repository';

/** Markdown files that may hold marked examples: absolute, in a fixed order. The pages of the rules are made as a whole. */
export function markdownFiles(): string[] {
  return globSync(['*.md', 'docs/*.md', 'docs/ja/*.md', 'examples/*.md'], { cwd: root })
    .sort()
    .map((file) => path.join(root, file));
}
