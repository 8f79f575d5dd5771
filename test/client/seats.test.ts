import assert from 'node:assert/strict';
import { Seats, type Seat, type Sitter } from '../../src/client/process/seats';

describe('the seats of processes', () => {
  let seats: Seats;
  let rested: string[];

  class Fake implements Sitter {
    isIdle = false;
    isNeeded = true;
    seat: Seat | undefined;

    constructor(readonly name: string) {}

    rest(): void {
      rested.push(this.name);
      this.isIdle = false;
    }

    async sit(signal?: AbortSignal): Promise<void> {
      this.seat = await seats.take(this, signal);
    }

    finish(): void {
      this.isIdle = true;
      seats.serve();
    }
  }

  /** Lets what was promised come. */
  const settled = (): Promise<void> => new Promise(setImmediate);
  const fakes = (...names: string[]): Fake[] => names.map((name) => new Fake(name));

  beforeEach(() => {
    seats = new Seats(2);
    rested = [];
  });

  it('are given at once while there are any', async () => {
    const [a, b] = fakes('a', 'b');
    await Promise.all([a!.sit(), b!.sit()]);
    assert.deepEqual(rested, []);
  });

  it('are left by the one that was used longest ago, among those that nobody waits for', async () => {
    const [a, b, c] = fakes('a', 'b', 'c');
    await a!.sit();
    await b!.sit();
    a!.finish();
    b!.finish();
    a!.seat!.use();
    void c!.sit();
    assert.deepEqual(rested, ['b']);
    await settled();
    assert.equal(c!.seat, undefined, 'before the process has ended');
    b!.seat!.leave();
    await settled();
    assert.ok(c!.seat);
  });

  it('are not left by one that is busy, though it was used longest ago', async () => {
    const [a, b, c] = fakes('a', 'b', 'c');
    await a!.sit();
    await b!.sit();
    b!.finish();
    void c!.sit();
    assert.deepEqual(rested, ['b']);
  });

  it('are waited for while all are busy, in the order of asking', async () => {
    const [a, b, c, d] = fakes('a', 'b', 'c', 'd');
    await Promise.all([a!.sit(), b!.sit()]);
    void c!.sit();
    void d!.sit();
    await settled();
    assert.deepEqual(rested, []);
    b!.finish();
    assert.deepEqual(rested, ['b']);
    b!.seat!.leave();
    await settled();
    assert.ok(c!.seat);
    assert.equal(d!.seat, undefined);
    a!.seat!.leave(); // its process crashed
    await settled();
    assert.ok(d!.seat);
    assert.deepEqual(rested, ['b']);
  });

  it('are left by one only for each that waits', async () => {
    const [a, b, c] = fakes('a', 'b', 'c');
    await Promise.all([a!.sit(), b!.sit()]);
    a!.finish();
    b!.finish();
    void c!.sit();
    seats.serve();
    assert.deepEqual(rested, ['a']);
  });

  it('are left by none for one that is needed no more, until it is needed again', async () => {
    const [a, b, c, d] = fakes('a', 'b', 'c', 'd');
    await Promise.all([a!.sit(), b!.sit()]);
    void c!.sit();
    c!.isNeeded = false;
    a!.finish();
    assert.deepEqual(rested, []);
    void d!.sit();
    assert.deepEqual(rested, ['a'], 'for d');
    c!.isNeeded = true;
    b!.finish();
    assert.deepEqual(rested, ['a', 'b']);
    a!.seat!.leave();
    await settled();
    assert.ok(c!.seat, 'it has kept its place before d');
    assert.equal(d!.seat, undefined);
  });

  it('are waited for until it is called off, and the next in the row comes up', async () => {
    const [a, b, c, d] = fakes('a', 'b', 'c', 'd');
    await Promise.all([a!.sit(), b!.sit()]);
    const abort = new AbortController();
    const sitting = c!.sit(abort.signal);
    void d!.sit();
    abort.abort(new Error('disposed'));
    await assert.rejects(sitting, /disposed/);
    await assert.rejects(c!.sit(abort.signal), /disposed/);
    b!.seat!.leave();
    await settled();
    assert.ok(d!.seat);
    assert.equal(c!.seat, undefined);
  });

  it('may be left twice, and taken again by whom one was taken from', async () => {
    const [a, b, c] = fakes('a', 'b', 'c');
    await Promise.all([a!.sit(), b!.sit()]);
    a!.finish();
    void c!.sit();
    const old = a!.seat!;
    a!.seat = undefined;
    void a!.sit(); // while its process is ending
    old.leave();
    old.leave();
    await settled();
    assert.ok(c!.seat);
    assert.equal(a!.seat, undefined);
    b!.seat!.leave();
    await settled();
    assert.ok(a!.seat);
  });
});
