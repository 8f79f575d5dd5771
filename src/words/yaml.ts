import type { YamlProblemCode } from '../core/yaml/yamlProblemCode';
import type { Wording } from './words';

/** Why YAML is not read, or not as it is meant, and what to do: the same in every file. */
export const YAML_WORDING: Readonly<Record<Exclude<YamlProblemCode, 'invalid'>, Wording>> = {
  'too-long': {
    en: 'This YAML has {length} characters; more than {limit} are not read. Shorten it.',
    ja: 'このYAMLは{length}文字あり、上限（{limit}文字）を超えているため読みません。短くしてください。',
  },
  'too-deep': {
    en: 'Here YAML is nested deeper than {limit} levels, so none of it is read. Remove levels.',
    ja: 'ここでYAMLの入れ子が{limit}段より深くなるため、全体を読みません。段数を減らしてください。',
  },
  'too-many': {
    en: 'This YAML has more than {limit} keys, values and signs, so none of it is read. Shorten it.',
    ja: 'このYAMLはキー・値・記号が合わせて{limit}個を超えているため、全体を読みません。短くしてください。',
  },
  'key-twice': {
    en: 'The key "{key}" stands here a second time. Remove one of the two.',
    ja: 'キー「{key}」が二度書かれています。どちらかを削除してください。',
  },
};
