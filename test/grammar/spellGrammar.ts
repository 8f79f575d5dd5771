import { readFileSync } from 'node:fs';
import path from 'node:path';
import { countedOniguruma } from './countedOniguruma';
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

export interface CountedGrammar {
  readonly grammar: IGrammar;
  /** Rounds of its regular expression engine's loops so far. */
  rounds(): number;
}

/** The grammar, in the tokeniser that VS Code itself uses. */
export async function loadSpellGrammar(): Promise<CountedGrammar> {
  const wasm = await countedOniguruma();
  let rounds: WebAssembly.Global<'i64'>;
  await loadWASM({
    instantiator: async (imports) => {
      const made = await WebAssembly.instantiate(wasm as BufferSource, imports);
      rounds = made.instance.exports.rounds as typeof rounds;
      return made;
    },
  });
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
  return { grammar, rounds: () => Number(rounds.value) };
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
