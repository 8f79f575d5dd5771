// Draws every emoji of concepts.tsv, in every picture set that has it, as 64 px RGBA.
// Output: cache/icons.bin (N x 64 x 64 x 4 bytes, straight alpha) and cache/icons.json (one record per picture).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const SIZE = 64;
const SETS = ['noto', 'noto-v1', 'fluent-emoji-flat', 'fluent-emoji', 'fxemoji', 'twemoji'];
const TONES = { 1: 'light', 3: 'medium', 5: 'dark' };

const emoji = new Map();
for (const entry of require('emojibase-data/en/data.json')) {
  emoji.set(entry.hexcode, entry);
  for (const skin of entry.skins ?? []) emoji.set(skin.hexcode, skin);
}
const withoutSelector = (hex) => hex.toLowerCase().replace(/-fe0f/g, '');
const load = (set, file) => require(`@iconify-json/${set}/${file}.json`);
const sets = Object.fromEntries(SETS.map((set) => [set, { icons: load(set, 'icons'), chars: load(set, 'chars') }]));
// These two carry no table of characters; their names are those of a sister set.
const NAMED_LIKE = { 'noto-v1': 'noto', 'fluent-emoji': 'fluent-emoji-flat' };
const FX_NAMES = JSON.parse(fs.readFileSync(path.join(here, 'fxemoji-names.json'), 'utf8'));

function iconName(set, hex) {
  const byCharacter = (of) => sets[of].chars[withoutSelector(hex)] ?? sets[of].chars[hex.toLowerCase()];
  if (set === 'fxemoji') {
    const like = byCharacter('noto');
    return FX_NAMES[like] ?? like?.replace(/-/g, '');
  }
  return byCharacter(NAMED_LIKE[set] ?? set);
}

/** The picture of one emoji as an SVG text, or undefined where the set has none. */
export function svgOf(set, hex, size = SIZE) {
  const name = iconName(set, hex);
  const { icons } = sets[set];
  const icon = icons.icons[name] ?? icons.icons[icons.aliases?.[name]?.parent];
  if (!icon) return undefined;
  const width = icon.width ?? icons.width ?? 16;
  const height = icon.height ?? icons.height ?? 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" width="${size}" height="${size}">${icon.body}</svg>`;
}

export function drawn(svg, size = SIZE) {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  return sharp(Buffer.from(svg)).resize(size, size, { fit: 'contain', background: clear }).ensureAlpha();
}

/** The rows of concepts.tsv with, per row, the emoji to draw: gender 'n', 'm', 'f' and the tone of the skin (0: none said). */
export function concepts() {
  const lines = fs.readFileSync(path.join(here, 'concepts.tsv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map((line) => {
    const [kind, , english, , codes] = line.split('\t');
    const pictures = [];
    for (const code of codes.split(' ')) {
      const [gender, hex] = code.includes(':') ? code.split(':') : ['n', code];
      if (!emoji.has(hex)) throw new Error(`concepts.tsv, "${english}": ${hex} is no emoji of emojibase-data`);
      pictures.push({ hex, gender, tone: 0 });
      if (kind === 'thing') continue;
      for (const skin of emoji.get(hex).skins ?? []) {
        if (TONES[skin.tone]) pictures.push({ hex: skin.hexcode, gender, tone: skin.tone });
      }
    }
    return { english, pictures };
  });
}

async function main() {
  const records = [];
  const buffers = [];
  const missing = [];
  for (const [concept, { english, pictures }] of concepts().entries()) {
    for (const set of SETS) {
      let any = false;
      for (const { hex, gender, tone } of pictures) {
        const svg = svgOf(set, hex);
        if (!svg) continue;
        const pixels = await drawn(svg).raw().toBuffer();
        let opaque = 0;
        for (let i = 3; i < pixels.length; i += 4) opaque += pixels[i] > 128 ? 1 : 0;
        if (opaque < SIZE) continue; // a drawing that the renderer can't show
        records.push({ concept, set, gender, tone, hex });
        buffers.push(pixels);
        any = true;
      }
      if (!any) missing.push(`${set}: ${english}`);
    }
  }
  fs.mkdirSync(path.join(here, 'cache'), { recursive: true });
  fs.writeFileSync(path.join(here, 'cache', 'icons.bin'), Buffer.concat(buffers));
  fs.writeFileSync(path.join(here, 'cache', 'icons.json'), JSON.stringify(records));
  const count = Object.fromEntries(SETS.map((set) => [set, records.filter((record) => record.set === set).length]));
  console.log(JSON.stringify({ pictures: records.length, ...count }));
  fs.writeFileSync(path.join(here, 'cache', 'missing.txt'), missing.join('\n'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
