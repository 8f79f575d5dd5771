import type { RegistryFault, RegistryPart } from '../models/registryFault';
import { say, type Language, type Parameters, type Wording } from './words';

/** What is wrong in a registry file: the reason in the sentence of `registry-broken`. */
export const REGISTRY_FAULT_WORDING: Readonly<Record<RegistryFault, Wording>> = {
  empty: { en: 'empty', ja: '空です' },
  pointer: { en: 'a Git LFS pointer', ja: 'Git LFSのポインターです' },
  'too-large': { en: 'too large', ja: '大きすぎます' },
  'no-json': { en: 'not valid JSON', ja: 'JSONとして正しくありません' },
  'too-deep': { en: 'nested deeper than {levels} levels', ja: '{levels}段より深い入れ子になっています' },
  schema: { en: '"schema" is not {schema}', ja: '"schema" が {schema} ではありません' },
  'no-scores': { en: 'not a list of published scores', ja: '公開されたスコアの一覧ではありません' },
  missing: { en: '{place} is missing', ja: '{place}がありません' },
  unfit: { en: '{place} is not what it should be: {value}', ja: '{place}の値が正しくありません: {value}' },
  'no-object': { en: '{place} is not an object', ja: '{place}がオブジェクトではありません' },
  'no-list': { en: '{place} is not a list', ja: '{place}がリストではありません' },
  'no-items': { en: '{place} is empty', ja: '{place}が空です' },
  'no-text': { en: '{place} is not a text', ja: '{place}が文字列ではありません' },
  'no-number': { en: '{place} is not a positive number', ja: '{place}が正の数ではありません' },
  'no-choice': { en: '{place} is none of {choices}', ja: '{place}が次のどれでもありません: {choices}' },
  'no-path': {
    en: '{value} of "{id}" is no path inside a repository',
    ja: '「{id}」の {value} は、リポジトリの中のパスではありません',
  },
  twice: { en: '"{id}" is there twice', ja: '「{id}」が2つあります' },
};

/** Where it is wrong. */
export const REGISTRY_PART_WORDING: Readonly<Record<RegistryPart, Wording>> = {
  root: { en: 'the file', ja: 'ファイルの内容' },
  models: { en: '"models"', ja: '"models" ' },
  model: { en: 'a model', ja: 'モデルの項目' },
  id: { en: 'an "id"', ja: '"id" ' },
  field: { en: '"{field}" of "{id}"', ja: '「{id}」の "{field}" ' },
  file: { en: 'a file of "{id}"', ja: '「{id}」のファイルの項目' },
  'file-name': { en: 'the name of a file of "{id}"', ja: '「{id}」のファイルの名前' },
  'file-size': { en: 'the size of {file} of "{id}"', ja: '「{id}」の {file} のサイズ' },
  'file-sha256': { en: 'the sha256 of {file} of "{id}"', ja: '「{id}」の {file} のsha256' },
};

/** The reason of a broken registry in words; undefined where the parameters tell none. */
export function registryReason(
  parameters: Readonly<Record<string, unknown>>,
  language: Language,
): string | undefined {
  const { fault, part } = parameters;
  const known = parameters as Parameters;
  if (!isOneOf(REGISTRY_FAULT_WORDING, fault)) return undefined;
  const place = isOneOf(REGISTRY_PART_WORDING, part) ? say(REGISTRY_PART_WORDING[part], language, known) : '';
  return say(REGISTRY_FAULT_WORDING[fault], language, { ...known, place });
}

function isOneOf<Key extends string>(table: Readonly<Record<Key, Wording>>, key: unknown): key is Key {
  return typeof key === 'string' && Object.hasOwn(table, key);
}
