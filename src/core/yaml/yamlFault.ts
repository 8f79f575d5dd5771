import type { YAMLError } from 'yaml';

/** What somebody did who wrote a text that is not valid YAML, as far as it can be told. */
export type YamlFault =
  | 'list-open'
  | 'bracket-extra'
  | 'quote-open'
  | 'after-value'
  | 'colon-in-text'
  | 'colon-missing'
  | 'dash'
  | 'indent'
  | 'tab'
  | 'escape'
  | 'other';

/** By the library's own words, of which it has several for one code; the first that fits. */
const faults: readonly (readonly [YAMLError['code'], RegExp, YamlFault])[] = [
  ['MISSING_CHAR', /closing ["']quote/, 'quote-open'],
  ['MISSING_CHAR', /need to be followed by map values/, 'colon-missing'],
  ['MISSING_CHAR', /end with|Missing|Expected/, 'list-open'],
  ['BAD_INDENT', /end with a [\]}]/, 'list-open'],
  ['BAD_INDENT', /./, 'indent'],
  ['TAB_AS_INDENT', /./, 'tab'],
  ['BAD_DQ_ESCAPE', /./, 'escape'],
  ['BLOCK_AS_IMPLICIT_KEY', /./, 'colon-in-text'],
  ['MULTILINE_IMPLICIT_KEY', /./, 'colon-missing'],
  ['UNEXPECTED_TOKEN', /block-seq-ind/, 'dash'],
  ['UNEXPECTED_TOKEN', /flow-(?:seq|map)-end/, 'bracket-extra'],
  ['UNEXPECTED_TOKEN', /node end/, 'after-value'],
];

export function yamlFaultOf({ code, message }: Pick<YAMLError, 'code' | 'message'>): YamlFault {
  return faults.find(([each, words]) => each === code && words.test(message))?.[2] ?? 'other';
}
