import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { judgeTable } from '../../src/cli/judgeTable';
import type { LintedFile } from '../../src/cli/lintedFile';
import { lintJson } from '../../src/cli/lintJson';
import { lintPretty } from '../../src/cli/lintPretty';
import { lintSarif } from '../../src/cli/lintSarif';
import { problemLines } from '../../src/cli/problems';
import { scoreTable } from '../../src/cli/scoreTable';
import { Terminal } from '../../src/cli/terminal';
import { testGithub } from '../../src/cli/testGithub';
import { testJson } from '../../src/cli/testJson';
import { testJunit } from '../../src/cli/testJunit';
import { testLines } from '../../src/cli/testPretty';
import { reportedFile, type ReportedFile } from '../../src/cli/testedFile';
import { tokensTable } from '../../src/cli/tokensTable';
import { verdictLines } from '../../src/cli/verdictTable';
import type { CheckResult } from '../../src/core/check/judge';
import { planChecks } from '../../src/core/check/plan';
import { csvRows } from '../../src/core/csvRows';
import { readInfotext } from '../../src/core/infotext/readInfotext';
import { LineStarts } from '../../src/core/lineStarts';
import { plainText, unsteered } from '../../src/core/plainText';
import { agreementOf } from '../../src/core/score/agreement';
import { toCsv } from '../../src/core/score/export/csv';
import type { ExportedFile } from '../../src/core/score/export/exportedFile';
import { toJson } from '../../src/core/score/export/json';
import { toMarkdown } from '../../src/core/score/export/markdown';
import type { FileScore } from '../../src/core/score/fileScore';
import { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
import { infotextOf } from '../../src/core/spell/copyBack';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { finish } from '../../src/core/steps';
import type { SpellFile } from '../../src/core/spell/spell';
import type { appendPlain } from '../../src/extension/features/appendPlain';
import type { Problem } from '../../src/tasks/problem';
import type { TestedFile } from '../../src/tasks/testFile';
import { markdownWords } from '../../src/words/markdownWords';
import { exportedProblems } from '../../src/words/problemText';
import type { Language } from '../../src/words/words';
import { check } from '../core/bias/check';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { shippedRules } from '../rules/shippedRules';
import { hostileTexts } from './hostileTexts';

const languages: readonly Language[] = ['en', 'ja'];
const harmless = 'x';

/** Readers that are here for other tools' sake, without types. */
const load = createRequire(__filename);
interface MarkdownToken {
  readonly type: string;
  readonly content: string;
  readonly children: readonly MarkdownToken[] | null;
}
const MarkdownIt = load('markdown-it') as new (options: object) => {
  parse(text: string, environment: object): MarkdownToken[];
};
interface XmlReader {
  onerror: (error: Error) => void;
  onopentag: (tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }) => void;
  ontext: (text: string) => void;
  write(text: string): { close(): void };
}
const sax = load('sax') as { parser(isStrict: boolean): XmlReader };

/** As code hosts and editors read it: with tags, tables, and addresses that become links by themselves. */
const reader = new MarkdownIt({ html: true, linkify: true });

/** What Markdown becomes: all elements in order, and the texts of those that hold lines. */
function readMarkdown(markdown: string): { readonly elements: string[]; readonly texts: string[] } {
  const tokens = reader.parse(markdown, {});
  const within = ({ type, children }: MarkdownToken): string[] => [
    type,
    ...(children ?? []).flatMap(within).filter((each) => each !== 'text' && each !== 'softbreak'),
  ];
  return {
    elements: tokens.flatMap(within),
    texts: tokens
      .filter(({ type }) => type === 'inline')
      .map(({ children }) =>
        children!.map(({ type, content }) => (type === 'softbreak' ? '\n' : content)).join(''),
      ),
  };
}

/** A text as places of one line show it. */
const inOneLine = (text: string): string => unsteered(text.replace(/\s+/g, ' ')).trim();

