import type { Tool } from '../../../tools/tool';
import { AGENTS_WORDING, TOOL_WORDING } from '../../../words/agents';
import { say, type Language } from '../../../words/words';

/** What the user is asked before a tool runs; undefined for one that only reads, on this machine. */
export function confirmation(
  {
    name,
    annotations: { readOnly, openWorld },
    needsGenerator = false,
  }: Pick<Tool, 'name' | 'annotations' | 'needsGenerator'>,
  language: Language,
  generatorAddress?: string,
): { readonly title: string; readonly message: string } | undefined {
  if (readOnly && !openWorld) return undefined;
  const title = say(AGENTS_WORDING.confirmTitle, language, { tool: say(TOOL_WORDING[name].title, language) });
  const reasons = [
    ...(readOnly ? [] : [AGENTS_WORDING.confirmWrites]),
    ...(openWorld ? [AGENTS_WORDING.confirmSends] : []),
  ];
  const url = needsGenerator ? generatorAddress : undefined;
  const told = url === undefined ? reasons : [AGENTS_WORDING.confirmDraws];
  return { title, message: told.map((each) => say(each, language, { url: url ?? '' })).join(' ') };
}
