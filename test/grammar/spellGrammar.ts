import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';

const root = path.join(__dirname, '..', '..');

/** Stands for the YAML grammar of VS Code: what matters here is where it is asked. */
const yaml = {
  scopeName: 'source.yaml',
  patterns: [
    { match: '^[a-z]+(?=:)', name: 'entity.name.tag.yaml' },
    { begin: '"', end: '"', name: 'string.quoted.double.yaml' },
  ],
  repository: {},
};

/** The grammar, in the tokeniser that VS Code itself uses. */
export async function loadSpellGrammar(): Promise<IGrammar> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (scopeName) => {
      const file = path.join(root, 'syntaxes', 'spell.tmLanguage.json');
      if (scopeName === 'source.spell') return parseRawGrammar(readFileSync(file, 'utf8'), file);
      return parseRawGrammar(JSON.stringify(yaml), 'yaml.json');
    },
  });
  const grammar = await registry.loadGrammar('source.spell');
  if (grammar === null) throw new Error('the grammar was not loaded');
  return grammar;
}

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** Every token of a text, line by line, without the scope of the language itself. */
export function tokensOf(grammar: IGrammar, text: string): Token[] {
  let state = INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1),
    }));
  });
}
