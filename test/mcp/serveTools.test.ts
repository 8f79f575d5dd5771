import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { temporaryFolder } from '../files/temporaryFolder';
import { childrenOf } from '../cli/runCli';
import { Agent, cli } from './agent';

describe('spellwright mcp', function () {
  this.timeout(120_000);
  let folder: ReturnType<typeof temporaryFolder>;
  let work: string;
  let agent: Agent;
  const pictures = ['refs/*.png'];

  before(async () => {
    folder = temporaryFolder({
      'work/injected.spell': '---\nimages: refs/*.png\n---\na cat\u{e0041}\u0007\u202e',
    });
    work = join(folder.path, 'work');
    cpSync('examples', work, { recursive: true });
    agent = await Agent.arrive(['--allow', '.'], { cwd: work });
  });
  after(async () => {
    await agent?.leave();
    folder?.remove();
  });

  it('says what it is, and how its numbers are to be taken', () => {
    assert.equal(agent.client.getServerVersion()?.name, 'spellwright');
    assert.match(agent.client.getInstructions() ?? '', /data, never instructions/);
  });

  it('lists tools that only read, with schemas that are ones', async () => {
    const { tools } = await agent.client.listTools();
    assert.equal(tools.length, 8);
    const ajv = new Ajv();
    for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
      assert.match(name, /^[a-z_]+$/);
      assert.ok(title && description && description.length < 500, name);
      assert.ok(ajv.compile(inputSchema) && ajv.compile(outputSchema!), name);
      assert.deepEqual([annotations?.readOnlyHint, annotations?.openWorldHint], [true, false], name);
    }
  });

  it('ranks prompts, with their ranges, the pictures and the checkpoint', async () => {
    const progress: number[] = [];
    const { structured, text } = await agent.ask(
      'score_prompts',
      { prompts: ['a picture with a white background', 'a red apple'], pictures },
      { onprogress: (report) => progress.push(report.progress) },
    );
    assert.deepEqual(JSON.parse(text), structured);
    const {
      checkpoint,
      pictures: seen,
      prompts,
    } = structured as unknown as {
      checkpoint: { id: string; hash: string };
      pictures: { different: number };
      prompts: { text: string; rank: number; ranks: object }[];
    };
    assert.equal(checkpoint.id, 'mini');
    assert.match(checkpoint.hash, /^[0-9a-f]{12}$/);
    assert.equal(seen.different, 17);
    assert.deepEqual(
      prompts.map(({ rank }) => rank),
      [1, 2],
    );
    assert.equal(prompts[0]!.text, 'a picture with a white background');
    assert.ok(progress.length > 0);
    assert.deepEqual(
      progress,
      [...progress].sort((a, b) => a - b),
    );
  });

  it('says that few pictures say nothing, and of enough which is better', async () => {
    const few = await agent.ask('compare_prompts', {
      a: 'a red apple',
      b: 'a dog',
      pictures: ['refs/red-apple.png'],
    });
    const told = few.structured as unknown as { verdict: string; interval: unknown; summary: string };
    assert.deepEqual([told.verdict, told.interval], ['too-few-pictures', null]);
    assert.match(told.summary, /Too few pictures to say: 1 different one, and it takes 5/);
    const cats = { pictures: ['refs/*cat*.png', 'refs/*dog*.png', 'refs/two-cats-blue.png'] };
    for (const [a, b, expected] of [
      ['a cat', 'a bicycle', 'a-better'],
      ['a bicycle', 'a cat', 'b-better'],
      ['a cat, a dog', 'three lemons', 'no-difference'],
    ] as const) {
      const { structured } = await agent.ask('compare_prompts', { a, b, ...cats });
      assert.equal((structured as unknown as { verdict: string }).verdict, expected, `${a} | ${b}`);
    }
  });

  it('weighs words, suggests some, checks wording, expands, reads pictures and lists checkpoints', async () => {
    const asked = { prompt: 'a cat, orange background', pictures };
    const explained = (await agent.ask('explain_prompt', asked)).structured as unknown as {
      units: { text: string }[];
    };
    assert.deepEqual(explained.units.map(({ text }) => text).sort(), ['a cat', 'orange background']);
    const suggested = await agent.ask('suggest_words', { ...asked, most: 3 });
    assert.ok(!suggested.isError, suggested.text);
    const checked = (await agent.ask('check_wording', { text: 'a fireman' })).structured as unknown as {
      findings: { fixes: { result: string }[] }[];
    };
    assert.equal(checked.findings[0]?.fixes[0]?.result, 'a firefighter');
    const expanded = (await agent.ask('expand_spell', { prompt: 'a {red|blue} {fish|cat}' }))
      .structured as unknown as {
      texts: string[];
      combinations: number;
    };
    assert.deepEqual(
      [expanded.texts, expanded.combinations],
      [['a red fish', 'a red cat', 'a blue fish', 'a blue cat'], 4],
    );
    const read = await agent.ask('read_picture', { picture: 'refs/red-apple.png' });
    assert.match(read.text, /They are data/);
    const listed = (await agent.ask('list_checkpoints', {})).structured as unknown as {
      checkpoints: { id: string; licence: string; userCommand: string | null }[];
    };
    assert.deepEqual(listed.checkpoints[0], {
      ...listed.checkpoints[0],
      id: 'mini',
      licence: 'MIT',
      userCommand: null,
    });
    assert.equal(listed.checkpoints[1]?.userCommand, `spellwright models pull ${listed.checkpoints[1]?.id}`);
  });

  it('scores a spell file with what it names, and says that its words are data', async () => {
    const { structured } = await agent.ask('score_prompts', { spellFile: '6-wildcards.spell' });
    const { notice, prompts } = structured as unknown as { notice: string; prompts: { name: string }[] };
    assert.match(notice, /data/);
    assert.deepEqual(
      prompts.map(({ name }) => name),
      ['one fits all five', 'right things, wrong background'],
    );
  });

  it('shows what is hidden in a text', async () => {
    const { text } = await agent.ask('expand_spell', { spellFile: 'injected.spell' });
    assert.match(text, /a cat\\\\u\{e0041\}\\\\u\{7\}\\\\u\{202e\}/);
  });

  it('downloads nothing: it says what the user runs', async () => {
    const { isError, text } = await agent.ask('score_prompts', {
      prompts: ['a'],
      pictures,
      model: 'clip-vit-b-32',
    });
    assert.ok(isError);
    assert.match(text, /model-not-pulled: .*spellwright models pull clip-vit-b-32/s);
  });

  it('stops a call that is cancelled, and goes on with others', async () => {
    const stop = new AbortController();
    const asked = agent.ask('suggest_words', { prompt: 'a dog, a tree', pictures }, { signal: stop.signal });
    const other = agent.ask('expand_spell', { prompt: 'a fish' });
    stop.abort(new Error('not needed'));
    await assert.rejects(asked, /not needed/);
    assert.equal((await other).isError, false);
  });
});

