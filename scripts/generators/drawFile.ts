/**
 * Has a running generator draw every expansion of a spell file with the same seeds: says the plan and where each parameter
 * comes from, then makes the pictures, and tells how long each took besides the generator's own time.
 *
 *   npx tsx scripts/generators/drawFile.ts ADDRESS FILE [--seeds 2] [--first 1] [--out FOLDER] [--model NAME] [--plan]
 *
 * Pictures are written to the folder as they come; without one they are counted only. Ctrl+C keeps what is finished.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  decideParameters,
  PARAMETER_ORIGINS,
  plainParameters,
  type DecidedParameters,
} from '../../src/core/judge/generationParameters';
import {
  planGeneration,
  seedsFrom,
  type PlannedPicture,
  type Variant,
} from '../../src/core/judge/planGeneration';
import { parametersOfFrontMatter, parametersOfSpell } from '../../src/core/judge/readParameters';
import { sentTexts } from '../../src/core/judge/sentText';
import { expandSpell } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import type { Spell, SpellFile } from '../../src/core/spell/spell';
import { parse } from 'yaml';
import { connect } from '../../src/generators/connect';
import { GeneratorError } from '../../src/generators/generatorError';
import type { Generator } from '../../src/generators/generator';
import { generationRemarkText, generatorErrorText } from '../../src/words/generators';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '2' },
    first: { type: 'string', default: '1' },
    out: { type: 'string' },
    model: { type: 'string' },
    plan: { type: 'boolean', default: false },
  },
});
const [address = '', file = ''] = positionals;

function frontMatterOf({ text, frontMatter: { span } }: SpellFile): unknown {
  const block = span === undefined ? '' : text.slice(span.start, span.end).replaceAll(/^---.*$/gm, '');
  const keys: unknown = parse(block, { intAsBigInt: true });
  return (keys as { readonly generate?: unknown } | null)?.generate;
}

function decided(spell: Spell, parsed: SpellFile): DecidedParameters {
  const own = parametersOfSpell(spell.parameters?.values ?? new Map());
  const shared = parametersOfFrontMatter(frontMatterOf(parsed));
  const unread = [...own.unread, ...shared.unread];
  if (unread.length > 0) console.log(`not read: ${unread.join(', ')}`);
  return decideParameters({
    spell: own.parameters,
    'front-matter': shared.parameters,
    settings: { model: values.model, seed: values.first },
  });
}

function variantsOf(parsed: SpellFile): Variant[] {
  const options = { dialect: parsed.dialect };
  return parsed.spells.flatMap((spell) => {
    const parameters = decided(spell, parsed);
    for (const origin of PARAMETER_ORIGINS) {
      const told = Object.entries(parameters).filter(([, each]) => each.origin === origin);
      if (told.length > 0)
        console.log(origin, Object.fromEntries(told.map(([name, each]) => [name, each.value])));
    }
    const sent = sentTexts(spell, options);
    return expandSpell(spell, options).expansions.map(({ id }): Variant => {
      const { misread, ...texts } = sent.get(id)!;
      if (misread.length > 0) console.log('The generator takes “#” and what follows for a comment.');
      return { key: `${spell.index}.${id}`, ...texts, parameters: plainParameters(parameters) };
    });
  });
}

async function make(
  generator: Generator,
  plan: readonly PlannedPicture[],
  signal: AbortSignal,
): Promise<number> {
  let made = 0;
  for (const { variant, seedIndex, prompt, negative, parameters } of plan) {
    const { pictures, remarks } = await generator.generate({ prompt, negative, ...parameters }, { signal });
    for (const remark of remarks) console.log(generationRemarkText(remark, 'en'));
    const name = `${variant}-${seedIndex}.${pictures[0].format}`;
    if (values.out !== undefined)
      await writeFile(path.join(values.out, name), pictures[0].bytes, { flag: 'wx' });
    made++;
  }
  return made;
}

async function run(): Promise<void> {
  const variants = variantsOf(parseSpellFile(await readFile(file, 'utf8')));
  const first = variants[0]?.parameters.seed ?? values.first;
  const plan = planGeneration(variants, seedsFrom(first, Number(values.seeds)));
  console.log(`${variants.length} variants × ${values.seeds} seeds = ${plan.length} pictures`);
  if (values.plan) return;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('stopped')));
  const generator = await connect({ url: address }, stop.signal);
  const began = performance.now();
  const made = await make(generator, plan, stop.signal);
  console.log(`${made} pictures, ${((performance.now() - began) / made).toFixed(0)} ms each`);
}

run().catch((error: unknown) => {
  console.error(error instanceof GeneratorError ? generatorErrorText(error, 'en') : error);
  process.exitCode = 1;
});
