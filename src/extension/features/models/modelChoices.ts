import { bundledModel } from '../../../client/modelLocation';
import { readableFormats, type RegisteredModel } from '../../../models/registryFormat';
import { shownBytes } from '../../../words/amounts';
import { namesOf } from '../../../words/languageNames';
import { MODEL_PICKER_WORDING } from '../../../words/modelPicker';
import { usesText } from '../../../words/modelUses';
import { say, type Language } from '../../../words/words';
import type { LibraryModel } from '../../services/modelLibrary';

/** What can be chosen to score with. */
export type ModelChoice =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'registered'; readonly model: RegisteredModel }
  /** The folder that the setting names now. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** Ask for a folder. */
  | { readonly kind: 'browse' }
  /** No second checkpoint. */
  | { readonly kind: 'none' };

export interface ModelEntry {
  readonly choice: ModelChoice;
  readonly group: 'here' | 'toDownload' | 'notReadable';
  readonly inUse: boolean;
  /** Something of it is on disk that Spellwright may delete. */
  readonly isRemovable: boolean;
  readonly name: string;
  /** State, size, licence, languages, id: what the list is searched by. */
  readonly facts: string;
  readonly note: string;
}

/**
 * Everything that can be chosen: what is here, then what can be downloaded, those first that read the editor's language,
 * then what this version cannot read.
 * @param inUse the id or folder that is in use now; `bundledModel` for the bundled checkpoint, nothing for none
 * @param offersNone whether none can be chosen, too
 */
export function modelEntries(known: {
  readonly library: readonly LibraryModel[];
  readonly inUse: string;
  readonly offersNone?: boolean;
  readonly language: Language;
}): ModelEntry[] {
  const { library, inUse, language } = known;
  const word = (key: keyof typeof MODEL_PICKER_WORDING): string => say(MODEL_PICKER_WORDING[key], language);
  const facts = (...parts: readonly (string | false)[]): string =>
    parts.filter((part) => part !== false && part !== '').join(' · ');
  const registered = library.map(({ model, state }) => {
    const isReadable = readableFormats.has(model.format);
    return {
      choice: { kind: 'registered', model } as const,
      group: !isReadable ? 'notReadable' : state === 'pulled' ? 'here' : 'toDownload',
      inUse: model.id === inUse,
      isRemovable: state !== 'absent',
      name: model.name,
      facts: facts(
        model.id === inUse && word('inUse'),
        usesText(model.uses, language),
        word(isReadable ? state : 'unreadable'),
        shownBytes(model.megabytes * 1e6),
        say(MODEL_PICKER_WORDING.licence, language, { licence: model.licence }),
        languagesOf(model.languages, language),
        model.id,
      ),
      note: model.note[language],
    } satisfies ModelEntry;
  });
  const own = { group: 'here', isRemovable: false } as const;
  const isBundledInUse = inUse === bundledModel;
  const isListed = inUse === '' || isBundledInUse || registered.some((entry) => entry.inUse);
  return [
    ...(known.offersNone
      ? [
          {
            ...own,
            choice: { kind: 'none' },
            inUse: inUse === '',
            name: word('none'),
            facts: facts(inUse === '' && word('inUse')),
            note: word('noneNote'),
          } as const,
        ]
      : []),
    {
      ...own,
      choice: { kind: 'bundled' },
      inUse: isBundledInUse,
      name: word('bundledName'),
      facts: facts(isBundledInUse && word('inUse'), word('bundled'), languagesOf(['en', 'ja'], language)),
      note: word('bundledNote'),
    },
    ...registered.filter(({ group }) => group === 'here'),
    ...(isListed
      ? []
      : [
          {
            ...own,
            choice: { kind: 'folder', folder: inUse },
            inUse: true,
            name: inUse,
            facts: facts(word('inUse'), word('folder')),
            note: '',
          } as const,
        ]),
    {
      ...own,
      choice: { kind: 'browse' },
      inUse: false,
      name: word('browse'),
      facts: '',
      note: word('browseNote'),
    },
    ...[true, false].flatMap((reads) =>
      registered.filter(
        ({ group, choice: { model } }) =>
          group === 'toDownload' && model.languages.includes(language) === reads,
      ),
    ),
    ...registered.filter(({ group }) => group === 'notReadable'),
  ];
}

/** Who looks for Japanese may write it in either language, whatever the editor speaks. */
function languagesOf(codes: readonly string[], language: Language): string {
  const names = namesOf('language', codes, language);
  if (!codes.includes('ja')) return names;
  return `${names} (${namesOf('language', ['ja'], language === 'ja' ? 'en' : 'ja')})`;
}