/** Every text of a value that JSON holds. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('what strangers write', () => {
  let file: SpellFile;
  let score: FileScore;

  before(async () => {
    file = parseSpellFile('### one\n{a|bb}\n\n### two\nccc');
    score = await scoreSpellFile({
      file,
      imagePaths: Array.from({ length: 6 }, (_, i) => `/${i}.png`),
      embedder: new FakeEmbedder(
        (prompt) => direction(prompt.length / 100),
        (picture) => direction(picture.length / 50),
        100,
        2,
      ),
    });
  });

  /** A scored file in which every name and every prompt is this text. */
  function exported(text: string): ExportedFile {
    const named: FileScore = {
      ...score,
      checkpoint: { ...score.checkpoint, id: text },
      images: score.images.map((image) => ({ ...image, path: text })),
      prompts: score.prompts.map((prompt) => ({ ...prompt, expansion: { ...prompt.expansion, text } })),
    };
    return {
      path: text,
      file: {
        ...file,
        spells: file.spells.map((spell) => ({ ...spell, name: { value: text, span: spell.span } })),
      },
      score: named,
      judged: { score: named, agreement: finish(agreementOf(score, score))! },
      problems: [{ severity: 'error', code: 'image-not-found', path: text, message: text }],
    };
  }

  function tested(text: string): ReportedFile {
    const own = parseSpellFile('---\nexpect:\n  - fits: context\n---\n### one\na cat');
    const { checks } = planChecks(own, [{ origin: 'front-matter', expectations: own.frontMatter.expect! }]);
    const results: CheckResult[] = checks.map((each) => ({
      check: each,
      outcome: 'failed',
      code: 'fits-not',
      parameters: { tokens: 99, limit: 77, word: text },
    }));
    const problem: Problem = {
      severity: 'error',
      code: 'wildcard-missing',
      path: text,
      parameters: { name: text },
    };
    const plan = { path: text, file: own, checks, problems: [], lock: { path: '' }, key: '' };
    const report = reportedFile(
      {
        ...{ plan, results, problems: [problem], pictures: 6, differentPictures: 6 },
        checkpoint: { ...score.checkpoint, id: text },
      } as unknown as TestedFile,
      'en',
    );
    return {
      ...report,
      path: text,
      results: report.results.map((result) => ({
        ...result,
        ...{ spell: text, expected: text },
        place: { ...result.place, path: text },
      })),
    };
  }

  function linted(text: string): LintedFile {
    const prompt = 'a handyman';
    const findings = check(prompt).map((finding) => ({
      ...finding,
      ruleId: text,
      severity: 'error' as const,
      text,
      parameters: { term: text, group: text },
      rule: { ...finding.rule, id: text, message: text, note: { en: text, ja: text } },
      fixes: finding.fixes.map((fix) => ({ ...fix, choice: text })),
    }));
    assert.ok(findings.length > 0);
    return { path: text, text: prompt, lines: new LineStarts(prompt), findings };
  }

  const each = (what: string, holds: (text: string, language: Language) => void): unknown =>
    it(what, () => {
      for (const [kind, text] of Object.entries(hostileTexts))
        for (const language of languages) {
          try {
            holds(text, language);
          } catch (error) {
            throw new Error(`${kind}: ${String(error)}`, { cause: error });
          }
        }
    });

  describe('on a terminal', () => {
    const terminal = (language: Language): Terminal =>
      new Terminal({} as NodeJS.WriteStream, {} as NodeJS.WriteStream, { LANG: language }, { color: false });
    const outputs: Readonly<Record<string, (text: string, terminal: Terminal) => string>> = {
      scores: (text, to) => scoreTable(exported(text), to),
      'a second judge': (text, to) => judgeTable(exported(text), to),
      tokens: (text, to) => tokensTable(exported(text), to),
      problems: (text, to) => {
        const listener = { language: to.language, shown: (own: string) => own };
        const told = exportedProblems(tested(text).tested.problems, '', listener);
        return problemLines([...exported(text).problems, ...told], to);
      },
      tests: (text, to) => testLines(tested(text), to),
      findings: (text, to) => [...lintPretty([linted(text)], shippedRules, 'hint', to)].join(''),
      'a verdict on pictures': (text, to) =>
        verdictLines(
          {
            texts: [text, text],
            verdict: {
              variants: [
                { rank: 1, ranks: { first: 1, last: 1 }, closeness: 0.5 },
                { rank: 2, ranks: { first: 2, last: 2 }, closeness: 0.4 },
              ],
              seeds: ['1', '2', '3', '4', '5', '6'],
            },
            own: [[0.5], [0.5]],
            references: 2,
            checkpoint: { ...score.checkpoint, id: text },
          },
          to,
        )
          .map((line) => `${line}\n`)
          .join(''),
    };
    for (const [what, output] of Object.entries(outputs))
      each(`steers nothing and commands no build server in ${what}`, (text, language) => {
        const to = terminal(language);
        const shown = output(text, to);
        assert.ok(shown.includes(inOneLine(text).slice(0, 2)), shown);
        assert.doesNotMatch(shown, /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
        assert.doesNotMatch(shown, /^\s*::/m);
        assert.doesNotMatch(shown, /##\w*\[/);
        assert.equal(shown.split('\n').length, output(harmless, to).split('\n').length, shown);
      });
  });

  describe('in exports', () => {
    each('begins no formula in CSV, and reads back as it was', (text) => {
      const [head, ...rows] = [...csvRows(toCsv([exported(text)]), ',')].map(({ cells }) => cells);
      assert.equal(rows.length, 3);
      for (const row of rows) {
        assert.equal(row.length, head!.length);
        for (const cell of row)
          if (!Number.isFinite(Number(cell))) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/);
        for (const title of ['file', 'checkpoint', 'spell', 'prompt'])
          assert.equal(row[head!.indexOf(title)]!.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''), text);
      }
    });

    each('reads back from JSON as it was', (text, language) => {
      const scores = JSON.parse(toJson([exported(text)], { version: '1' }));
      const [{ path: told, checkpoint, images, spells, prompts, problems, judge }] = scores.files;
      for (const value of [
        told,
        checkpoint.id,
        images[0].path,
        spells[0].name,
        prompts[0].text,
        judge.checkpoint.id,
      ])
        assert.equal(value, text);
      assert.equal(problems[0].message, text);
      const tests = JSON.parse(testJson([tested(text)], '1', language));
      assert.deepEqual([tests.files[0].path, tests.files[0].results[0].spell], [text, text]);
      const lint = JSON.parse([...lintJson([linted(text)], shippedRules, '1', language)].join(''));
      assert.deepEqual([lint.files[0].path, lint.files[0].findings[0].rule], [text, text]);
    });

    each('is text in a Markdown table, and breaks no row', (text, language) => {
      const write = (own: string): string => toMarkdown([exported(own)], markdownWords(language));
      const { elements, texts } = readMarkdown(write(text));
      assert.deepEqual(elements, readMarkdown(write(harmless)).elements);
      assert.equal(
        texts.filter((each) => each.trim() === inOneLine(text)).length >= 3,
        true,
        texts.join('\n'),
      );
    });

    each('is no link in SARIF', (text, language) => {
      const sarif = JSON.parse([...lintSarif([linted(text)], shippedRules, '1', language)].join(''));
      const [{ results, tool }] = sarif.runs;
      const told = [
        ...results.flatMap(
          ({ message, fixes = [] }: { message: unknown; fixes?: { description: unknown }[] }) =>
            textsOf([message, fixes.map(({ description }) => description)]),
        ),
        ...textsOf(tool.driver.rules.map(({ id: _, helpUri: __, ...told }: Record<string, string>) => told)),
      ];
      assert.ok(told.some((each) => each.replaceAll('\\', '').includes(text.replaceAll('\\', ''))));
      for (const each of told) assert.doesNotMatch(each, /(?<!\\)\](?=\()/);
      const [{ physicalLocation }] = results[0].locations;
      assert.match(physicalLocation.artifactLocation.uri, /^[^\s<>"|:]+$/, 'a path, and no scheme');
    });

    each('is text in JUnit’s XML', (text, language) => {
      const read = (own: string): { names: string[]; texts: string[] } => {
        const [names, texts]: [string[], string[]] = [[], []];
        const xml = sax.parser(true);
        xml.onerror = (error) => {
          throw error;
        };
        xml.onopentag = ({ name, attributes }) => {
          names.push(name, ...Object.keys(attributes));
          texts.push(...Object.values(attributes));
        };
        xml.ontext = (each) => texts.push(each);
        xml.write(testJunit([tested(own)], false, language)).close();
        return { names, texts };
      };
      const { names, texts } = read(text);
      assert.deepEqual(names, read(harmless).names);
      const held = text.replace(/(?![\t\n\r])[\0-\x1f]|[\ud800-\udfff]/gu, '\ufffd');
      assert.ok(texts.includes(`${held}: ${held}`), texts.join('\n'));
      for (const each of texts) assert.doesNotMatch(each, /(?![\t\n\r])[\0-\x1f]|[\ud800-\udfff]/u);
    });

    each('is one annotation of a workflow, and no other command', (text, language) => {
      const lines = testGithub([tested(text)], false, language).split('\n');
      assert.equal(lines.pop(), '');
      assert.equal(lines.length, 2);
      for (const line of lines)
        assert.match(line, /^::error file=[^:,\r]*(?:,line=\d+,col=\d+)?,title=[^:,\r]*::[^\r]*$/);
      const [, title] = /,title=([^:]*)::/.exec(lines[0]!)!;
      const unescaped = title!.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) =>
        String.fromCharCode(parseInt(code, 16)),
      );
      assert.equal(unescaped, `${text}: ${text}`);
    });

    each('is a parameter of a copied infotext, and no second one', (text) => {
      const parameters = {
        values: new Map([
          ['Note', text],
          ['Steps', '20'],
        ]),
      };
      const copied = infotextOf('a cat', 'blurry', parameters as never);
      assert.equal(copied.split('\n').length, 3);
      const { prompt, negative, pairs } = readInfotext(copied);
      assert.deepEqual([prompt, negative], ['a cat', 'blurry']);
      assert.deepEqual(
        new Map(pairs),
        new Map([
          ['Steps', '20'],
          ['Note', text],
        ]),
      );
    });
  });

  describe('in the editor', () => {
    /** As VS Code's own (`htmlContent.ts`, 1.100). */
    class MarkdownString {
      value = '';
      appendText(text: string): this {
        this.value += text
          .replace(/[\\`*_{}[\]()#+\-!~]/g, '\\$&')
          .replace(/[ \t]+/g, (blanks) => '&nbsp;'.repeat(blanks.length))
          .replace(/>/g, '\\>')
          .replace(/\n/g, '\n\n');
        return this;
      }
      appendMarkdown(text: string): this {
        this.value += text;
        return this;
      }
    }
    let append: typeof appendPlain;

    before(() => {
      const module = load('node:module') as { _load: (request: string, ...rest: unknown[]) => unknown };
      const before = module._load;
      module._load = (request, ...rest) =>
        request === 'vscode' ? { MarkdownString } : before.call(module, request, ...rest);
      try {
        append = (
          load(path.resolve('src/extension/features/appendPlain.ts')) as { appendPlain: typeof appendPlain }
        ).appendPlain;
      } finally {
        module._load = before;
      }
    });

    each('is text in a hover', (text) => {
      const { value } = append(new MarkdownString() as never, `"${text}"`);
      const { elements, texts } = readMarkdown(value);
      assert.deepEqual(new Set(elements), new Set(['paragraph_open', 'inline', 'paragraph_close']), value);
      assert.equal(inOneLine(texts.join(' ')), inOneLine(`"${text}"`));
    });

    each('is neither a link nor an icon in notifications, lists and the status bar', (text) =>
      assert.doesNotMatch(plainText(text), /\]\(|\$\(|(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u),
    );
  });
});
