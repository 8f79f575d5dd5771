import type { FileErrorCode } from '../files/fileError';
import type { WildcardProblem } from '../files/loadWildcards';
import type { ImageProblemCode } from '../files/resolveImages';
import type { FacedWording, Wording } from './words';

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
  'file-special': {
    en: 'This is a pipe, a socket or a device, not a file. Name a file, or read a pipe with "-".',
    ja: 'ファイルではなく、パイプ、ソケット、またはデバイスです。ファイルを指定するか、パイプからは「-」で読み込んでください。',
  },
  'file-outside': {
    en: 'It lies outside of the folder that was named, or a link leads out of that, so it is not read. Name the file itself if it is meant.',
    ja: '指定したフォルダーの外にあるか、外へのリンクなので、読み込みません。必要なら、ファイルそのものを指定してください。',
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
  'picture-file-too-large': {
    en: 'The picture has {detail} bytes, more than is read (128 MiB). Save it smaller; what its maker wrote may be lost by that.',
    ja: '画像が{detail}バイトあり、上限（128 MiB）を超えています。小さく保存し直してください（生成時の情報は失われることがあります）。',
  },
  'folder-without-pictures': {
    en: 'No PNG, JPEG, WebP or AVIF picture is in this folder or below. Name a picture, or another folder.',
    ja: 'このフォルダー以下にPNG、JPEG、WebP、AVIFの画像がありません。画像か、別のフォルダーを指定してください。',
  },
  'folder-without-spells': {
    en: 'No .spell file is in this folder or below. Name a spell file, or create one.',
    ja: 'このフォルダー以下に.spellファイルがありません。ファイルを指定するか、作成してください。',
  },
  'folder-too-large': {
    en: 'More than {detail} files and folders are below this one. Name a folder nearer to the spell files.',
    ja: 'このフォルダー以下に、ファイルとフォルダーが{detail}個以上あります。呪文ファイルに近いフォルダーを指定してください。',
  },
};

/** What a path is relative to: one that a spell file names, or one that a command line does. */
export const BASE_WORDING = {
  file: { en: 'this file', ja: 'このファイル' },
  folder: { en: 'the current folder', ja: '現在のフォルダー' },
} as const satisfies Record<string, Wording>;

/** What `images`, or a command line, names that is not there, or not taken. */
export const IMAGE_PROBLEM_WORDING: Readonly<Record<ImageProblemCode, FacedWording>> = {
  'image-not-found': {
    en: 'There is no picture "{pattern}". Check the path: it is relative to {base}.',
    ja: '画像「{pattern}」がありません。パスを確認してください（{base}からの相対パスです）。',
  },
  'images-none-match': {
    en: 'No picture matches "{pattern}". Check the pattern: it is relative to {base}.',
    ja: '「{pattern}」に一致する画像がありません。パターンを確認してください（{base}からの相対パスです）。',
  },
  'images-none-match-brackets': {
    en: 'No picture matches "{pattern}". In a pattern, [abc] stands for one of these characters; for a bracket of a name write [[].',
    ja: '「{pattern}」に一致する画像がありません。パターンの中の [abc] はそのうちの1文字を表します。名前に含まれる「[」は [[] と書いてください。',
  },
  'images-kinds-unread': {
    en: '"{pattern}" names only pictures of kinds that are not read ({kinds}). Save them as PNG, JPEG, GIF, WebP or AVIF.',
    ja: '「{pattern}」にあるのは、読み込めない種類の画像（{kinds}）だけです。PNG、JPEG、GIF、WebP、AVIFのいずれかで保存してください。',
  },
  'images-kinds-left-out': {
    en: '{count} {count:picture|pictures} of "{pattern}" {count:is|are} left out, as {kinds} cannot be read. Save {count:it|them} as PNG, JPEG, GIF, WebP or AVIF to have {count:it|them} scored.',
    ja: '「{pattern}」のうち{count}枚は、読み込めない種類（{kinds}）なので除きました。採点に使うには、PNG、JPEG、GIF、WebP、AVIFのいずれかで保存してください。',
  },
  'images-avoided': {
    en: '"{pattern}" is to be avoided, and “images” names what it names too ({count}): these pictures are no references.',
    ja: '「{pattern}」は避けたい画像ですが、imagesにも含まれています（{count}枚）。この画像は参照画像として数えません。',
  },
  'images-links-to-nothing': {
    en: '{count} {count:picture|pictures} of "{pattern}" {count:is a link|are links} to a file that is not there ({path}). Fetch it, for example with “git annex get” or “dvc pull”.',
    ja: '「{pattern}」のうち{count}枚はリンクで、リンク先のファイルがありません（{path}）。「git annex get」や「dvc pull」などで取得してください。',
  },
  'image-not-a-file': {
    en: '"{pattern}" is a pipe, a socket or a device, not a picture. Name a picture file.',
    ja: '「{pattern}」は画像ではなく、パイプ、ソケット、またはデバイスです。画像ファイルを指定してください。',
  },
  'image-outside': {
    en: '"{pattern}" lies outside of this workspace, which is not trusted, so it is not read. Copy the picture into it, or trust the workspace.',
    ja: '「{pattern}」は、信頼されていないこのワークスペースの外にあるため、読み込みません。画像を中にコピーするか、ワークスペースを信頼してください。',
  },
  'images-outside': {
    terminal: {
      en: '"{pattern}" is not searched: the folder {folder} lies outside of what this spell file may search. Allow it with --allow, or name its pictures with --images.',
      ja: '「{pattern}」は探しません。フォルダー {folder} は、この呪文ファイルから探せる範囲の外にあります。--allow で許可するか、--images で画像を指定してください。',
    },
    editor: {
      en: 'The folder {folder} lies outside of this workspace, so no pictures are looked for in it. The quick fix of this line can allow it.',
      ja: 'フォルダー {folder} はこのワークスペースの外にあるため、画像を探しません。この行のクイックフィックスで許可できます。',
    },
  },
  'images-links-outside': {
    terminal: {
      en: '{count} {count:picture|pictures} that match "{pattern}" are left out, because they are links to somewhere else ({path}). Allow the folder that they lead to with --allow.',
      ja: '「{pattern}」に一致する画像のうち{count}枚は、範囲の外へのリンク（{path}）なので除きました。リンク先のフォルダーを --allow で許可できます。',
    },
    editor: {
      en: '{count} {count:picture|pictures} that match "{pattern}" are left out, because they are links that lead out of this workspace, which is not trusted ({path}).',
      ja: '「{pattern}」に一致する画像のうち{count}枚は、信頼されていないこのワークスペースの外へのリンク（{path}）なので除きました。',
    },
  },
  'images-search-too-many': {
    en: '"{pattern}" is not searched to its end: more than {limit} files and folders are below {folder}. Name a folder nearer to the pictures.',
    ja: '「{pattern}」の検索を打ち切りました。{folder} 以下にファイルとフォルダーが{limit}個以上あります。画像に近いフォルダーを指定してください。',
  },
  'images-search-too-complex': {
    en: 'The pattern "{pattern}" is too complex to search for. Write it shorter, with fewer stars and braces.',
    ja: 'パターン「{pattern}」は複雑すぎて検索できません。「*」や「{…}」を減らして、短くしてください。',
  },
  'images-too-many': {
    en: 'With "{pattern}" there are {found} pictures; the first {limit} are used. Name fewer.',
    ja: '「{pattern}」までで画像が{found}枚あり、最初の{limit}枚だけを使います。数を減らしてください。',
  },
};

