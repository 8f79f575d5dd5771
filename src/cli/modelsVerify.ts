import { resolve } from 'node:path';
import { readPublishedScores } from '../models/publishedScores';
import { verifyModel, type VerifiedCase } from '../models/verifyModel';
import { MODELS_WORDING } from '../words/models';
import { say } from '../words/words';
import { exitCodes } from './commands';
import type { ModelsContext } from './modelsContext';
import { tableLines } from './table';
import type { Terminal } from './terminal';

/**
 * `spellwright models verify ID`: does this program, with these files, score as others published?
 * @param model id in the registry
 * @param folders of the downloaded checkpoint, and of the published pictures
 */
export async function verifyCommand(
  model: string,
  { folder, pictures }: { readonly folder: string; readonly pictures: string },
  { terminal, engines, publishedScores, signal }: ModelsContext,
): Promise<number> {
  const { language } = terminal;
  const cases = await readPublishedScores(publishedScores);
  const embedder = await engines.for(folder, undefined);
  const picturesFolder = resolve(pictures);
  const result = await verifyModel({ model, cases, picturesFolder, embedder, signal });

  const { id, hash } = result.checkpoint;
  const title = say(MODELS_WORDING.checkpoint, language, { checkpoint: id, hash: hash.slice(0, 12) });
  await terminal.write([title, ...result.cases.map((one) => caseText(one, terminal))].join('\n\n') + '\n');
  const tried = result.cases.filter((one) => one.worst !== undefined);
  const farthest = tried.reduce((most, one) => (farther(one) > farther(most) ? one : most));
  const verdict = say(MODELS_WORDING[result.passed ? 'pass' : 'fail'], language, {
    cases: tried.length,
    worst: shown(farthest.worst!),
    tolerance: farthest.published.tolerance,
  });
  await terminal.write(`\n${terminal.out(result.passed ? 'green' : 'red', verdict)}\n`);
  return result.passed ? exitCodes.done : exitCodes.findings;
}

/** How far off, in tolerances: logits and probabilities cannot be compared otherwise. */
function farther({ worst, published }: VerifiedCase): number {
  const share = worst! / published.tolerance;
  return Number.isNaN(share) ? Infinity : share;
}

function caseText({ published, measured }: VerifiedCase, { language, width }: Terminal): string {
  const { picture, texts, values, source } = published;
  if (!measured) {
    return say(MODELS_WORDING.fetch, language, { picture: picture.file, url: picture.url });
  }
  const title = (key: 'published' | 'measured' | 'difference' | 'text'): string =>
    say(MODELS_WORDING[key], language);
  const lines = tableLines(
    [
      { title: title('published'), align: 'right' },
      { title: title('measured'), align: 'right' },
      { title: title('difference'), align: 'right' },
      { title: title('text'), align: 'left', flexible: true },
    ],
    texts.map((text, i) => [
      shown(values[i]!),
      shown(measured[i]!),
      shown(Math.abs(measured[i]! - values[i]!)),
      text,
    ]),
    width,
  );
  return [picture.file, ...lines, say(MODELS_WORDING.source, language, { source })].join('\n');
}

function shown(value: number): string {
  return value.toFixed(4);
}
