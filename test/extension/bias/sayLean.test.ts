import assert from 'node:assert/strict';
import type { Lean } from '../../../src/core/bias/lean';
import { sayLean } from '../../../src/extension/features/bias/sayLean';
import type { DocumentLean } from '../../../src/extension/services/leans';

const known = {
  checkpoint: { id: 'mini', hash: '0123456789abcdef'.repeat(4) },
} as DocumentLean;

function said(size: number, shown: boolean, language: 'en' | 'ja' = 'en', translated = false): string {
  const lean: Lean = {
    head: 'nurse',
    size,
    interval: [size - 0.5, size + 0.25],
    p: 0.001,
    q: 0.002,
    templatesAgree: true,
    shown,
  };
  return sayLean(known, { head: 'nurse', written: 'nurse', translated, lean }, language).join(' ');
}

describe('what is said of a lean', () => {
  it('names the checkpoint, the side and the interval, the lower bound first', () => {
    assert.match(
      said(1.5, true),
      /^Lean of this checkpoint \(mini 0123456789ab\): “nurse” leans towards women by 1\.50 \(95 % interval 1\.00 to 1\.75\)\./,
    );
    assert.match(said(-1.5, true), /leans towards men by 1\.50 \(95 % interval 1\.25 to 2\.00\)/);
    assert.match(said(1.5, true, 'ja'), /このチェックポイント（mini 0123456789ab）の傾き.*女性側に 1\.50/);
  });

  it('claims nothing where chance explains it', () => {
    assert.match(said(-0.25, false), /“nurse”: −0\.25 \(95 % interval −0\.75 to 0\.00; .*too little to tell/);
    assert.doesNotMatch(said(-0.25, false), /leans towards/);
  });

  it('never speaks of the world, and says when it asked in English', () => {
    assert.match(said(1, true), /of this checkpoint only, not of the world/);
    assert.doesNotMatch(said(1, true), /Asked in English/);
    assert.match(said(1, true, 'en', true), /Asked in English, as “nurse”/);
    assert.match(said(1, true, 'ja', true), /英語の「nurse」で測りました/);
  });
});
