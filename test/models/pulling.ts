import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HubConnection, type HubTimes } from '../../src/models/hubConnection';
import { pullModel, type PullOptions, type PullResult } from '../../src/models/pullModel';
import type { RegisteredModel } from '../../src/models/registryFormat';
import { temporaryFolder } from '../files/temporaryFolder';
import { commit, FakeHub, gitId, sha256 } from './fakeHub';

export const config = Buffer.from('{"model_type":"clip"}');

/** A small model on a local hub, and a cache to pull it into. */
export class Pulling {
  readonly weights: Buffer;
  readonly model: RegisteredModel;
  #folder = temporaryFolder({});
  #hubs: HubConnection[] = [];

  private constructor(
    readonly fake: FakeHub,
    bytes: number,
  ) {
    this.weights = randomBytes(bytes);
    this.model = {
      id: 'test',
      name: 'Test',
      repository: 'someone/some-clip',
      revision: commit,
      format: 'hf-clip',
      family: 'clip',
      files: [fake.add('config.json', config), fake.add('model.safetensors', this.weights, true)],
      megabytes: 1,
      imageSize: 224,
      languages: ['en'],
      licence: 'MIT',
      note: { en: 'n', ja: 'n' },
    };
  }

  static async start(bytes = 600_000): Promise<Pulling> {
    return new Pulling(await FakeHub.start(), bytes);
  }

  /** An empty cache, and a hub that behaves. */
  reset(): void {
    this.fake.reset();
    this.#folder.remove();
    this.#folder = temporaryFolder({});
  }

  async stop(): Promise<void> {
    await Promise.all(this.#hubs.map((hub) => hub.close()));
    await this.fake.stop();
    this.#folder.remove();
  }

  get folder(): string {
    return this.#folder.path;
  }

  get cacheFolder(): string {
    return path.join(this.folder, 'hub');
  }

  get repository(): string {
    return path.join(this.cacheFolder, 'models--someone--some-clip');
  }

  get blobs(): string {
    return path.join(this.repository, 'blobs');
  }

  get weightsBlob(): string {
    return path.join(this.blobs, sha256(this.weights));
  }

  get configBlob(): string {
    return path.join(this.blobs, gitId(config));
  }

  snapshot(name: string): string {
    return path.join(this.repository, 'snapshots', commit, name);
  }

  connect(times: Partial<HubTimes> = {}, offline = false): HubConnection {
    const hub = new HubConnection(
      { endpoint: this.fake.endpoint, offline },
      { silenceMs: 2000, firstPauseMs: 2, ...times },
    );
    this.#hubs.push(hub);
    return hub;
  }

  /** @param wanted another model than the one that is pinned throughout */
  pull(options: Partial<PullOptions> = {}, wanted = this.model): Promise<PullResult> {
    const { cacheFolder } = this;
    const hub = options.hub ?? this.connect();
    return pullModel(wanted, {
      freeBytes: () => Promise.resolve(1e12),
      lockTimes: { beatMs: 20, staleMs: 200 },
      cacheFolder,
      ...options,
      hub,
    });
  }

  makeBlobs(): void {
    mkdirSync(this.blobs, { recursive: true });
  }

  /** Every byte of the model is where the engine reads it. */
  isWhole(): boolean {
    return (
      existsSync(this.snapshot('model.safetensors')) &&
      readFileSync(this.snapshot('model.safetensors')).equals(this.weights) &&
      readFileSync(this.snapshot('config.json')).equals(config)
    );
  }

  /** The first thing in the cache that says of itself by its name what it is not. */
  lie(): string | undefined {
    const names = existsSync(this.blobs) ? readdirSync(this.blobs) : [];
    for (const name of names.filter((each) => /^[0-9a-f]+$/.test(each))) {
      const content = readFileSync(path.join(this.blobs, name));
      if (name !== (name.length === 64 ? sha256(content) : gitId(content))) return name;
    }
    const shown = this.snapshot('model.safetensors');
    return existsSync(shown) && !readFileSync(shown).equals(this.weights) ? shown : undefined;
  }
}
