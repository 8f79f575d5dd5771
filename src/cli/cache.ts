import { clearKeptPictures, keptPictureBytes } from '../files/keptPictures';
import { shownBytes } from '../words/amounts';
import { KEPT_PICTURES_WORDING } from '../words/keptPictures';
import { systemReason } from '../words/systemReason';
import { say } from '../words/words';
import { exitCodes, type CommandContext } from './commands';
import { printable } from './table';

export interface CacheArguments {
  readonly clear?: boolean;
}

/** `spellwright cache`: what the terminal's cache keeps of pictures, or no more. */
export async function cache(
  { clear }: CacheArguments,
  { terminal, cacheFolder }: Pick<CommandContext, 'terminal'> & { readonly cacheFolder: string },
): Promise<number> {
  const { language } = terminal;
  const bytes = await keptPictureBytes(cacheFolder);
  const parameters = { size: shownBytes(bytes), folder: printable(cacheFolder) };
  if (!clear) {
    const lines = [say(KEPT_PICTURES_WORDING.kept, language, parameters)];
    if (bytes > 0) lines.push(say(KEPT_PICTURES_WORDING.howToClear, language));
    await terminal.write(lines.map((line) => `${line}\n`).join(''));
    return exitCodes.done;
  }
  try {
    await clearKeptPictures(cacheFolder);
  } catch (error) {
    const reason = systemReason(error, language);
    terminal.writeError(`${say(KEPT_PICTURES_WORDING.notCleared, language, { ...parameters, reason })}\n`);
    return exitCodes.wrong;
  }
  await terminal.write(`${say(KEPT_PICTURES_WORDING.cleared, language, parameters)}\n`);
  return exitCodes.done;
}
