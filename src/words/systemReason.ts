import { say, type Language, type Wording } from './words';

const noPermission: Wording = { en: 'access is not permitted', ja: 'アクセスが許可されていません' };
const notThere: Wording = { en: 'the folder is not there', ja: 'フォルダーがありません' };
const taken: Wording = { en: 'the name is taken', ja: '同じ名前のものがすでにあります' };
const full: Wording = { en: 'there is no space left', ja: '空き容量がありません' };
const wrongKind: Wording = {
  en: 'there is a file where a folder should be, or the other way round',
  ja: 'ファイルとフォルダーの種類が違います',
};

/** By the codes of Node and of the editor's file systems. */
const REASONS: Readonly<Record<string, Wording>> = {
  EACCES: noPermission,
  EPERM: noPermission,
  NoPermissions: noPermission,
  ENOENT: notThere,
  FileNotFound: notThere,
  EEXIST: taken,
  FileExists: taken,
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: { en: 'the file may not become that large', ja: 'ファイルの大きさの上限に達しました' },
  EISDIR: wrongKind,
  ENOTDIR: wrongKind,
  FileIsADirectory: wrongKind,
  FileNotADirectory: wrongKind,
  EROFS: { en: 'the disk is read-only', ja: 'ディスクが読み取り専用です' },
  EBUSY: { en: 'another program uses it', ja: 'ほかのプログラムが使用中です' },
  EMFILE: { en: 'too many files are open', ja: '開いているファイルが多すぎます' },
  EIO: { en: 'the disk failed', ja: 'ディスクで入出力エラーが起きました' },
  ENAMETOOLONG: { en: 'the name is too long', ja: '名前が長すぎます' },
  Unavailable: { en: 'the place cannot be reached', ja: '保存先に接続できません' },
};

const unforeseen: Wording = {
  en: 'for a reason that nobody foresaw; the log says more',
  ja: '予期しない理由です。詳しくはログを見てください',
};

/** Why the system refused something, in the user's language: what it says itself is English, and for the log. */
export function systemReason(error: unknown, language: Language): string {
  const code = codesOf(error).find((each) => Object.hasOwn(REASONS, each));
  if (code === undefined) return say(unforeseen, language);
  const reason = say(REASONS[code]!, language);
  return language === 'ja' ? `${reason}（${code}）` : `${reason} (${code})`;
}

/** Its own, and the one that the editor's file systems only quote: for them a full disk is "Unknown". */
function codesOf(error: unknown): string[] {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const quoted = typeof message === 'string' ? /\b(E[A-Z]{2,}):/.exec(message)?.[1] : undefined;
  return [code, quoted].filter((each) => typeof each === 'string');
}
