import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server as SocketServer } from 'node:net';
import { GeneratorConnection } from '../../src/generators/connection';
import { rejects } from './contract';

describe('a connection to a generator', () => {
  const servers: (Server | SocketServer)[] = [];

  const listen = async (server: Server | SocketServer): Promise<string> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener));

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      (server as Partial<Server>).closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('says that nobody is there', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()!.close(resolve));
    const error = await rejects(new GeneratorConnection({ url }).getJson('/x'), 'generator-unreachable');
    assert.deepEqual(error.parameters, { url, reason: 'ECONNREFUSED' });
  });

  it('waits no longer than it is told, and says so', async () => {
    const url = await serve(() => undefined);
    await rejects(
      new GeneratorConnection({ url }).ask('GET', '/x', undefined, { timeoutMs: 50 }),
      'generator-silent',
    );
  });

  it('ends at once when it is told to, with the reason that was given', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const url = await serve(() => stop.abort(reason));
    await assert.rejects(
      new GeneratorConnection({ url }).postJson('/x', {}, { signal: stop.signal }),
      reason,
    );
  });

  it('follows a redirect within the same host, and sends a question again only where it stays one', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      if (request.url === '/x/') return response.end('[1]');
      response.writeHead(request.url === '/see' ? 302 : 307, { location: '/x/' }).end();
    });
    const connection = new GeneratorConnection({ url });
    assert.deepEqual(await connection.postJson('/x', {}), [1]);
    assert.deepEqual(await connection.getJson('/see'), [1]);
    await rejects(connection.postJson('/see', {}), 'generator-redirects');
    assert.deepEqual(seen, ['POST /x', 'POST /x/', 'GET /see', 'GET /x/', 'POST /see']);
  });

  it('follows none to another host, and none for ever', async () => {
    let asked = 0;
    const other = await serve((_, response) => response.end(String(asked++)));
    const url = await serve((request, response) => {
      const location = request.url === '/loop' ? '/loop' : `${other}/login?token=abc`;
      response.writeHead(302, { location }).end();
    });
    const connection = new GeneratorConnection({ url, header: { name: 'x-key', value: 'k' } });
    const error = await rejects(connection.getJson('/x'), 'generator-redirects');
    assert.deepEqual(error.parameters, { url, to: `${other}/login` });
    await rejects(connection.getJson('/loop'), 'generator-redirects');
    assert.equal(asked, 0);
  });

  it('reads no more of an answer than it may, told of its length or not', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/told') response.setHeader('content-length', 3_000_000);
      const send = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(100_000))) setImmediate(send);
        else response.once('drain', send);
      };
      send();
    });
    for (const path of ['/told', '/endless']) {
      const error = await rejects(
        new GeneratorConnection({ url }).ask('GET', path, undefined, { mostBytes: 2_000_000 }),
        'generator-answer-too-large',
      );
      assert.deepEqual(error.parameters, { url, path, megabytes: 2 });
    }
  });

  it('unpacks nothing', async () => {
    const url = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    );
    await rejects(new GeneratorConnection({ url }).getJson('/x'), 'generator-answer-unreadable');
  });

  for (const [what, said] of [
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a connection that ends without a word', ''],
  ] as const)
    it(`names ${what}`, async () => {
      const url = await listen(
        createSocketServer((socket) => {
          socket.on('error', () => undefined);
          socket.once('data', () => socket.end(said));
        }),
      );
      const code = said === '' ? 'generator-cut' : 'generator-answer-unreadable';
      await rejects(new GeneratorConnection({ url }).getJson('/x'), code);
    });

  for (const [name, body, detail] of [
    [
      'A1111',
      { error: 'ValueError', detail: 'bad', body: '', errors: 'no such thing' },
      'ValueError: no such thing: bad',
    ],
    ['FastAPI', { detail: [{ loc: ['body', 'steps'], msg: 'must be a number' }] }, 'steps: must be a number'],
    ['plain text', 'out of\n  ideas', 'out of ideas'],
    ['nothing', '', 'HTTP 500'],
  ] as const)
    it(`tells what was said in a refusal: ${name}`, async () => {
      const url = await serve((_, response) =>
        response.writeHead(500).end(typeof body === 'string' ? body : JSON.stringify(body)),
      );
      const error = await rejects(new GeneratorConnection({ url }).getJson('/x'), 'generator-refused');
      assert.equal(error.parameters.detail, detail);
    });

  it('does not repeat a secret that the other end repeats', async () => {
    const url = await serve((request, response) =>
      response
        .writeHead(400)
        .end(
          JSON.stringify({ detail: `got ${request.headers['x-key']} and ${request.headers.authorization}` }),
        ),
    );
    const header = { name: 'x-key', value: 'sesame-open' };
    const address = { url, header, user: 'me', password: 'hunter2' };
    const error = await rejects(new GeneratorConnection(address).getJson('/x'), 'generator-refused');
    assert.equal(error.parameters.detail, 'got … and Basic …');
  });
});
