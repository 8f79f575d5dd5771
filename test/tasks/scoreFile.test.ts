import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { finish } from '../../src/core/steps';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import type { FoundFiles } from '../../src/tasks/findFiles';
import type { Problem } from '../../src/tasks/problem';
import { problemSteps, syntaxSteps } from '../../src/tasks/problems';
import { scoreFile, type ScoreFileRequest } from '../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

const told = (problems: readonly Problem[]): string[] =>
  problems.map(({ severity, code, span }) => `${severity} ${code} ${span ? span.start : '-'}`);

describe('scoring a file', () => {
  const folder = temporaryFolder({ 'a.png': '', 'gone.png': '', 'wildcards/fruit.txt': 'apple\npear\n' });
  after(() => folder.remove());
  const path = join(folder.path, 'a.spell');
  const embedder = (): FakeEmbedder =>
    new FakeEmbedder(
      (text) => direction(text.length / 10),
      (picture) => (picture.includes('gone') ? undefined : direction(0)),
    );
  const request = (text: string, more: Partial<ScoreFileRequest> = {}): ScoreFileRequest => ({
    file: parseSpellFile(text),
    path,
    embedder: async () => embedder(),
    languagesOf: async () => ['en'],
    ...more,
  });

  it('finds what the file names, and tells every problem with its place, its parameters and no words', async () => {
    const head = '---\nimages: [a.png, gone.png, lost.png]\n---\n';
    const spells = 'a (__fruit__, 赤い\n\none two three four five six seven\n';
    const scored = await scoreFile(request(head + spells));
    assert.equal(scored.score?.prompts.length, 3);
    const problems = finish(problemSteps(scored));
    const at = (what: string): number => (head + spells).indexOf(what);
    assert.deepEqual(told(problems), [
      `error image-missing ${at('gone.png')}`,
      `error image-not-found ${at('lost.png')}`,
      `warning bracket-unclosed ${at('(')}`,
      `warning prompt-language ${at('赤い')}`,
      `warning prompt-too-long ${at('seven')}`,
    ]);
    assert.deepEqual(problems[0]?.parameters, { path: join(folder.path, 'gone.png'), detail: 'ENOENT' });
    assert.deepEqual(problems[3]?.parameters, { checkpoint: 'fake', script: 'Jpan', languages: ['en'] });
    assert.deepEqual(problems[4]?.parameters, { count: 9, limit: 8, word: 'seven' });
    assert.ok(problems.every((problem) => problem.path === path));
    const besides = finish(problemSteps(scored, { withSyntax: false }));
    assert.equal(besides.length, problems.length - 1);
    assert.deepEqual(told(finish(syntaxSteps(scored.file, path))), [`warning bracket-unclosed ${at('(')}`]);
  });

  it('tells a template that is cut off from words that are lost', async () => {
    const text = '---\nimages: [a.png]\ntemplate: "{} one two three four five six"\n---\nan apple\n';
    const problems = finish(problemSteps(await scoreFile(request(text))));
    assert.deepEqual(told(problems), [`warning template-too-long ${text.indexOf('apple') + 'apple'.length}`]);
  });

  it('tells so many of each code as are wanted, the first ones', async () => {
    const names = Array.from({ length: 5 }, (_, i) => `no-${i}.png`).join(', ');
    const scored = await scoreFile(request(`---\nimages: [${names}]\n---\na (cat\n\na (dog\n\na (bird\n`));
    const problems = finish(problemSteps(scored, { mostOfKind: 2 }));
    assert.deepEqual(
      problems.map(({ code, parameters }) => parameters.pattern ?? code),
      ['no-0.png', 'no-1.png', 'bracket-unclosed', 'bracket-unclosed'],
    );
    assert.equal(finish(syntaxSteps(scored.file, path, { mostOfKind: 1 })).length, 1);
    assert.equal(finish(problemSteps(scored)).length, 8);
  });

  it('is one short step after the other', async () => {
    const spells = Array.from({ length: 50 }, () => 'a (cat, 赤い').join('\n\n');
    const steps = problemSteps(await scoreFile(request(`---\nimages: [a.png]\n---\n${spells}\n`)));
    let count = 0;
    while (!steps.next().done) count++;
    assert.ok(count >= 3 * 50, `${count} steps`);
  });

  it('does not look for what is known already', async () => {
    const images = { paths: ['/nowhere/known.png'], named: new Map(), problems: [] };
    const wildcards = { wildcards: { lookup: () => ['fig'] }, problems: [], files: [] };
    const found = { images, wildcards } as unknown as FoundFiles;
    const scored = await scoreFile(request('---\nimages: [lost.png]\n---\n__fruit__\n', { found }));
    assert.deepEqual(
      scored.score?.prompts.map(({ expansion }) => expansion.text),
      ['fig'],
    );
    assert.deepEqual(finish(problemSteps(scored)), []);
  });

  it('says why there is nothing to rank, once', async () => {
    const reasons = async (text: string, more?: Partial<ScoreFileRequest>): Promise<string[]> =>
      told(finish(problemSteps(await scoreFile(request(text, more)))));
    assert.deepEqual(await reasons('a cat\n'), ['error no-images 0']);
    assert.deepEqual(await reasons('a cat\n', { withImages: false }), []);
    assert.deepEqual(await reasons(''), ['error no-prompts 0']);
    assert.deepEqual(await reasons('---\nimages: [lost.png]\n---\na cat\n'), ['error image-not-found 13']);
    assert.deepEqual(await reasons('---\nimages: [gone.png]\n---\na cat\n'), [
      'error no-readable-images 0',
      'error image-missing 13',
    ]);
  });

  it('holds an expected failure where the file names its model, and all else that is known', async () => {
    const failing = async (): Promise<never> => {
      throw new EngineError('model-unknown', { model: 'nowhere', known: 'mini' });
    };
    const text = '---\nmodel: nowhere\nimages: [lost.png]\n---\na (cat\n';
    const scored = await scoreFile(request(text, { embedder: failing }));
    assert.equal(scored.score, undefined);
    assert.equal(scored.failure?.code, 'model-unknown');
    assert.deepEqual(told(finish(problemSteps(scored))), [
      'error model-unknown 11',
      'error image-not-found 28',
      'warning bracket-unclosed 44',
    ]);
    const given = await scoreFile(request(text, { embedder: failing, isModelGiven: true }));
    assert.equal(given.failure?.span, undefined);
  });

  it('throws what nobody expected, and the reason of whoever ended it', async () => {
    const broken = async (): Promise<never> => {
      throw new TypeError('no');
    };
    await assert.rejects(scoreFile(request('a cat\n', { embedder: broken })), TypeError);
    const abort = new AbortController();
    const reason = new Error('enough');
    const ending = async (): Promise<never> => {
      abort.abort(reason);
      throw new EngineError('engine-stopped');
    };
    await assert.rejects(scoreFile(request('a cat\n', { embedder: ending, signal: abort.signal })), reason);
  });
});
