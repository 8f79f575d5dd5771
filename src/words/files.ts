import type { FileErrorCode } from '../files/fileError';
import type { WildcardProblem } from '../files/loadWildcards';
import type { ImageProblemCode } from '../files/resolveImages';
import type { Wording } from './words';

/** Why a spell file cannot be read, and what to do. */
export const FILE_ERROR_WORDING: Readonly<Record<FileErrorCode, Wording>> = {
  'file-missing': {
    en: 'There is no such file. Check the path.',
    ja: 'ファイルがありません。パスを確認してください。',
  },
  'file-is-folder': {
    en: 'This is a folder. Name a file.',
    ja: 'これはフォルダーです。ファイルを指定してください。',
  },
  'file-unreadable': {
    en: 'The file cannot be read ({detail}). Check its permissions.',
    ja: 'ファイルを読み取れません（{detail}）。アクセス権を確認してください。',
  },
  'file-too-large': {
    en: 'The file has {detail} bytes, more than a spell file may have (8 MiB). Divide it.',
    ja: 'ファイルが{detail}バイトあり、上限（8 MiB）を超えています。分割してください。',
  },
  'file-pointer': {
    en: 'This is not the file but a Git LFS pointer to it: it was cloned without Git LFS. Install Git LFS and run “git lfs pull” in its folder.',
    ja: 'ファイルではなく、Git LFSのポインターです（Git LFSなしで複製したファイルです）。Git LFSをインストールし、このファイルのフォルダーで「git lfs pull」を実行してください。',
  },
  'file-not-text': {
    en: 'The file is not UTF-8 text. Save it with the encoding UTF-8.',
    ja: 'ファイルがUTF-8のテキストではありません。文字コードをUTF-8にして保存してください。',
  },
  'folder-without-spells': {
    en: 'No .spell file is in this folder or below. Name a spell file, or create one.',
    ja: 'このフォルダー以下に.spellファイルがありません。ファイルを指定するか、作成してください。',
  },
};

/** What a front matter's `images` name that is not there. */
export const IMAGE_PROBLEM_WORDING: Readonly<Record<ImageProblemCode, Wording>> = {
  'image-not-found': {
    en: 'There is no picture "{pattern}". Check the path: it is relative to this file.',
    ja: '画像「{pattern}」がありません。パスを確認してください（このファイルからの相対パスです）。',
  },
  'images-none-match': {
    en: 'No picture matches "{pattern}". Check the pattern: it is relative to this file.',
    ja: '「{pattern}」に一致する画像がありません。パターンを確認してください（このファイルからの相対パスです）。',
  },
  'images-too-many': {
    en: 'With "{pattern}" there are {found} pictures; the first {limit} are used. Name fewer.',
    ja: '「{pattern}」までで画像が{found}枚あり、最初の{limit}枚だけを使います。数を減らしてください。',
  },
};

/** Of pictures that a command line names. */
export const GIVEN_IMAGE_PROBLEM_WORDING: Readonly<Record<ImageProblemCode, Wording>> = {
  ...IMAGE_PROBLEM_WORDING,
  'image-not-found': {
    en: 'There is no picture "{pattern}". Check the path: it is relative to the current folder.',
    ja: '画像「{pattern}」がありません。パスを確認してください（現在のフォルダーからの相対パスです）。',
  },
  'images-none-match': {
    en: 'No picture matches "{pattern}". Check the pattern: it is relative to the current folder.',
    ja: '「{pattern}」に一致する画像がありません。パターンを確認してください（現在のフォルダーからの相対パスです）。',
  },
};

export const WILDCARD_PROBLEM_WORDING: Readonly<Record<WildcardProblem['code'], Wording>> = {
  'wildcard-file-broken': {
    en: 'The wildcard file is not valid YAML: {detail}. Correct this place; the rest of it is used.',
    ja: 'ワイルドカードのファイルがYAMLとして正しくありません: {detail}。ここを直してください。読めた部分は使われます。',
  },
  'wildcard-yaml-too-long': {
    en: 'The wildcard file has more than {detail} characters and is not read. Divide it.',
    ja: 'ワイルドカードのファイルが上限（{detail}文字）を超えているため、読みません。分割してください。',
  },
  'wildcard-yaml-too-deep': {
    en: 'The wildcard file is nested deeper than {detail} levels here and is not read. Remove levels.',
    ja: 'ワイルドカードのファイルの入れ子がここで{detail}段より深くなるため、読みません。段数を減らしてください。',
  },
  'wildcard-yaml-too-many': {
    en: 'The wildcard file has more than {detail} keys, values and signs and is not read. Divide it.',
    ja: 'ワイルドカードのファイルのキー・値・記号が合わせて{detail}個を超えているため、読みません。分割してください。',
  },
  'wildcard-yaml-key-twice': {
    en: 'The key "{detail}" of the wildcard file stands here a second time; the last one counts. Remove one of the two.',
    ja: 'ワイルドカードのファイルにキー「{detail}」が二度書かれています。後のものが使われます。どちらかを削除してください。',
  },
  'wildcard-file-pointer': {
    en: 'In place of the wildcard file there is a Git LFS pointer to it: it was cloned without Git LFS. Install Git LFS and run “git lfs pull” in its folder.',
    ja: 'ワイルドカードのファイルの代わりに、Git LFSのポインターが置かれています（Git LFSなしで複製したファイルです）。Git LFSをインストールし、このファイルのフォルダーで「git lfs pull」を実行してください。',
  },
  'wildcard-file-unreadable': {
    en: 'The wildcard file cannot be read ({detail}). Check its permissions, size and encoding (UTF-8).',
    ja: 'ワイルドカードのファイルを読み取れません（{detail}）。アクセス権、大きさ、文字コード（UTF-8）を確認してください。',
  },
};
