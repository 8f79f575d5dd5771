import Ajv from 'ajv';
import draft4 from 'ajv/lib/refs/json-schema-draft-04.json';
import assert from 'node:assert/strict';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli, type CliResult } from './runCli';

describe('spellwright lint', function () {
  this.timeout(300_000);
  const folder = temporaryFolder({
    'loud.spell': 'a fireman and a nurse\nNegative prompt: midget\n',
    'quiet.spell': 'a nurse at work\n',
    'clean.spell': 'a tree\n',
    'notes.md': 'A `fireman`.\n\nA policeman.\n\n<!-- spellwright-ignore-file policeman -->\n',
    'team/.spellwright.yml':
      'bias:\n  ignore: [fireman]\n  severity: { gender/unspecified-person: warning }\n',
    'team/a.spell': 'a fireman and a nurse\n',
    'wrong/.spellwright.yml': 'bias:\n  ignored: [fireman]\n',
    'wrong/a.spell': 'a tree\n',
    'cloned/.spellwright.yml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    'cloned/a.spell': 'a tree\n',
    'bytes/.spellwright.yml': new Uint8Array([0xff, 0xfe, 0]),
    'bytes/a.spell': 'a tree\n',
    'folder/.spellwright.yml/a.txt': '',
    'folder/a.spell': 'a tree\n',
    'deep/.spellwright.yml': `bias:\n  ignore: ${'['.repeat(900)}\n`,
    'deep/wildcards/x.yaml': `x: ${'- '.repeat(900)}\n`,
    'deep/a.spell': `---\n${'['.repeat(900)}\n---\na fireman in __x__\n`,
    'ja dir/呪文.spell': '白衣の看護婦\n',
  });
  after(folder.remove);
  const lint = (...words: string[]): Promise<CliResult> => runCli(['lint', ...words], { cwd: folder.path });

  it('names what is wrong with its place and what to write, and fails', async () => {
    const { code, stdout, stderr } = await lint('loud.spell');
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^loud\.spell:1:3: information: "fireman".*"firefighter".*\[gender\/job-title\/fireman\]\n/,
    );
    assert.doesNotMatch(stdout, /nurse|midget/, 'hints are quiet');
    assert.match(stdout, /3 findings in 1 file, 1 at or above "information"/);
    assert.equal(code, 1);
  });

  it('fails at the level asked for', async () => {
    assert.equal((await lint('loud.spell', '--max-severity', 'warning')).code, 0);
    const hints = await lint('quiet.spell', '--max-severity', 'hint');
    assert.equal(hints.code, 1);
    assert.match(hints.stdout, /Of 250 pictures of "nurse" by Stable Diffusion 1\.5, 250 were perceived/);
    assert.equal((await lint('quiet.spell')).code, 0);
    assert.equal((await lint('clean.spell', '--max-severity', 'hint')).code, 0);
  });

  it('obeys the nearest settings, and fails on broken ones', async () => {
    const team = await lint('team');
    assert.match(team.stdout, /nurse/);
    assert.doesNotMatch(team.stdout, /fireman/);
    const wrong = await lint('wrong/a.spell');
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /\.spellwright\.yml:2:3: Unknown key "ignored"/);
  });

  it('outlives YAML that is nested without end, and checks the prompts below it', async () => {
    // Twice: V8 compiles the YAML library's regular expressions when they are used again.
    const { code, stdout, stderr } = await lint('deep/a.spell', 'deep/a.spell');
    assert.equal(code, 2);
    assert.match(stderr, /\.spellwright\.yml:2:73: Here YAML is nested deeper than 64 levels/);
    assert.match(stdout, /a\.spell:4:3: .*"fireman".*\n.*a\.spell:4:3: .*"fireman"/);
    for (const command of ['tokens', 'score']) {
      const other = await runCli([command, 'deep/a.spell', 'deep/a.spell'], { cwd: folder.path });
      assert.match(other.stdout + other.stderr, /a\.spell:2:65: error: Here YAML is nested deeper/, command);
    }
  });

  it('reads Markdown, but not its code, and obeys its comments', async () => {
    const { code, stdout } = await lint('notes.md');
    assert.equal(code, 0);
    assert.match(stdout, /No findings/);
  });

  it('speaks Japanese', async () => {
    const { stdout } = await runCli(['lint', 'ja dir'], {
      cwd: folder.path,
      environment: { LANG: 'ja_JP.UTF-8' },
    });
    assert.match(stdout, /情報: 「看護婦」は職業を1つの性別に結び付けます。「看護師」と書けます。/);
  });

  it('writes SARIF that its schema takes', async () => {
    const { code, stdout } = await lint('loud.spell', 'ja dir', 'clean.spell', '--format', 'sarif');
    assert.equal(code, 1);
    const log = JSON.parse(stdout);
    const ajv = new Ajv({ schemaId: 'auto', unknownFormats: 'ignore' });
    ajv.addMetaSchema(draft4); // what the schema of SARIF is written in
    const validate = ajv.compile(schema);
    assert.ok(validate(log), JSON.stringify(validate.errors));
    const { results, tool } = log.runs[0];
    assert.deepEqual(
      results.map((result: { ruleId: string; level: string }) => `${result.level} ${result.ruleId}`),
      [
        'note gender/job-title/fireman',
        'none gender/unspecified-person/nurse',
        'none disability/term/midget',
        'note gender/job-title/ja-kangofu',
      ],
    );
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
    assert.equal(
      results[3].locations[0].physicalLocation.artifactLocation.uri,
      'ja%20dir/%E5%91%AA%E6%96%87.spell',
    );
    assert.ok(!validate({ ...log, version: '1.0' }), 'the schema is in force');
  });

  it('writes JSON with places and fixes', async () => {
    const [file] = JSON.parse((await lint('loud.spell', '--format', 'json')).stdout).files;
    const [fireman] = file.findings;
    assert.deepEqual(fireman.start, { offset: 2, line: 1, column: 3 });
    assert.equal(fireman.fixes[0].choice, 'firefighter');
  });

  it('says what it cannot read', async () => {
    const { code, stderr } = await lint('missing.spell', 'clean.spell');
    assert.equal(code, 2);
    assert.match(stderr, /missing\.spell: /);
  });

  it('says in words what a settings file is that it cannot read', async () => {
    for (const [name, words] of [
      ['cloned', /In place of .*\.spellwright\.yml there is a Git LFS pointer/],
      ['bytes', /\.spellwright\.yml is not UTF-8 text/],
      ['folder', /\.spellwright\.yml is a folder/],
    ] as const) {
      const { code, stderr } = await lint(`${name}/a.spell`);
      assert.equal(code, 2, stderr);
      assert.match(stderr, words);
      assert.doesNotMatch(stderr, /file-|EISDIR|\{/);
    }
  });
});
