import assert from 'node:assert/strict';
import { isThisMachine, readAddress, shownUrl } from '../../src/generators/address';
import { GeneratorError } from '../../src/generators/generatorError';

describe('the address of a generator', () => {
  for (const [given, shown] of [
    ['http://127.0.0.1:7860', 'http://127.0.0.1:7860'],
    [' 127.0.0.1:7860/ ', 'http://127.0.0.1:7860'],
    ['localhost:7801/Swarm//', 'http://localhost:7801/Swarm'],
    ['https://gen.example/a/b/?__theme=dark#x', 'https://gen.example/a/b'],
    ['http://me:pass%20word@gen.example', 'http://gen.example'],
    ['[::1]:8188', 'http://[::1]:8188'],
  ] as const)
    it(`${given.trim()} is ${shown}`, () => assert.equal(shownUrl(readAddress({ url: given }).url), shown));

  for (const given of ['', '   ', 'ftp://a', 'file:///etc/passwd', 'http://', 'javascript:alert(1)', 'a b'])
    it(`"${given}" is none`, () =>
      assert.throws(() => readAddress({ url: given }), { code: 'generator-address-unusable' }));

  it('of no use is named without its password', () => {
    assert.throws(
      () => readAddress({ url: 'ftp://me:hunter2@gen.example' }),
      (error) => error instanceof GeneratorError && !error.message.includes('hunter2'),
    );
  });

  it('may hold a user and a password, in any letters', () => {
    const { headers, secrets } = readAddress({ url: 'http://me:p%C3%A4ss@gen.example' });
    assert.equal(headers.authorization, `Basic ${Buffer.from('me:päss').toString('base64')}`);
    assert.ok(secrets.includes('päss'));
  });

  it('goes with a header that replaces Basic authentication', () => {
    const header = { name: 'Authorization', value: 'Bearer k' };
    assert.deepEqual(readAddress({ url: 'a', user: 'u', password: 'p', header }).headers, {
      authorization: 'Bearer k',
    });
  });

  it('tells no more of a header than its name, where all of it was written there', () => {
    assert.throws(
      () => readAddress({ url: 'a', header: { name: 'Authorization: Bearer hunter2', value: '' } }),
      (error) => error instanceof GeneratorError && error.parameters.name === 'Authorization',
    );
  });

  for (const header of [
    { name: 'a b', value: 'x' },
    { name: '', value: 'x' },
    { name: 'x', value: 'a\r\nb: c' },
    { name: 'x', value: 'ü→' },
  ])
    it(`refuses the header ${JSON.stringify(header)}, and does not tell its value`, () =>
      assert.throws(
        () => readAddress({ url: 'a', header }),
        (error) =>
          error instanceof GeneratorError &&
          error.code === 'generator-header-unusable' &&
          error.parameters.value === undefined,
      ));
});

describe('this machine', () => {
  for (const url of [
    'http://127.0.0.1:7860',
    'localhost:7860',
    'https://LOCALHOST/',
    'http://127.1.2.3',
    'http://0x7f.1',
    'http://[::1]:8188',
    'http://[::ffff:127.0.0.1]:1',
    'http://0.0.0.0:7860',
  ])
    it(`is at ${url}`, () => assert.equal(isThisMachine(url), true));

  for (const url of [
    'http://192.168.0.2:7860',
    'http://localhost.example',
    'http://a.localhost',
    'http://127.0.0.1.example',
    'http://127.0.0.1@gen.example',
    'http://gen.example/127.0.0.1',
    'http://[::ffff:10.0.0.1]',
    'http://128.0.0.1',
  ])
    it(`is not at ${url}`, () => assert.equal(isThisMachine(url), false));
});
