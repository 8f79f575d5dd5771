import path from 'node:path';
import * as vscode from 'vscode';
import { isReadableName } from '../../../core/clip/pictureFormat';
import { plainText } from '../../../core/plainText';
import { DIALECTS, FRONT_MATTER_KEYS } from '../../../core/spell/frontMatter';
import type { Dialect, SpellFile } from '../../../core/spell/spell';
import { listWildcards } from '../../../files/listWildcards';
import { reachesFolder, type Reach } from '../../../files/reach';
import { LANGUAGE_WORDING } from '../../../words/language';
import { NEW_FILE_WORDING } from '../../../words/newFile';
import { TEST_EXPLORER_WORDING } from '../../../words/testExplorer';
import { say, type Language } from '../../../words/words';
import { expectOffers } from '../test/expectOffers';
import { completionPlace, type CompletionPlace } from './completionPlace';
import { isSaved, pathOf, uriOf } from '../../services/places';

/** Characters that may begin something that can be completed. */
export const completionTriggers = ['/', '_', '#', '[', '"', "'", ' '];

const keyWording: Readonly<Record<(typeof FRONT_MATTER_KEYS)[number], keyof typeof LANGUAGE_WORDING>> = {
  images: 'keyImages',
  avoid: 'keyAvoid',
  lists: 'keyLists',
  keep: 'keyKeep',
  template: 'keyTemplate',
  templates: 'keyTemplate',
  dialect: 'keyDialect',
  model: 'keyModel',
  judge: 'keyJudge',
  generate: 'keyGenerate',
  expect: 'keyExpect',
};
const dialectWording: Readonly<Record<Dialect, keyof typeof LANGUAGE_WORDING>> = {
  a1111: 'dialectA1111',
  comfyui: 'dialectComfyui',
  midjourney: 'dialectMidjourney',
  novelai: 'dialectNovelai',
  invokeai: 'dialectInvokeai',
  plain: 'dialectPlain',
};

export interface CompletionFacts {
  readonly file: SpellFile;
  readonly configuredWildcardFolders: readonly string[];
  /** Of what the file names. */
  readonly reach: Reach;
  readonly language: Language;
}

/** Front-matter keys and values, picture paths, wildcard names, and headings. */
export async function completionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  { file, configuredWildcardFolders, reach, language }: CompletionFacts,
  token: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  const place = completionPlace(file, document.offsetAt(position));
  if (place === undefined) return [];
  const range = new vscode.Range(document.positionAt(place.span.start), document.positionAt(place.span.end));
  const item = (
    label: string,
    kind: vscode.CompletionItemKind,
    detail?: keyof typeof LANGUAGE_WORDING,
  ): vscode.CompletionItem =>
    Object.assign(new vscode.CompletionItem(plainText(label), kind), {
      range,
      ...(plainText(label) !== label && { insertText: label, filterText: label }),
      ...(detail && { detail: say(LANGUAGE_WORDING[detail], language) }),
    });

  switch (place.kind) {
    case 'key': {
      const present = new Set(file.frontMatter.keys.map(({ value }) => value));
      return FRONT_MATTER_KEYS.filter((key) => key !== 'templates' && !present.has(key)).map((key) =>
        Object.assign(item(key, vscode.CompletionItemKind.Property, keyWording[key]), {
          insertText: new vscode.SnippetString(
            ['images', 'avoid', 'lists', 'keep'].includes(key) ? `${key}: [$0]` : `${key}: $0`,
          ),
          command: suggestAgain,
        }),
      );
    }
    case 'dialect':
      return DIALECTS.map((dialect) =>
        item(dialect, vscode.CompletionItemKind.EnumMember, dialectWording[dialect]),
      );
    case 'heading':
      return [
        Object.assign(item('###', vscode.CompletionItemKind.Module, 'newSpell'), {
          insertText: new vscode.SnippetString('### ')
            .appendPlaceholder(say(NEW_FILE_WORDING.name, language))
            .appendText('\n')
            .appendTabstop(0),
        }),
      ];
    case 'expect-key':
    case 'expect-value': {
      const isKey = place.kind === 'expect-key';
      return expectOffers(place, file).map(({ text, detail }) =>
        Object.assign(
          item(text, isKey ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value),
          {
            ...(detail && { detail: say(TEST_EXPLORER_WORDING[detail], language) }),
            insertText: isKey ? `${text}: ` : place.quoted ? text : quotedForYaml(text),
            ...(isKey && { command: suggestAgain }),
          },
        ),
      );
    }
    case 'wildcard': {
      if (!isSaved(document.uri)) return [];
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        const names = await listWildcards(pathOf(document.uri), configuredWildcardFolders, {
          reach,
          signal: abort.signal,
        });
        return names.map((name) =>
          Object.assign(item(name, vscode.CompletionItemKind.Variable), { insertText: `${name}__` }),
        );
      } catch (error) {
        if (abort.signal.aborted) return [];
        throw error;
      }
    }
    default:
      return isSaved(document.uri) ? pathCompletions(document.uri, place, reach, item) : [];
  }
}

const suggestAgain: vscode.Command = { command: 'editor.action.triggerSuggest', title: '' };

/** Folders always; files only where a picture is asked for. */
async function pathCompletions(
  uri: vscode.Uri,
  place: Extract<CompletionPlace, { quoted: boolean }>,
  reach: Reach,
  item: (
    label: string,
    kind: vscode.CompletionItemKind,
    detail?: keyof typeof LANGUAGE_WORDING,
  ) => vscode.CompletionItem,
): Promise<vscode.CompletionItem[]> {
  const slash = place.typed.lastIndexOf('/') + 1;
  const written = place.typed.slice(0, slash);
  const folder = uriOf(path.resolve(path.dirname(pathOf(uri)), written === '' ? '.' : written));
  // Somebody types in a stranger's file: a path that stands there already must not lead outside.
  if (!reach.namedOutside && !(await reachesFolder(reach, pathOf(folder)))) return [];
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (found) => found.filter(([name]) => !name.startsWith('.')),
    () => [], // no such folder: nothing to offer
  );
  const offered = (
    name: string,
    kind: vscode.CompletionItemKind,
    detail?: keyof typeof LANGUAGE_WORDING,
  ): vscode.CompletionItem =>
    Object.assign(item(name, kind, detail), {
      filterText: `${written}${name}`,
      insertText: place.quoted ? `${written}${name}` : quotedForYaml(`${written}${name}`),
    });
  const folders = entries
    .filter(([, type]) => (type & vscode.FileType.Directory) !== 0)
    .map(([name]) =>
      Object.assign(offered(`${name}/`, vscode.CompletionItemKind.Folder), { command: suggestAgain }),
    );
  if (place.kind === 'model') return folders;
  const pictures = entries.map(([name]) => name).filter(isReadableName);
  const extensions = [...new Set(pictures.map((name) => path.extname(name)))];
  return [
    ...folders,
    ...pictures.map((name) => offered(name, vscode.CompletionItemKind.File)),
    ...extensions.map((extension) =>
      offered(`*${extension}`, vscode.CompletionItemKind.Value, 'allPictures'),
    ),
  ];
}

/** In quotes where YAML would read something else: `*.png` is an alias, ` #` a comment. */
function quotedForYaml(text: string): string {
  return /^[\w./~-][^"'#,:[\]{}]*$/.test(text) && !text.includes(' ') ? text : JSON.stringify(text);
}
