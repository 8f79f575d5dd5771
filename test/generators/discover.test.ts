import assert from 'node:assert/strict';
import { connect } from '../../src/generators/connect';
import { discover, WELL_KNOWN_ADDRESSES } from '../../src/generators/discover';
import { isThisMachine } from '../../src/generators/address';
import { rejects } from './contract';
import { AutomaticServer } from './servers/automaticServer';
import { SwarmServer } from './servers/swarmServer';
import { HttpFrame, NOT_FOUND, PAGE, type Reply } from './servers/testServer';

describe('what answers at an address', () => {
  const closing: { close(): Promise<void> }[] = [];
  const serve = async (routes: Readonly<Record<string, Reply>>): Promise<string> => {
    const frame = new HttpFrame(
      {},
      ({ method, path }) => routes[`${method} ${path}`] ?? routes['*'] ?? NOT_FOUND,
    );
    closing.push(frame);
    return frame.listen();
  };
  afterEach(async () => {
    for (const each of closing.splice(0)) await each.close();
  });

  for (const [what, routes, code] of [
    ['a web UI without its API', { 'GET /internal/ping': { body: {} } }, 'generator-api-off'],
    ['a page for everything', { '*': PAGE }, 'generator-html'],
    ['another program', { '*': { body: { hello: 1 } } }, 'generator-unknown'],
    ['a login', { '*': { status: 401, headers: { 'www-authenticate': 'Basic' } } }, 'generator-unauthorized'],
    ['a login of a page', { '*': { ...PAGE, status: 403 } }, 'generator-unauthorized'],
    ['InvokeAI', { 'GET /api/v1/app/version': { body: { version: '6.14' } } }, 'generator-unsupported'],
    ['Easy Diffusion', { 'GET /ping': { body: { status: 'Online', devices: {} } } }, 'generator-unsupported'],
  ] as const)
    it(`is told as what it is: ${what}`, async () => {
      const url = await serve(routes);
      const error = await rejects(connect({ url }), code);
      assert.equal(error.parameters.url, url);
    });

  it('is found at those addresses where a generator is, in their order, whoever else is there', async () => {
    const [automatic, swarm] = [await AutomaticServer.start('forge'), await SwarmServer.start()];
    closing.push(automatic, swarm);
    const other = await serve({ '*': { body: {} } });
    const off = await serve({ 'GET /internal/ping': { body: {} } });
    const gone = await serve({});
    await closing.pop()!.close();
    const found = await discover([swarm.url, other, gone, off, automatic.url]);
    assert.deepEqual(
      found.map((each) => ('identity' in each ? each.identity.family : each.error.code)),
      ['swarmui', 'generator-api-off', 'forge'],
    );
  });

  it('is looked for on this machine only, unless somebody names another', () => {
    assert.ok(WELL_KNOWN_ADDRESSES.length >= 5);
    assert.ok(WELL_KNOWN_ADDRESSES.every(isThisMachine));
  });

  it('is not asked for any longer once nobody wants to know', async () => {
    const stop = new AbortController();
    const frame = new HttpFrame({}, () => new Promise(() => stop.abort(new Error('enough'))));
    closing.push(frame);
    const url = await frame.listen();
    await assert.rejects(discover([url], stop.signal), /enough/);
  });
});
