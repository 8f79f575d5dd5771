import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { BIAS_WORDING, FIX_WORDING, WORKSPACE_FIX_WORDING } from '../../src/words/bias';
import { BIAS_EDITOR_WORDING } from '../../src/words/biasEditor';
import { BLIND_SPOTS_PANEL_WORDING } from '../../src/words/blindSpots';
import { EDITOR_WORDING } from '../../src/words/editor';
import { EVOLVE_PANEL_WORDING, EVOLVE_WORDING } from '../../src/words/evolve';
import { HEALTH_MARKS } from '../../src/words/health';
import { PHRASE_CLASS_WORDING } from '../../src/words/craft';
import { SUGGEST_PANEL_WORDING } from '../../src/words/suggestPanel';
import { panelWords } from '../../src/words/panel';
import { PICTURE_IN_WORDING } from '../../src/words/pictureIn';
import { WHY_WORDING } from '../../src/words/why';
import type { Wording } from '../../src/words/words';
import { root } from '../editor/repository';

/** Pictures of the documentation that are taken together, and what they show. */
export interface PictureGroup {
  /** Names in `docs/images`. */
  readonly pictures: readonly string[];
  /** The spell file that is open, from the root; its pictures lie in `examples/refs`. */
  readonly spells: string;
  readonly words: readonly Readonly<Record<string, Wording>>[];
  /** Sources that say what is shown, from the root. */
  readonly shapes: readonly string[];
}

export const pictureGroups: Readonly<Record<string, PictureGroup>> = {
  panel: {
    pictures: ['panel-dark.png', 'panel-high-contrast.png', 'panel-light.png'],
    spells: 'examples/5-styles.spell',
    words: [panelWords, EDITOR_WORDING],
    shapes: [
      'src/protocol/panel.ts',
      ...['shell', 'scores', 'history', 'lean', 'pictures'].map((name) => `src/protocol/panel/${name}.ts`),
      'src/core/score/fileScore.ts',
    ],
  },
  motion: {
    pictures: ['in-motion.gif'],
    spells: 'examples/2-one-thing-wrong.spell',
    words: [panelWords, EDITOR_WORDING, WHY_WORDING],
    shapes: ['src/protocol/panel.ts', 'src/protocol/panel/ledger.ts', 'src/core/score/fileScore.ts'],
  },
  blindSpots: {
    pictures: ['blind-spots.png'],
    spells: 'test/fixtures/scenes/guitar.spell',
    words: [BLIND_SPOTS_PANEL_WORDING],
    shapes: ['src/protocol/panel/slots.ts', 'src/protocol/panel/blindSpots.ts'],
  },
  evolve: {
    pictures: ['evolve.png'],
    spells: 'test/browser/evolve.spell',
    words: [EVOLVE_PANEL_WORDING, EVOLVE_WORDING],
    shapes: ['src/protocol/panel/evolution.ts', 'src/core/craft/evolve.ts', 'src/core/craft/variation.ts'],
  },
  where: {
    pictures: ['where.png'],
    spells: 'examples/9-left-or-right.spell',
    words: [panelWords, EDITOR_WORDING],
    shapes: ['src/protocol/panel.ts', 'src/protocol/panel/where.ts', 'src/core/why/heat.ts'],
  },
  attention: {
    pictures: ['attention.png'],
    spells: 'examples/1-first-steps.spell',
    words: [panelWords, EDITOR_WORDING],
    shapes: ['src/protocol/panel/attention.ts'],
  },
  explain: {
    pictures: ['explain.png'],
    spells: 'test/browser/words.spell',
    words: [panelWords, WHY_WORDING, EDITOR_WORDING],
    shapes: ['src/protocol/panel/ledger.ts', 'src/core/why/ledger.ts'],
  },
  health: {
    pictures: ['reference-health.png'],
    spells: 'examples/3-typographic-attack.spell',
    words: [panelWords, HEALTH_MARKS],
    shapes: ['src/protocol/panel/health.ts', 'src/core/why/referenceHealth.ts'],
  },
  pictureIn: {
    pictures: ['picture-in.png'],
    spells: 'test/browser/fruit.spell',
    words: [PICTURE_IN_WORDING, EDITOR_WORDING],
    shapes: [],
  },
  suggest: {
    pictures: ['suggest.png'],
    spells: 'test/browser/next.spell',
    words: [SUGGEST_PANEL_WORDING, PHRASE_CLASS_WORDING],
    shapes: ['src/protocol/panel/suggest.ts'],
  },
  bias: {
    pictures: ['bias-evidence.png', 'bias-fixes.png', 'bias-problems.png'],
    spells: 'test/browser/crew.spell',
    words: [BIAS_WORDING, FIX_WORDING, WORKSPACE_FIX_WORDING, BIAS_EDITOR_WORDING, EDITOR_WORDING],
    shapes: [],
  },
};

/** Files of the bundled checkpoint on which every score depends. */
const checkpointFiles = ['config.json', 'model.safetensors', 'preprocessor_config.json', 'tokenizer.json'];

/**
 * Fingerprints of what the pictures of a group show, by names for people. Layout and colours are left out: a picture
 * whose margins are a little older misleads nobody.
 */
export function ingredientsOf({ spells, words, shapes }: PictureGroup): Record<string, string> {
  const read = (file: string): Buffer => readFileSync(path.join(root, file));
  const references =
    read(spells)
      .toString()
      .match(/refs\/[\w-]+\.png/g) ?? [];
  const shown = [spells, ...references.map((file) => `examples/${file}`)];
  return {
    'the checkpoint models/mini': fingerprint(...checkpointFiles.map((file) => read(`models/mini/${file}`))),
    [`${spells} and its pictures`]: fingerprint(...shown.map(read)),
    'their words': fingerprint(JSON.stringify(words.map(englishOf))),
    ...(shapes.length > 0 && {
      [`the types in ${shapes.join(' and ')}`]: fingerprint(
        ...shapes.map((file) => withoutComments(read(file).toString())),
      ),
    }),
  };
}

/** Of the pictures as they lie there. */
export function picturesOf({ pictures }: PictureGroup): Record<string, string> {
  return Object.fromEntries(
    pictures.map((name) => [name, fingerprint(readFileSync(path.join(root, 'docs', 'images', name)))]),
  );
}

function fingerprint(...contents: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(createHash('sha256').update(content).digest());
  return hash.digest('hex').slice(0, 16);
}

/** The pictures show the English editor. */
function englishOf(words: Readonly<Record<string, Wording>>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([key, { en }]) => [key, en]));
}

/** As TypeScript prints it: neither comments nor line breaks count. */
function withoutComments(source: string): string {
  const file = ts.createSourceFile('shape.ts', source, ts.ScriptTarget.Latest);
  return ts.createPrinter({ removeComments: true }).printFile(file);
}