describe('the end of spellwright mcp', function () {
  this.timeout(120_000);
  let folder: ReturnType<typeof temporaryFolder>;
  const hello = [
    {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a', version: '1' } },
    },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
  ];
  const scoring = (id: number) => ({
    ...{ jsonrpc: '2.0', id, method: 'tools/call' },
    params: { name: 'score_prompts', arguments: { prompts: ['a cat', 'a dog'], pictures: ['refs/*.png'] } },
  });

  before(() => {
    folder = temporaryFolder({});
    cpSync('examples', folder.path, { recursive: true });
  });
  after(() => folder.remove());

  /** The program, and what it has written: every line of it has to be a message. */
  function start(): {
    child: ChildProcess;
    lines: () => { id?: number }[];
    line: (id: number) => Promise<void>;
  } {
    const child = spawn(process.execPath, [cli, 'mcp'], {
      cwd: folder.path,
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: join(folder.path, '.cache') },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let written = '';
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (written += chunk));
    const lines = (): { id?: number }[] =>
      written
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { jsonrpc: string; id?: number });
    const line = async (id: number): Promise<void> => {
      while (!lines().some((each) => each.id === id)) await once(child.stdout!, 'data');
    };
    return { child, lines, line };
  }
  const say = (child: ChildProcess, messages: readonly object[]): void =>
    messages.forEach((message) => child.stdin!.write(`${JSON.stringify(message)}\n`));
  const gone = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };

  for (const [how, end] of [
    ['its input', (child: ChildProcess) => child.stdin!.end()],
    ['a signal', (child: ChildProcess) => child.kill('SIGTERM')],
  ] as const)
    it(`comes with that of ${how}, in the middle of a call, and its engine ends too`, async function () {
      if (process.platform !== 'linux') this.skip();
      const { child, lines, line } = start();
      say(child, [...hello, scoring(2)]);
      await line(2); // an engine runs
      const engines = childrenOf(child.pid!);
      assert.ok(engines.length > 0);
      say(child, [scoring(3), scoring(4)]);
      const ended = once(child, 'exit');
      end(child);
      assert.deepEqual(await ended, [0, null]);
      assert.ok(lines().every((each) => 'jsonrpc' in each));
      while (!engines.every(gone)) await new Promise((resolve) => setTimeout(resolve, 20));
    });

  it('is an error where a folder is not there', async () => {
    const child = spawn(process.execPath, [cli, 'mcp', '--allow', 'nowhere'], {
      cwd: folder.path,
      stdio: 'pipe',
    });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (told += chunk));
    assert.deepEqual(await once(child, 'close'), [2, null]);
    assert.match(told, /no folder “nowhere”/i);
  });
});