/** Wildcard files that are not used whole. */
export const WILDCARD_PROBLEM_WORDING: Readonly<Record<WildcardProblem['code'], Wording>> = {
  'wildcard-file-broken': {
    en: 'The wildcard file is not valid YAML or JSON: {detail}. Correct this place; the rest of it is used.',
    ja: 'ワイルドカードのファイルがYAMLまたはJSONとして正しくありません: {detail}。ここを直してください。読めた部分は使われます。',
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
  'wildcard-file-outside': {
    en: 'The wildcard file is a link that leads out of the folders that may be read, so it is not read. Put the file itself there.',
    ja: 'ワイルドカードのファイルは、読み込める範囲の外へのリンクなので、読み込みません。ファイルそのものを置いてください。',
  },
  'wildcard-files-too-large': {
    en: 'With this wildcard file there is more text in wildcards than is read (32 MiB). Name fewer of them.',
    ja: 'このファイルまでで、ワイルドカードの文字数が上限（32 MiB）を超えました。使うワイルドカードを減らしてください。',
  },
  'wildcard-names-too-many': {
    en: 'The wildcards of this spell file name more than {detail} others; the rest stay as text. Name fewer.',
    ja: 'この呪文ファイルのワイルドカードから、さらに{detail}個を超えるワイルドカードが参照されています。残りは文字のままになります。参照を減らしてください。',
  },
  'wildcard-search-too-many': {
    en: 'More than {detail} files and folders are in this folder, so wildcards are not looked for in it to the end. Put them into a folder of their own.',
    ja: 'このフォルダー以下にファイルとフォルダーが{detail}個以上あるため、ワイルドカードの検索を打ち切りました。専用のフォルダーに置いてください。',
  },
  'wildcard-search-too-complex': {
    en: 'A wildcard name with "*" is too complex to look for in this folder. Write it with fewer stars.',
    ja: '「*」を含むワイルドカード名が複雑すぎて、このフォルダーを検索できません。「*」を減らしてください。',
  },
  'wildcard-file-unreadable': {
    en: 'The wildcard file cannot be read ({detail}). Check its permissions, size and encoding (UTF-8).',
    ja: 'ワイルドカードのファイルを読み取れません（{detail}）。アクセス権、大きさ、文字コード（UTF-8）を確認してください。',
  },
};
