import { basename, dirname, join } from 'node:path';
import { INFOTEXT_NAMES, parametersOfLine } from '../core/judge/readParameters';
import { GENERATED_FOLDER, generatedFile, readGenerated } from '../files/generatedPictures';
import { drawPictures } from '../tasks/drawPictures';
import { planPictures, TooManyPictures, type GenerationPlan, type PlanRequest } from '../tasks/planPictures';
import { generationRemarkText, generatorName, isGenerationRemark } from '../words/generators';
import { count, dataNotice, notice, problemsSchema, rounded, summary } from './answers';
import { insidePath, shownPath } from './places';
import { list, nullable, optional, real, record, text, whole, yes } from './schema';
import { foundFiles, pathText, problemsAnswer, promptText, spellField, subjectFile } from './subject';
import { tool, ToolError } from './tool';

/** Pictures of one call: a generator takes seconds to minutes for each. */
const mostPictures = 24;
const mostSeeds = 8;

const input = record({
  prompts: optional(
    list(promptText(), { least: 1, most: 8, description: 'Prompts, slots and weights and all.' }),
  ),
  spellFile: optional(pathText('A spell file (.spell) instead of prompts.')),
  spell: spellField,
  seeds: optional(
    whole({ least: 1, most: mostSeeds, description: 'Pictures of each text (1), the same seeds for all.' }),
  ),
  parameters: optional(
    text({
      most: 500,
      description: `What the file does not say, as A1111 writes it: “Steps: 20, Size: 512x768”. Known: ${INFOTEXT_NAMES.join(', ')}.`,
    }),
  ),
  planOnly: optional(yes('Say what would be drawn, and draw nothing.')),
});

const output = record({
  summary,
  plan: record({
    generator: text(),
    pictures: whole(),
    texts: whole(),
    seeds: list(text()),
    known: whole({
      description: 'Of these pictures, those that are there already: they are not drawn again.',
    }),
    secondsEach: nullable(real({ description: 'What one took so far; null where nobody knows.' })),
  }),
  pictures: list(
    record({
      file: text(),
      text: text({ description: 'As CLIP reads it.' }),
      seed: text(),
      isNew: yes('It was drawn by this call.'),
      remarks: list(text(), { description: 'What of the wish the generator did not do.' }),
    }),
  ),
  problems: problemsSchema,
  notice: optional(notice),
});

export const generatePictures = tool({
  name: 'generate_pictures',
  description: `Has the user's own image generator draw prompts, and keeps the pictures with their records beside the spell file. At most ${mostPictures} pictures a call; it can take minutes. The user is asked before. Afterwards score_prompts judges the wordings against reference pictures.`,
  ...{ input, output, annotations: { readOnly: false, openWorld: true }, needsGenerator: true },
  async run({ prompts, spell, seeds = 1, parameters = '', planOnly, ...subject }, context, call) {
    const { signal } = call;
    const generator = await context.generator(signal);
    if (!generator)
      throw new ToolError(
        'no-generator',
        context.face === 'terminal'
          ? 'No generator is set. Ask the user to start the server with SPELLWRIGHT_GENERATOR=http://127.0.0.1:7860, where theirs listens.'
          : 'No generator is connected. Ask the user to run “Spellwright: Connect a Generator…”.',
      );
    const settings = parametersOfLine(parameters);
    if (settings.unread.length > 0)
      throw new ToolError(
        'input-invalid',
        `parameters: not understood: ${settings.unread.join(', ')}. Known: ${INFOTEXT_NAMES.join(', ')}.`,
      );
    const found = await subjectFile(prompts, subject, context, call);
    const { file, path, isMade, places } = found;
    const wanted = file.spells.filter(
      ({ index, name }) => spell === undefined || name?.value === spell || `#${index + 1}` === spell,
    );
    if (wanted.length === 0) throw new ToolError('no-such-spell', 'There is no such prompt to draw.');
    const folder = await insidePath(
      generator.folder?.(path) ?? join(dirname(path), GENERATED_FOLDER),
      places,
    );
    const { wildcards } = await foundFiles(found, false, call);
    const plan = planned({
      file,
      wildcards: wildcards.wildcards,
      spells: wanted.map(({ index }) => index),
      seeds,
      settings: { ...generator.settings?.(path), ...settings.parameters },
      generator: generator.identity,
      records: await readGenerated(folder),
      ...(generator.workflow !== undefined && { workflow: generator.workflow }),
    });
    const pictures = plan.requests.length;
    if (pictures > mostPictures && !planOnly)
      throw tooMany({ pictures, variants: plan.variants.length, seeds: plan.seeds.length });
    const known = plan.requests.filter((each) => each.known).length;
    const told = {
      generator: `${generatorName(generator.identity)}, ${generator.identity.url}`,
      ...{ pictures, known },
      texts: plan.variants.length,
      seeds: [...plan.seeds],
      secondsEach: plan.secondsEach === undefined ? null : rounded(plan.secondsEach),
    };
    const drawn: { file: string; text: string; seed: string; isNew: boolean; remarks: string[] }[] = [];
    if (!planOnly) {
      const onProgress = (done: number): void => call.onProgress({ phase: 'images', done, total: pictures });
      const source = basename(path);
      const { generator: port } = generator;
      for await (const one of drawPictures({ plan, file, source, generator: port, folder, signal })) {
        const { record: kept, isKnown, remarks } = one;
        drawn.push({
          file: shownPath(generatedFile(folder, kept), places),
          ...{ text: kept.text, seed: kept.seed, isNew: !isKnown },
          remarks: remarks.filter(isGenerationRemark).map((each) => generationRemarkText(each, 'en')),
        });
        onProgress(drawn.length);
      }
    }
    const fresh = drawn.filter(({ isNew }) => isNew).length;
    return {
      summary: planOnly
        ? `${count(pictures, 'picture')} would be drawn or taken from what is there (${known}).`
        : `${count(drawn.length, 'picture')} in ${shownPath(folder, places)}, of which ${fresh} ${fresh === 1 ? 'is' : 'are'} new.`,
      plan: told,
      pictures: drawn,
      problems: problemsAnswer([], found, context),
      ...((!isMade || wildcards.files.length > 0) && { notice: dataNotice }),
    };
  },
});

/** @throws ToolError `too-many-pictures` of what is too much even to plan */
function planned(request: PlanRequest): GenerationPlan {
  try {
    return planPictures(request);
  } catch (error) {
    throw error instanceof TooManyPictures ? tooMany(error.parameters) : error;
  }
}

function tooMany({ pictures, variants, seeds }: Omit<TooManyPictures['parameters'], 'most'>): ToolError {
  return new ToolError(
    'too-many-pictures',
    `These are ${pictures} pictures (${count(variants, 'text')}, ${count(seeds, 'seed')}), and one call draws ${mostPictures} at most. Name one spell, fewer seeds, or prompts with fewer slots.`,
  );
}
