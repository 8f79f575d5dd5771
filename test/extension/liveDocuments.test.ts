import assert from 'node:assert/strict';
import {
  belongsTo,
  LiveDocument,
  LiveDocuments,
  type Clock,
  type DocumentSource,
  type LiveOptions,
  type LiveText,
  type Turn,
} from '../../src/extension/services/liveDocuments';

/** A document as the editor has it: its version counts its changes. */
class Text implements LiveText {
  version = 1;
  isClosed = false;
  constructor(readonly uri = 'file:///a.spell') {}
}

/** A clock that only the test moves. */
class HandClock implements Clock {
  #now = 0;
  #waiting: { readonly at: number; readonly call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const entry = { at: this.#now + ms, call };
    this.#waiting.push(entry);
    return () => (this.#waiting = this.#waiting.filter((each) => each !== entry));
  }

  /** Lets time pass; what waits is called in its order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#now = next.at;
      next.call();
    }
    this.#now = end;
  }
}

/** One run, ended by the test. */
interface Run {
  readonly turn: Turn;
  end(): void;
  fail(error: Error): void;
}

class Desk {
  readonly clock = new HandClock();
  readonly runs: Run[] = [];
  readonly failures: unknown[] = [];
  readonly work = {
    clock: this.clock,
    run: (_live: unknown, turn: Turn): Promise<void> =>
      new Promise((end, fail) => this.runs.push({ turn, end, fail })),
    failed: (error: unknown): void => void this.failures.push(error),
  };

  /** Lets what was ended be noticed. */
  async settle(): Promise<void> {
    await new Promise(setImmediate);
  }

