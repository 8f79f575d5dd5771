import { EngineError } from '../core/engineError';
import { damagedFile } from '../models/checkModel';
import { CheckedFiles } from '../models/fileHash';
import { ModelError } from '../models/modelError';
import type { ModelPlaces } from '../models/modelPlaces';
import { pulledModel } from '../models/pulledModel';
import { findModel, readRegistry } from '../models/registry';
import { readableFormats, type RegisteredModel } from '../models/registryFormat';
import { removeModel } from '../models/removeModel';
import { shownBytes } from '../words/amounts';
import { namesOf } from '../words/languageNames';
import { errorText } from '../words/problemText';
import { MODELS_WORDING } from '../words/models';
import { usesText } from '../words/modelUses';
import { say, type Language } from '../words/words';
import { exitCodes } from './commands';
import type { ModelsContext } from './modelsContext';
import { pullCommand } from './modelsPull';
import { verifyCommand } from './modelsVerify';
import { printable, tableLines } from './table';
import type { Terminal } from './terminal';

export type ModelsRequest =
  | { readonly command: 'list' }
  | { readonly command: 'path' | 'remove'; readonly id: string }
  /** `acceptLicence` names the licence that whoever asks has read, where it forbids commercial use. */
  | { readonly command: 'pull'; readonly id: string; readonly acceptLicence?: string }
  | { readonly command: 'verify'; readonly id: string; readonly pictures: string };

/** More names than this leave no room for the rest. */
const mostLanguages = 2;

/**
 * `spellwright models …`: what can be downloaded, and what to do with it.
 * @returns 0; 1 when a checkpoint does not score as published; 2 when the command could not be done
 */
export async function models(request: ModelsRequest, context: ModelsContext): Promise<number> {
  const { terminal, places, signal } = context;
  try {
    const known = await readRegistry(places.registries);
    if (request.command === 'list') return await list(known, context);
    const model = findModel(known, request.id);
    switch (request.command) {
      case 'pull':
        return await pullCommand(model, context, request.acceptLicence);
      case 'path':
        return await pathOf(model, context);
      case 'remove':
        return await remove(model, context);
      case 'verify':
        return await verifyCommand(
          model.id,
          { folder: await undamagedFolder(model, context), pictures: request.pictures },
          context,
        );
    }
  } catch (error) {
    signal.throwIfAborted();
    terminal.writeError(`${printable(messageOf(error, terminal))}\n`);
    return exitCodes.wrong;
  }
}

async function list(known: readonly RegisteredModel[], { terminal, places }: ModelsContext): Promise<number> {
  const { language } = terminal;
  const rows = await Promise.all(
    known.map(async (model) => {
      const { state, refused } = await pulledModel(model, places.cacheFolder);
      const shown = readableFormats.has(model.format)
        ? say(MODELS_WORDING[refused ? 'refused' : state], language)
        : say(MODELS_WORDING.unreadable, language, { format: model.format });
      const size = shownBytes(model.megabytes * 1e6);
      const speed = model.speed === undefined ? '' : say(MODELS_WORDING[model.speed], language);
      const languages = namesOf('language', model.languages, language, mostLanguages);
      return [model.id, shown, size, speed, languages, model.licence, noteOf(model, language)];
    }),
  );
  const title = (key: 'id' | 'state' | 'size' | 'speed' | 'languages' | 'licence' | 'note'): string =>
    say(MODELS_WORDING[key], language);
  const lines = tableLines(
    [
      { title: title('id'), align: 'left' },
      { title: title('state'), align: 'left' },
      { title: title('size'), align: 'right' },
      { title: title('speed'), align: 'left' },
      { title: title('languages'), align: 'left' },
      { title: title('licence'), align: 'left' },
      { title: title('note'), align: 'left', flexible: true },
    ],
    rows,
    terminal.width,
  );
  const cache = say(MODELS_WORDING.cache, language, { folder: printable(places.cacheFolder) });
  await terminal.write(`${lines.join('\n')}\n\n${cache}\n`);
  return exitCodes.done;
}

function noteOf({ uses, note }: RegisteredModel, language: Language): string {
  const use = usesText(uses, language);
  return use === ''
    ? note[language]
    : say(MODELS_WORDING.useAndNote, language, { use, note: note[language] });
}

/** For scripts: the folder and nothing else. */
async function pathOf(model: RegisteredModel, { terminal, places }: ModelsContext): Promise<number> {
  await terminal.write(`${await pulledFolder(model, places)}\n`);
  return exitCodes.done;
}

/** @throws ModelError `model-absent`, `cache-odd-entry` */
async function pulledFolder(model: RegisteredModel, { cacheFolder }: ModelPlaces): Promise<string> {
  const { folder, refused } = await pulledModel(model, cacheFolder);
  if (folder !== undefined) return folder;
  if (refused) throw refused;
  throw new ModelError('model-absent', { model: model.id, size: shownBytes(model.megabytes * 1e6) });
}

/**
 * The folder of a model whose files have been hashed.
 * @throws ModelError `file-damaged`, and as `pulledFolder`
 */
async function undamagedFolder(
  model: RegisteredModel,
  { places, memoFolder, signal }: ModelsContext,
): Promise<string> {
  const folder = await pulledFolder(model, places);
  const { cacheFolder } = places;
  const damaged = await damagedFile(model, await pulledModel(model, cacheFolder), {
    cacheFolder,
    checked: new CheckedFiles(memoFolder),
    signal,
  });
  if (damaged) throw new ModelError('file-damaged', { model: model.id, ...damaged });
  return folder;
}

async function remove(model: RegisteredModel, { terminal, places }: ModelsContext): Promise<number> {
  const folder = await removeModel(model, places.cacheFolder);
  const message =
    folder === undefined
      ? say(MODELS_WORDING.notThere, terminal.language, { id: model.id })
      : say(MODELS_WORDING.removed, terminal.language, { folder: printable(folder) });
  await terminal.write(`${message}\n`);
  return exitCodes.done;
}

/** @throws what is not an expected failure */
function messageOf(error: unknown, { language }: Terminal): string {
  if (!(error instanceof EngineError || error instanceof ModelError)) throw error;
  return errorText(error, { language, face: 'terminal' });
}
