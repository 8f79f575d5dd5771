import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { tools } from '../../src/tools/toolTable';
import { temporaryFolder } from '../files/temporaryFolder';
import { Agent, cli } from '../mcp/agent';
import { toolContext } from '../tools/toolContext';
import { fault } from './fault';

const secret = 'sesame-4711';

/** Anything that JSON can hold, and what is easily taken for something else. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    ...[null, true, -1, 1e308, 0.5, '', '\u0000', '\ud800', '../outside/secret.png', '/etc/passwd', 'ok.png'],
    ...[[], {}, [[]], ['ok.png'], 'x'.repeat(5000), { __proto__: null }, '#1', '__s__', '{a|b}', 'linked'],
  ),
);
const names = [
  ...new Set(tools.flatMap(({ input }) => Object.keys((input.json.properties ?? {}) as object))),
];

describe('agents', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let work: string;

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = temporaryFolder({
      'work/ok.png': '',
      'work/a.spell': '---\nimages: [ok.png, ../outside/*.png]\n---\na fish __s__\n\na cat',
      'outside/secret.png': '',
      'outside/s.txt': secret,
    });
    work = join(folder.path, 'work');
    cpSync('examples/refs', join(work, 'refs'), { recursive: true });
    symlinkSync(join(folder.path, 'outside'), join(work, 'linked'));
    symlinkSync(join(folder.path, 'outside', 's.txt'), join(work, 's.txt'));
  });
  after(() => folder?.remove());

  fault(
    'an agent sends arguments of any kind and size to any tool',
    { short: 1500, long: 60_000 },
    async (tried) => {
      const { asked, call } = toolContext([work]);
      const codes = new Set<string>();
      const ajv = new Ajv();
      const listed = new Map(tools.map(({ name, output }) => [name as string, ajv.compile(output.json)]));
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...tools.map(({ name }) => name), 'nope', '__proto__', 'constructor'),
          fc.oneof(anything, fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 5 })),
          async (name, input) => {
            const called = await call(name, input);
            if (!called.ok) {
              codes.add(called.code);
              assert.ok(called.message.length > 10 && called.message.length < 7000, called.message);
              return;
            }
            const tool = tools.find((each) => each.name === name)!;
            tool.output.read(called.answer, ''); // as its schema says, to a reader here and to a client
            const asListed = listed.get(name)!;
            assert.ok(asListed(called.answer), JSON.stringify(asListed.errors));
            assert.ok(JSON.stringify(called.answer).length <= 60_000);
            assert.ok(!JSON.stringify(called.answer).includes(secret));
          },
        ),
        { numRuns: tried },
      );
      assert.ok(codes.has('input-invalid') && codes.has('tool-unknown'));
      assert.deepEqual(
        asked.pictures.filter((path) => path.includes('outside') || path.includes('linked')),
        [],
      );
      return {
        outcome: 'an answer as the schema says, or an error that says what is allowed',
        lost: 'nothing',
      };
    },
  );

  fault('a path leads out of the allowed folders', { short: 100, long: 10_000 }, async (tried) => {
    const { asked, call } = toolContext([work]);
    const part = fc.constantFrom(
      '..',
      '.',
      'outside',
      'work',
      'linked',
      's.txt',
      'secret.png',
      '*',
      '**',
      '{..,a}',
      '[.].',
      '~',
      'refs',
      '',
    );
    const path = fc
      .tuple(
        fc.constantFrom('', '/', '\\', './', '//', 'file://', `${folder.path}/`),
        fc.array(part, { maxLength: 6 }),
        fc.constantFrom('/', '\\'),
      )
      .map(([start, parts, sign]) => start + parts.join(sign));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(path, async (named) => {
        const answers = [
          await call('score_prompts', { prompts: ['a'], pictures: [named] }),
          await call('expand_spell', { spellFile: named }),
          await call('check_wording', { file: named }),
          await call('read_picture', { picture: named }),
        ];
        assert.ok(!JSON.stringify(answers).includes(secret), named);
        refused += answers.filter((each) => !each.ok && each.code === 'path-outside').length;
      }),
      { numRuns: tried },
    );
    assert.ok(refused > 0);
    const real = asked.pictures.filter((each) => !each.startsWith(`${work}/`) || each.includes('/linked/'));
    assert.deepEqual(real, []);
    return { outcome: 'refused by name, with the folders that are allowed', lost: 'nothing' };
  });

  fault('many calls at once, some of them cancelled', { short: 16, long: 500 }, async (tried) => {
    const agent = await Agent.arrive([], { cwd: work });
    try {
      const outcomes = await Promise.all(
        Array.from({ length: tried }, async (_, i) => {
          const stop = new AbortController();
          const asked = agent.ask(
            'score_prompts',
            { prompts: [`a fish ${i}`, 'a cat'], pictures: ['refs/*cat*.png'] },
            { signal: stop.signal },
          );
          if (i % 3 === 0) stop.abort(new Error('cancelled'));
          return asked.then(
            ({ isError, text }) => (isError ? /^[\w-]+/.exec(text)![0] : 'done'),
            (error: Error) => error.message.replace(/^.*: /, ''),
          );
        }),
      );
      const count = (what: string): number => outcomes.filter((each) => each === what).length;
      assert.equal(
        count('done') + count('cancelled') + count('too-busy'),
        tried,
        JSON.stringify([...new Set(outcomes)]),
      );
      assert.ok(count('done') > 0 && count('cancelled') >= tried / 3);
      const after = await agent.ask('expand_spell', { prompt: 'a {b|c}' });
      assert.equal(after.isError, false);
    } finally {
      await agent.leave();
    }
    return {
      outcome: 'answered in turn, cancelled, or refused as too many; later calls go on',
      lost: 'nothing',
    };
  });

  fault(
    'what comes in is no message, or the input ends in the middle of one',
    { short: 30, long: 300 },
    async (tried) => {
      const junk = [
        ...[
          'not json',
          '{',
          '[]',
          'null',
          '{"jsonrpc":"2.0"}',
          '\u0000\u0001',
          '{"jsonrpc":"2.0","id":{},"method":5}',
        ],
        `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
        `{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"score_prompts","arguments":{"prompts":${JSON.stringify(Array(20_000).fill('a'))}}}}`,
        '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"expand_spell","arguments":{"__proto__":{"x":1}}}}',
        `${'x'.repeat(100_000)}`,
      ];
      const child = spawn(process.execPath, [cli, 'mcp'], {
        ...{ cwd: work, env: { PATH: process.env.PATH } },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      let written = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (written += chunk));
      const ended = once(child, 'exit');
      for (let i = 0; i < tried; i++) child.stdin.write(`${junk[i % junk.length]}\n`);
      child.stdin.write('{"jsonrpc":"2.0","id":"last","method":"tools/list"}\n');
      while (!written.includes('"last"')) await once(child.stdout, 'data');
      child.stdin.end('{"jsonrpc":"2.0","id":');
      assert.deepEqual(await ended, [0, null]);
      for (const line of written.trimEnd().split('\n'))
        assert.equal((JSON.parse(line) as { jsonrpc: string }).jsonrpc, '2.0');
      return { outcome: 'dropped, or answered with an error; the next message is answered', lost: 'nothing' };
    },
  );
});
