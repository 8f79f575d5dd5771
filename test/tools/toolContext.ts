import type { RuleSet } from '../../src/core/bias/rule';
import type { Checkpoint, Embedder, ImageOutcome } from '../../src/core/ports';
import { loadBiasRules } from '../../src/files/biasRules';
import { callTool, type Called } from '../../src/tools/callTool';
import type { ToolContext } from '../../src/tools/tool';

const checkpoint: Checkpoint = {
  ...{ id: 'fake', hash: 'f'.repeat(64), family: 'clip', embeddingWidth: 2, contextLength: 77 },
  ...{ logitScale: 100, logitBias: 0, imageSize: 8, languages: [] },
};

let rules: RuleSet | undefined;

/** Those of one word: to make ready for all takes a second, and they have tests of their own. */
function fewRules(): RuleSet {
  const { languages, evidence } = loadBiasRules('dist');
  const { en, ja } = languages;
  const few = en.rules.filter(({ id }) => id.endsWith('/fireman'));
  return { evidence, languages: { en: { ...en, rules: few }, ja: { ...ja, rules: [] } } };
}

/** A context whose engine notes what it is asked for, and sees the same in every picture. */
export function toolContext(folders: readonly string[], told: Partial<ToolContext> = {}) {
  const asked = { pictures: [] as string[], models: [] as (string | undefined)[] };
  const embedding = Float32Array.of(1, 0);
  const embedder: Embedder = {
    checkpoint: () => Promise.resolve(checkpoint),
    embedTexts: (texts) => Promise.resolve(texts.map(() => ({ embedding, tokenCount: 3 }))),
    embedImages: (paths) => {
      asked.pictures.push(...paths);
      return Promise.resolve(
        paths.map((path): ImageOutcome => ({ path, ok: true, embedding, hash: path, width: 8, height: 8 })),
      );
    },
    tokenize: (texts) => Promise.resolve(texts.map(() => ({ ids: [1, 2, 3], count: 3 }))),
  };
  const context: ToolContext = {
    face: 'terminal',
    folders: () => folders,
    mayLoadFolders: () => true,
    embedder: (model) => {
      asked.models.push(model);
      return Promise.resolve(embedder);
    },
    pictures: () => Promise.reject(new Error('no pixels are needed')),
    languagesOf: () => Promise.resolve([]),
    rules: () => (rules ??= fewRules()),
    vocabulary: () => ({ name: 'none', phrases: [] }),
    places: { registries: [{ path: 'models/registry.json' }], cacheFolder: '/nowhere' },
    generator: () => Promise.resolve(undefined),
    ...told,
  };
  const call = (name: string, input: unknown, signal = new AbortController().signal): Promise<Called> =>
    callTool(name, input, context, { signal, onProgress: () => undefined });
  return { asked, call, context };
}
