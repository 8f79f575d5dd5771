import { expandSpell as expand } from '../core/spell/expandSpell';
import { syntaxSteps } from '../tasks/problems';
import { paced } from '../core/steps';
import { pauses } from '../files/pauses';
import { count, dataNotice, notice, problemsSchema, summary } from './answers';
import { choice, list, nullable, optional, record, text, whole, yes } from './schema';
import { foundFiles, pathText, problemsAnswer, promptText, spellField, subjectFile } from './subject';
import { onlyReads, tool, ToolError } from './tool';

const input = record({
  prompt: optional(promptText('A prompt with slots: {a|b}, {2$$a|b|c}, __wildcard__, ${name=value}.')),
  spellFile: optional(pathText('A spell file (.spell) instead.')),
  spell: spellField,
  dialect: optional(choice(['a1111', 'comfyui', 'midjourney', 'novelai', 'invokeai', 'plain'])),
  most: optional(whole({ least: 1, most: 256, description: 'Texts at most (50).' })),
});

const output = record({
  summary,
  texts: list(text(), {
    description: 'As CLIP reads them: without weights and other signs for the generator.',
  }),
  combinations: nullable(whole({ description: 'All that there are; null beyond 2^53.' })),
  isSample: yes('They are drawn from more, always the same ones.'),
  negative: nullable(text({ description: 'The negative prompt as written.' })),
  problems: problemsSchema,
  notice: optional(notice),
});

const usually = 50;

export const expandSpell = tool({
  name: 'expand_spell',
  description:
    'Fills in the slots and wildcards of a text-to-image prompt and gives the texts that come out, with what is wrong with its syntax. Needs no pictures and no model.',
  ...{ input, output, annotations: onlyReads },
  async run({ prompt, spell, most = usually, ...subject }, context, call) {
    const found = await subjectFile(prompt === undefined ? undefined : [prompt], subject, context, call);
    const { file, path, isMade } = found;
    const wanted = file.spells.filter(
      ({ index, name }) => spell === undefined || name?.value === spell || `#${index + 1}` === spell,
    );
    const [only] = wanted;
    if (only === undefined || (wanted.length > 1 && spell === undefined)) {
      const names = file.spells
        .slice(0, 30)
        .map(({ name, index }) => `“${name?.value.slice(0, 60) ?? `#${index + 1}`}”`);
      throw new ToolError(
        'no-such-spell',
        names.length === 0 ? 'There is no prompt.' : `Name one spell of ${names.join(', ')}.`,
      );
    }
    const { wildcards } = await foundFiles(found, false, call);
    const set = expand(only, { dialect: file.dialect, wildcards: wildcards.wildcards, limit: most });
    const problems = [
      ...(await paced(syntaxSteps(file, path), pauses(call.signal))),
      ...set.diagnostics.map((each) => ({ ...each, path })),
      ...wildcards.problems.map(({ code, path: at, line, detail }) => ({
        severity: 'error' as const,
        ...{ code, path: at, parameters: { detail } },
        ...(line !== undefined && { line }),
      })),
    ].filter(({ code }) => code !== 'expansions-sampled');
    const isKnown = Number.isSafeInteger(set.total);
    const all = isKnown ? count(set.total, 'combination') : 'more combinations than can be counted';
    return {
      summary: set.sampled ? `${set.expansions.length} of ${all}, drawn by chance.` : `${all}.`,
      texts: set.expansions.map((each) => each.text),
      combinations: isKnown ? set.total : null,
      isSample: set.sampled,
      negative: only.negative?.source ?? null,
      problems: problemsAnswer(problems, found, context),
      ...((!isMade || wildcards.files.length > 0) && { notice: dataNotice }),
    };
  },
});
