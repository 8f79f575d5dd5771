import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { hubAccess } from '../../src/models/hubAccess';
import { HubConnection } from '../../src/models/hubConnection';
import { ModelError } from '../../src/models/modelError';
import { temporaryFolder } from '../files/temporaryFolder';

const times = { silenceMs: 2000, firstPauseMs: 5 };

/** A server on a free port of this machine. */
async function listening<S extends Server>(server: S): Promise<{ server: S; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** The answer's status, or the code of the error. */
async function ask(access: ConstructorParameters<typeof HubConnection>[0]): Promise<number | string> {
  const hub = new HubConnection(access, times);
  try {
    const { status, body } = await hub.ask(hub.fileUrl('a/b', 'main', 'c'), { method: 'GET' });
    await body.resume().toArray();
    return status;
  } catch (error) {
    assert.ok(error instanceof ModelError);
    return `${error.code} ${String(error.parameters.reason)}`;
  } finally {
    await hub.close();
  }
}

describe('the way to the hub', () => {
  const servers: Server[] = [];
  /** What the proxy was asked to connect to. */
  const tunnels: string[] = [];
  let hubPort: number;
  let proxy: string;

  before(async () => {
    const hub = await listening(createServer((_request, response) => response.end('file')));
    const way = await listening(
      createServer().on('connect', (request, client) => {
        tunnels.push(request.url ?? '');
        const upstream = connect(hub.port, '127.0.0.1', () => {
          client.write('HTTP/1.1 200 OK\r\n\r\n');
          upstream.pipe(client).pipe(upstream);
        });
        for (const socket of [upstream, client]) socket.on('error', () => undefined);
      }),
    );
    servers.push(hub.server, way.server);
    hubPort = hub.port;
    proxy = `http://127.0.0.1:${way.port}`;
  });
  beforeEach(() => void (tunnels.length = 0));
  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('leads through the proxy that is given', async () => {
    const access = await hubAccess({ HF_ENDPOINT: 'http://hub.invalid' }, { proxy, noProxy: '' });
    assert.equal(await ask(access), 200);
    assert.deepEqual(tunnels, ['hub.invalid:80']);
  });

  it('leaves out the proxy for the hosts that are to be asked directly', async () => {
    const HF_ENDPOINT = `http://127.0.0.1:${hubPort}`;
    const access = await hubAccess({ HF_ENDPOINT }, { proxy, noProxy: 'hub.invalid,127.0.0.1' });
    assert.equal(await ask(access), 200);
    assert.deepEqual(tunnels, []);
  });

  it('does not start with an address that is none, and does not show it', async () => {
    for (const given of ['proxy.corp:8080', 'nonsense', 'http://me:secret@']) {
      const access = await hubAccess({}, { proxy: given });
      assert.throws(
        () => new HubConnection(access),
        (error) => {
          assert.ok(error instanceof ModelError);
          assert.equal(error.code, 'proxy-unusable');
          assert.ok(!JSON.stringify(error.parameters).includes('secret'));
          return true;
        },
      );
    }
  });

  it('trusts a certificate that nobody vouches for only where that is allowed', async function () {
    const folder = temporaryFolder({});
    try {
      const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder.path, name)) as [
        string,
        string,
      ];
      const made = spawnSync('openssl', [
        ...'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost'.split(' '),
        ...['-keyout', key, '-out', cert],
      ]);
      if (made.status !== 0) this.skip();
      const { server, port } = await listening(
        createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
          response.end('file'),
        ),
      );
      servers.push(server);
      const access = { endpoint: `https://localhost:${port}`, offline: false, noProxy: '*' };
      assert.equal(await ask(access), 'hub-unreachable DEPTH_ZERO_SELF_SIGNED_CERT');
      assert.equal(await ask({ ...access, strictTls: false }), 200);
    } finally {
      folder.remove();
    }
  });
});