  get current(): boolean[] {
    return this.runs.map(({ turn }) => turn.isCurrent());
  }
}

describe('belongsTo', () => {
  it('holds for the very version of the text', () => {
    assert.ok(belongsTo(3, { version: 3 }));
    assert.ok(!belongsTo(2, { version: 3 }));
    assert.ok(!belongsTo(4, { version: 3 }));
  });

  it('does not hold for what was never made, nor for a text that is not there', () => {
    assert.ok(!belongsTo(undefined, { version: 3 }));
    assert.ok(!belongsTo(3, undefined));
    assert.ok(!belongsTo(undefined, undefined));
  });
});

describe('a live document', () => {
  let desk: Desk;
  let text: Text;
  let live: LiveDocument<Text, undefined>;
  beforeEach(() => {
    desk = new Desk();
    text = new Text();
    live = new LiveDocument(text, undefined, desk.work);
  });
  const type = (rest?: number): void => {
    text.version++;
    live.typed(rest);
  };

  it('begins at once, for the text that stands there', () => {
    live.begin();
    assert.deepEqual(
      desk.runs.map(({ turn }) => turn.version),
      [1],
    );
    assert.deepEqual(desk.current, [true]);
  });

  it('begins after a rest, counted from the last time that it was asked to', () => {
    live.begin(200);
    desk.clock.pass(150);
    live.begin(200);
    desk.clock.pass(199);
    assert.equal(desk.runs.length, 0);
    desk.clock.pass(1);
    assert.equal(desk.runs.length, 1);
  });

  it('begins at a key at once where the last run was short and long ago', async () => {
    live.begin();
    desk.clock.pass(30);
    desk.runs[0]!.end();
    await desk.settle();
    desk.clock.pass(30);
    type();
    assert.equal(desk.runs.length, 2);
  });

  it('rests as long as the last run took, when keys follow it', async () => {
    live.begin();
    desk.clock.pass(100);
    desk.runs[0]!.end();
    await desk.settle();
    desk.clock.pass(20);
    type();
    desk.clock.pass(79);
    assert.equal(desk.runs.length, 1);
    desk.clock.pass(1);
    assert.equal(desk.runs.length, 2);
  });

  it('rests for a quarter of a second at most', async () => {
    live.begin();
    desk.clock.pass(60_000);
    desk.runs[0]!.end();
    await desk.settle();
    type();
    desk.clock.pass(249);
    assert.equal(desk.runs.length, 1);
    desk.clock.pass(1);
    assert.equal(desk.runs.length, 2);
  });

  it('rests as long as somebody wishes, where that is longer', () => {
    type(500);
    desk.clock.pass(499);
    assert.equal(desk.runs.length, 0);
    desk.clock.pass(1);
    assert.equal(desk.runs.length, 1);
  });

  it('ends the run of an older text at the key, and drops what it finds', async () => {
    live.begin();
    desk.clock.pass(10);
    type();
    assert.ok(desk.runs[0]!.turn.signal.aborted);
    assert.deepEqual(desk.current, [false]);
    desk.clock.pass(10);
    assert.deepEqual(desk.current, [false, true]);
    desk.runs[0]!.fail(new Error('too late'));
    await desk.settle();
    assert.deepEqual(desk.failures, []);
  });

  it('drops what is found for a text that changed before anybody said so', () => {
    live.begin();
    text.version++;
    assert.deepEqual(desk.current, [false]);
  });

  it('lets a run for the present text go on until another one takes its place', () => {
    live.begin();
    live.begin(300);
    desk.clock.pass(299);
    assert.deepEqual(desk.current, [true]);
    desk.clock.pass(1);
    assert.deepEqual(desk.current, [false, true]);
  });

  it('has one run for all who ask for the same text', async () => {
    live.begin();
    let settled = 0;
    for (let asker = 0; asker < 3; asker++) void live.settled().then(() => settled++);
    assert.equal(desk.runs.length, 1);
    desk.runs[0]!.end();
    await desk.settle();
    assert.equal(settled, 3);
  });

  it('runs now for somebody who asks while it rests, and not once more', async () => {
    live.begin(200);
    const settled = live.settled();
    assert.equal(desk.runs.length, 1);
    desk.runs[0]!.end();
    await settled;
    desk.clock.pass(1000);
    assert.equal(desk.runs.length, 1);
  });

  it('does not join a run that has ended or was stopped', async () => {
    live.begin();
    live.stop();
    void live.settled();
    assert.deepEqual(desk.current, [false, true]);
    desk.runs[1]!.end();
    await desk.settle();
    void live.settled();
    assert.equal(desk.runs.length, 3);
  });

  it('stops what runs and what waits', () => {
    live.begin();
    live.begin(100);
    live.stop();
    desk.clock.pass(1000);
    assert.deepEqual(desk.current, [false]);
  });

  it('tells of a failure of the present run, and settles', async () => {
    live.begin();
    const settled = live.settled();
    desk.runs[0]!.fail(new Error('no disk'));
    await settled;
    assert.match(String(desk.failures[0]), /no disk/);
  });
});

describe('live documents', () => {
  class Source implements DocumentSource<Text> {
    documents: Text[] = [];
    readonly #listeners = new Map<string, ((document: Text) => void)[]>();
    #on = (event: string) => (listener: (document: Text) => void) => {
      const all = this.#listeners.get(event) ?? [];
      this.#listeners.set(event, [...all, listener]);
      return {
        dispose: () =>
          void this.#listeners.set(
            event,
            (this.#listeners.get(event) ?? []).filter((each) => each !== listener),
          ),
      };
    };
    readonly onDidOpen = this.#on('open');
    readonly onDidClose = this.#on('close');
    readonly onDidChange = this.#on('change');

    fire(event: 'open' | 'close' | 'change', document: Text): void {
      if (event === 'change') document.version++;
      document.isClosed = event === 'close';
      for (const listener of this.#listeners.get(event) ?? []) listener(document);
    }
  }

  let source: Source;
  let desk: Desk;
  let follows: (document: Text) => boolean;
  const closed: string[] = [];
  const documents = (): LiveDocuments<Text, string[]> => {
    const options: LiveOptions<Text, string[]> = {
      ...desk.work,
      source,
      follows: (document) => follows(document),
      opened: ({ uri }) => [uri],
      begun: (live) => live.begin(),
      typed: (live) => live.typed(),
      closed: ({ state }) => void closed.push(...state),
    };
    return new LiveDocuments(options);
  };
  beforeEach(() => {
    source = new Source();
    desk = new Desk();
    follows = () => true;
    closed.length = 0;
  });

  it('follow what is open and what is opened, each once', () => {
    const [before, after] = [new Text('file:///before'), new Text('file:///after')];
    source.documents = [before];
    const all = documents();
    all.follow();
    all.follow();
    source.fire('open', after);
    source.fire('open', after);
    assert.deepEqual(
      all.all.map(({ document }) => document.uri),
      ['file:///before', 'file:///after'],
    );
    assert.equal(desk.runs.length, 2);
  });

  it('run again when the text changes, for that document only', () => {
    const [one, other] = [new Text('file:///one'), new Text('file:///other')];
    source.documents = [one, other];
    documents().follow();
    source.fire('change', one);
    assert.deepEqual(desk.current, [false, true, true]);
  });

  it('end what runs for a document that is closed', () => {
    const text = new Text();
    source.documents = [text];
    const all = documents();
    all.follow();
    source.fire('close', text);
    assert.ok(desk.runs[0]!.turn.signal.aborted);
    assert.deepEqual(closed, [text.uri]);
    assert.equal(all.get(text.uri), undefined);
    source.fire('change', text);
    assert.equal(desk.runs.length, 1);
  });

  it('let go of what is to be followed no more', () => {
    const [kept, left] = [new Text('file:///kept'), new Text('file:///left')];
    source.documents = [kept, left];
    const all = documents();
    all.follow();
    follows = ({ uri }) => uri === kept.uri;
    all.follow();
    assert.deepEqual(closed, [left.uri]);
    assert.deepEqual(desk.current, [true, false]);
  });

  it('hear of nothing after their end', () => {
    const text = new Text();
    source.documents = [text];
    const all = documents();
    all.follow();
    all.dispose();
    source.fire('open', new Text('file:///new'));
    source.fire('change', text);
    assert.deepEqual(desk.current, [false]);
  });
});
