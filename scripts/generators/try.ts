/**
 * Connects to a running generator, says what it can, and has it draw one picture.
 *
 *   npx tsx scripts/generators/try.ts [ADDRESS [PROMPT [SEED]]] [--model NAME] [--sampler NAME] [--size 512x768] [--out FILE]
 *     [--workflow FILE [--bindings FILE]]
 *
 * A workflow in API form, or a picture that was made with one, is for ComfyUI; where its places are is told first, and written to
 * the file of bindings if that is not there.
 * Without an address, the usual ones of this machine are asked. SPELLWRIGHT_GENERATOR_USER and _PASSWORD are for Basic
 * authentication, SPELLWRIGHT_GENERATOR_HEADER is one header ("Name: value"). Ctrl+C stops the picture at the generator, too.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isThisMachine, type GeneratorAddress } from '../../src/generators/address';
import { connect } from '../../src/generators/connect';
import { discover } from '../../src/generators/discover';
import type { GenerationProgress } from '../../src/generators/generator';
import { GeneratorError } from '../../src/generators/generatorError';
import { finish } from '../../src/core/steps';
import { workflowOfPicture } from '../../src/core/infotext/workflowOfPicture';
import { inflate } from '../../src/files/inflate';
import type { GivenWorkflow } from '../../src/generators/comfyui/comfyGenerator';
import { findBindings } from '../../src/generators/comfyui/workflow/findBindings';
import { correctedBindings, writeBindings } from '../../src/generators/comfyui/workflow/storedBindings';
import { readWorkflow } from '../../src/generators/comfyui/workflow/workflow';
import { generationRemarkText, generatorErrorText, workflowRemarkText } from '../../src/words/generators';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    sampler: { type: 'string' },
    scheduler: { type: 'string' },
    size: { type: 'string', default: '512x512' },
    steps: { type: 'string' },
    out: { type: 'string' },
    workflow: { type: 'string' },
    bindings: { type: 'string' },
  },
});
const [address, prompt = 'a red ball on a blue table', seed = '1'] = positionals;

function addressOf(url: string): GeneratorAddress {
  const { SPELLWRIGHT_GENERATOR_USER: user, SPELLWRIGHT_GENERATOR_PASSWORD: password } = process.env;
  const [name, ...value] = (process.env.SPELLWRIGHT_GENERATOR_HEADER ?? '').split(':');
  return { url, user, password, ...(name && { header: { name, value: value.join(':').trim() } }) };
}

async function found(): Promise<string | undefined> {
  for (const each of await discover()) {
    if ('error' in each) console.log(generatorErrorText(each.error, 'en'));
    else return each.url;
  }
  return undefined;
}

function tell({ queued, fraction = 0, preview }: GenerationProgress): void {
  const state = queued ? 'waits' : `${Math.round(100 * fraction)} %`;
  console.log(state, preview ? `(preview of ${preview.length} bytes)` : '');
}

async function givenWorkflow(): Promise<GivenWorkflow | undefined> {
  if (values.workflow === undefined) return undefined;
  const bytes = await readFile(values.workflow);
  const text = workflowOfPicture(bytes, { inflate }) ?? bytes.toString('utf8');
  const workflow = readWorkflow(text);
  const found = finish(findBindings(workflow));
  const kept =
    values.bindings === undefined
      ? undefined
      : await readFile(values.bindings, 'utf8').catch(() => undefined);
  const { bindings, remarks } = kept === undefined ? found : correctedBindings(found, workflow, kept);
  for (const { slot, id, type, title = '', input, rule, value } of bindings)
    console.log(slot, `node ${id} ${type} ${title} ${input} (${rule}): ${value.slice(0, 60)}`);
  for (const remark of remarks) console.log(workflowRemarkText(remark, 'en'));
  if (kept === undefined && values.bindings !== undefined)
    await writeFile(values.bindings, writeBindings(bindings), { flag: 'wx' });
  return { workflow: text, bindings: kept };
}

async function run(): Promise<void> {
  const url = address ?? (await found());
  if (url === undefined) return console.log('No generator at the usual addresses.');
  if (!isThisMachine(url)) console.log(`${url} is not on this machine.`);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('stopped')));
  const given = await givenWorkflow();
  const generator = await connect(addressOf(url), stop.signal, { comfyui: { given } });
  console.log(generator.identity);
  console.dir(await generator.capabilities(stop.signal), { maxArrayLength: 10 });
  const [width, height] = values.size.split('x').map(Number);
  const began = performance.now();
  const { pictures, remarks } = await generator.generate(
    {
      prompt,
      seed,
      width,
      height,
      model: values.model,
      sampler: values.sampler,
      scheduler: values.scheduler,
      steps: values.steps === undefined ? undefined : Number(values.steps),
    },
    { signal: stop.signal, onProgress: tell, preview: true },
  );
  console.log(`${((performance.now() - began) / 1000).toFixed(2)} s`);
  for (const { bytes, format, seed: own, ran } of pictures) console.log(format, bytes.length, own, ran);
  for (const remark of remarks) console.log(generationRemarkText(remark, 'en'));
  if (values.out !== undefined) await writeFile(values.out, pictures[0].bytes, { flag: 'wx' });
}

run().catch((error: unknown) => {
  console.error(error instanceof GeneratorError ? generatorErrorText(error, 'en') : error);
  process.exitCode = 1;
});
