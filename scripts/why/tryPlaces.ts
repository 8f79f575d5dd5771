import path from 'node:path';
import { Engines } from '../../src/client/engines';
import { dot } from '../../src/core/clip/similarity';
import { root } from '../editor/repository';
import { Draw, plantedScenes } from './plantedScenes';

const neutral = ['a person','an animal','the sky','the ground','water','a plant','a building','a vehicle','food','furniture','a wall','text','the background','clothes','a lamp','a shadow','nothing','a pattern','a face','a hand'];

async function main(folder: string): Promise<void> {
  const engines = new Engines({ engineFile: path.join(root, 'dist/engine.js'), modelsFolder: path.join(root, 'models') });
  const embedder = await engines.for(undefined, undefined);
  const { logitScale } = await embedder.checkpoint();
  const scenes = plantedScenes(folder).filter(({ kind, set }) => (kind === 'pair' || kind === 'trio') && set === null);
  const all = [...new Set(scenes.flatMap((s) => s.objects.map((o) => o.english[0]!)))];
  const draw = new Draw(3);
  const stats = new Map<string, { n: number; hit: number; own: number; iou: number; top: number[]; absentTop: number[] }>();
  for (const scene of scenes) {
    const names = scene.objects.map((o) => o.english[0]!);
    if (scene.objects.some((o) => !o.box)) continue;
    const absent = draw.one(all.filter((n) => !names.includes(n)));
    const texts = [...names, absent, ...neutral];
    const emb = (await embedder.embedTexts(texts)).map((e) => e.embedding);
    const mean = new Float32Array(emb[0]!.length);
    for (const e of emb) e.forEach((v, i) => (mean[i]! += v / emb.length));
    const outcome = await embedder.readPlaces(scene.file, emb);
    if (!outcome.ok) throw new Error(outcome.detail);
    const { rows, columns, features, evidence } = outcome;
    const cells = rows * columns;
    const width = emb[0]!.length;
    const cos = emb.map((t) => Float64Array.from({ length: cells }, (_, c) => dot(features.subarray(c * width, (c + 1) * width), t)));
    const maps: Record<string, (t: number) => Float64Array> = {
      raw: (t) => cos[t]!,
      contrast: (t) => {
        const use = [...names.keys(), ...(t === names.length ? [names.length] : []), ...neutral.map((_, i) => names.length + 1 + i)];
        return Float64Array.from({ length: cells }, (_, c) => {
          const logits = use.map((u) => cos[u]![c]! * logitScale);
          const m = Math.max(...logits);
          return cos[t]![c]! * logitScale - m - Math.log(logits.reduce((s, l) => s + Math.exp(l - m), 0));
        });
      },
      minusMean: (t) => Float64Array.from({ length: cells }, (_, c) => cos[t]![c]! - emb.reduce((s, _e, u) => s + cos[u]![c]!, 0) / emb.length),
      evidence: (t) => Float64Array.from(evidence.subarray(t * cells, (t + 1) * cells)),
      evidenceMinusMean: (t) => Float64Array.from({ length: cells }, (_, c) => evidence[t * cells + c]! - emb.reduce((s, _e, u) => s + evidence[u * cells + c]!, 0) / emb.length),
    };
    const norm = (m: Float64Array): Float64Array => { const a = Math.min(...m), b = Math.max(...m); return m.map((v) => (v - a) / (b - a || 1)); };
    maps.product = (t) => { const a = norm(maps.contrast!(t)), b = norm(maps.evidence!(t)); return a.map((v, i) => v * b[i]!); };
    maps.productMean = (t) => { const a = norm(maps.contrast!(t)), b = norm(maps.evidenceMinusMean!(t)); return a.map((v, i) => v * b[i]!); };
    maps.sum = (t) => { const a = norm(maps.contrast!(t)), b = norm(maps.evidence!(t)); return a.map((v, i) => v + b[i]!); };
    maps.centre = () => Float64Array.from({ length: cells }, (_, c) => -Math.hypot(Math.floor(c / columns) - rows / 2 + 0.5, (c % columns) - columns / 2 + 0.5));
    for (const [key, map] of Object.entries(maps)) {
      const s = stats.get(key) ?? { n: 0, hit: 0, own: 0, iou: 0, top: [], absentTop: [] };
      scene.objects.forEach(({ box }, t) => {
        const m = map(t);
        const best = m.indexOf(Math.max(...m));
        const [x, y] = [((best % columns) + 0.5) * (64 / columns), (Math.floor(best / columns) + 0.5) * (64 / rows)];
        const [l, tp, r, b] = box!;
        s.n++;
        s.hit += x >= l && x <= r && y >= tp && y <= b ? 1 : 0;
        const inBox = (bx: readonly number[], c: number): boolean => { const cx = ((c % columns) + 0.5) * (64 / columns), cy = (Math.floor(c / columns) + 0.5) * (64 / rows); return cx >= bx[0]! && cx <= bx[2]! && cy >= bx[1]! && cy <= bx[3]!; };
        const max = (bx: readonly number[]): number => Math.max(...Array.from(m, (v, c) => (inBox(bx, c) ? v : -Infinity)));
        const other = scene.objects.filter((_, i) => i !== t).map((o) => max(o.box!));
        s.own += max(box!) > Math.max(...other) ? 1 : 0;
        const n = norm(m);
        let bestIou = 0;
        for (let th = 0.1; th < 1; th += 0.1) {
          let i = 0, u = 0;
          n.forEach((v, c) => { const a = v >= th, bb = inBox(box!, c); if (a && bb) i++; if (a || bb) u++; });
          bestIou = Math.max(bestIou, i / u);
        }
        s.iou += bestIou;
        s.top.push(Math.max(...m));
      });
      s.absentTop.push(Math.max(...map(names.length)));
      stats.set(key, s);
    }
  }
  const q = (l: number[]): string => { const x = [...l].sort((a, b) => a - b); return [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => x[Math.floor(p * (x.length - 1))]!.toFixed(3)).join(' '); };
  for (const [key, s] of stats) console.log(key.padEnd(18), s.n, 'point', (s.hit / s.n).toFixed(3), 'own', (s.own / s.n).toFixed(3), 'iou', (s.iou / s.n).toFixed(3), '| top', q(s.top), '| absent', q(s.absentTop));
  engines.dispose();
}
void main(process.argv[2]!);
