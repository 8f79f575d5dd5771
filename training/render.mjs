// Draws every emoji of concepts.tsv, in every picture set that has it, as 64 px RGBA, and some sets once more with lines that they don't have.
// Output: cache/icons.bin (N x 64 x 64 x 4 bytes, straight alpha) and cache/icons.json (one record per picture).
// A record with `ink` holds no colours: its red is how much of the pixel is line, its green how much is what lines enclose.
// scenes.py paints both with whatever colours it likes.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const SIZE = 64;
const COLOURED = ['noto', 'noto-v1', 'fluent-emoji-flat', 'fluent-emoji', 'fxemoji', 'emojione', 'streamline-emojis'];
const HELD_OUT = ['twemoji', 'openmoji'];
const ONE_COLOUR = ['emojione-monotone', 'fluent-emoji-high-contrast'];
// Sets of symbols, no emoji: found by the concepts' English names, where both mean the same (symbol-names.json says where they don't).
const SYMBOLS = { tabler: [''], ph: ['', '-light', '-thin', '-fill'], mdi: ['', '-outline'], 'game-icons': [''], 'icon-park': [''], hugeicons: ['', '-01'] };
// Flat drawings, to which lines can be added.
const FLAT = ['noto', 'noto-v1', 'fluent-emoji-flat', 'fxemoji', 'emojione'];
const SETS = [...COLOURED, ...HELD_OUT, ...ONE_COLOUR, ...Object.keys(SYMBOLS)];
const TONES = { 1: 'light', 3: 'medium', 5: 'dark' };

const emoji = new Map();
for (const entry of require('emojibase-data/en/data.json')) {
  emoji.set(entry.hexcode, entry);
  for (const skin of entry.skins ?? []) emoji.set(skin.hexcode, skin);
}
const withoutSelector = (hex) => hex.toLowerCase().replace(/-fe0f/g, '');
const load = (set, file) => require(`@iconify-json/${set}/${file}.json`);
const sets = Object.fromEntries(SETS.map((set) => [set, { icons: load(set, 'icons'), chars: load(set, 'chars') }]));
// These carry no table of characters; their names are those of a sister set, or nearly.
const NAMED_LIKE = { 'noto-v1': 'noto', 'fluent-emoji': 'fluent-emoji-flat', 'fluent-emoji-high-contrast': 'fluent-emoji-flat' };
const NAMED_BY_UNICODE = ['emojione', 'emojione-monotone', 'streamline-emojis'];
const FX_NAMES = JSON.parse(fs.readFileSync(path.join(here, 'fxemoji-names.json'), 'utf8'));
const OTHER_MEANINGS = JSON.parse(fs.readFileSync(path.join(here, 'symbol-names.json'), 'utf8'));
const slug = (text) => text.toLowerCase().normalize('NFD').replace(/[^a-z0-9 -]/g, '').trim().replace(/ +/g, '-');
const holds = ({ icons }, name) => name !== undefined && (name in icons.icons || icons.aliases?.[name]?.parent in icons.icons);

function iconName(set, hex) {
  const byCharacter = (of) => sets[of].chars[withoutSelector(hex)] ?? sets[of].chars[hex.toLowerCase()];
  if (set === 'fxemoji') {
    const like = byCharacter('noto');
    return FX_NAMES[like] ?? like?.replace(/-/g, '');
  }
  if (NAMED_BY_UNICODE.includes(set)) {
    const names = [byCharacter('noto'), byCharacter('fluent-emoji-flat'), slug(emoji.get(hex).label.replace(':', ''))].filter(Boolean);
    return names.flatMap((name) => [name, `${name}-1`]).find((name) => holds(sets[set], name));
  }
  return byCharacter(NAMED_LIKE[set] ?? set);
}

function iconOf(set, name) {
  const { icons } = sets[set];
  const icon = icons.icons[name] ?? icons.icons[icons.aliases?.[name]?.parent];
  return icon && { body: icon.body, width: icon.width ?? icons.width ?? 16, height: icon.height ?? icons.height ?? 16 };
}

function svgText({ body, width, height }, size, margin = 0) {
  const box = `${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${box}" width="${size}" height="${size}">${body}</svg>`;
}

/** The picture of one emoji as an SVG text, or undefined where the set has none. */
export function svgOf(set, hex, size = SIZE) {
  const icon = iconOf(set, iconName(set, hex));
  return icon && svgText(icon, size);
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
    return { english, names: english.split('/'), pictures };
  });
}

/** 0..1, the same for the same text. */
function chance(text) {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

const luminance = (hex) => {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1, 7);
  const [r, g, b] = [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16));
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
};

/** Every shape with a line around it; with `bare`, the shapes are white and only the dark ones stay black: a page to colour. */
function lined(icon, width, bare) {
  let { body } = icon;
  if (bare) {
    const paper = (colour) => (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour) && luminance(colour) < 0.3 ? '#000' : colour === 'none' ? 'none' : '#fff');
    body = body.replace(/fill="([^"]*)"/g, (_, colour) => `fill="${paper(colour)}"`).replace(/stroke="(?!none)[^"]*"/g, 'stroke="#000"');
    body = body.replace(/ (fill-|stroke-)?opacity="[^"]*"/g, '');
  }
  const stroke = icon.width * width;
  return { ...icon, body: `<g${bare ? ' fill="#fff"' : ''} stroke="#${bare ? '000' : '151515'}" stroke-width="${stroke}" stroke-linejoin="round">${body}</g>`, margin: stroke };
}

const FINE = 2 * SIZE;
const fine = async (icon) => drawn(svgText(icon, FINE, icon.margin ?? 0), FINE).raw().toBuffer();

/** The average of every 2 x 2 values of a FINE picture with `channels` values per pixel. */
function halved(values, channels) {
  const out = new Float32Array(SIZE * SIZE * channels);
  for (let y = 0; y < FINE; y++)
    for (let x = 0; x < FINE; x++)
      for (let c = 0; c < channels; c++) out[((y >> 1) * SIZE + (x >> 1)) * channels + c] += values[(y * FINE + x) * channels + c] / 4;
  return out;
}

/** [ink, enclosed] per pixel, 0..1 each, as the bytes of a record with `ink`. */
function inked(parts) {
  const small = halved(parts, 2);
  const bytes = Buffer.alloc(SIZE * SIZE * 4);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const [ink, enclosed] = [small[2 * i], small[2 * i + 1]];
    const alpha = Math.min(1, ink + enclosed);
    bytes.set(alpha > 0 ? [(255 * ink) / alpha, (255 * enclosed) / alpha, 0, 255 * alpha].map((v) => Math.min(255, Math.round(v))) : [0, 0, 0, 0], 4 * i);
  }
  return bytes;
}

/** A drawing in one colour: its ink, and whatever can't be reached from the border without crossing it. */
async function ofOneColour(icon) {
  const pixels = await fine(icon);
  const outside = new Uint8Array(FINE * FINE);
  const queue = [];
  const visit = (x, y) => {
    const at = y * FINE + x;
    if (x < 0 || y < 0 || x >= FINE || y >= FINE || outside[at] || pixels[4 * at + 3] > 90) return;
    outside[at] = 1;
    queue.push(at);
  };
  for (let i = 0; i < FINE; i++) [visit(i, 0), visit(i, FINE - 1), visit(0, i), visit(FINE - 1, i)];
  while (queue.length) {
    const at = queue.pop();
    const [x, y] = [at % FINE, Math.floor(at / FINE)];
    [visit(x + 1, y), visit(x - 1, y), visit(x, y + 1), visit(x, y - 1)];
  }
  const parts = new Float32Array(FINE * FINE * 2);
  for (let i = 0; i < FINE * FINE; i++) {
    const ink = pixels[4 * i + 3] / 255;
    parts[2 * i] = ink;
    parts[2 * i + 1] = outside[i] ? 0 : 1 - ink;
  }
  return inked(parts);
}

/** A page to colour: black is ink, white is enclosed. */
async function toColour(icon) {
  const pixels = await fine(icon);
  const parts = new Float32Array(FINE * FINE * 2);
  for (let i = 0; i < FINE * FINE; i++) {
    const [alpha, white] = [pixels[4 * i + 3] / 255, pixels[4 * i + 1] / 255];
    parts[2 * i] = alpha * (1 - white);
    parts[2 * i + 1] = alpha * white;
  }
  return inked(parts);
}

/** The picture with a dark rim of so many FINE pixels around its outline. */
async function rimmed(icon, radius) {
  const margin = (icon.width * radius) / FINE;
  const pixels = await fine({ ...icon, margin });
  let reach = new Float32Array(FINE * FINE);
  for (let i = 0; i < FINE * FINE; i++) reach[i] = pixels[4 * i + 3];
  for (const stride of [1, FINE]) {
    const next = new Float32Array(FINE * FINE);
    for (let i = 0; i < FINE * FINE; i++) {
      const along = stride === 1 ? i % FINE : Math.floor(i / FINE);
      for (let k = -Math.min(radius, along); k <= Math.min(radius, FINE - 1 - along); k++) next[i] = Math.max(next[i], reach[i + k * stride]);
    }
    reach = next;
  }
  const premultiplied = new Float32Array(FINE * FINE * 4);
  for (let i = 0; i < FINE * FINE; i++) {
    const alpha = pixels[4 * i + 3];
    for (let c = 0; c < 3; c++) premultiplied[4 * i + c] = (pixels[4 * i + c] * alpha) / 255 + (20 * Math.max(0, reach[i] - alpha)) / 255;
    premultiplied[4 * i + 3] = Math.max(reach[i], alpha);
  }
  const small = halved(premultiplied, 4);
  const bytes = Buffer.alloc(SIZE * SIZE * 4);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const alpha = small[4 * i + 3];
    if (alpha > 0) bytes.set([0, 1, 2].map((c) => Math.min(255, Math.round((small[4 * i + c] * 255) / alpha))).concat(Math.round(alpha)), 4 * i);
  }
  return bytes;
}

/** Whatever is drawn of one emoji in one set: the set's own picture, and those with added lines. */
async function picturesOf(set, hex, tone) {
  const icon = iconOf(set, iconName(set, hex));
  if (!icon) return [];
  if (ONE_COLOUR.includes(set)) return [{ set, ink: 1, bytes: await ofOneColour(icon) }];
  const out = [{ set, bytes: await drawn(svgText(icon, SIZE)).raw().toBuffer() }];
  if (!FLAT.includes(set) || tone) return out;
  const width = [0.016, 0.024, 0.032, 0.044][Math.floor(4 * chance(set + hex))];
  out.push({ set: `${set}+lines`, bytes: await drawn(svgText(lined(icon, width, false), SIZE, icon.width * width)).raw().toBuffer() });
  out.push({ set: `${set}+page`, ink: 1, bytes: await toColour(lined(icon, width, true)) });
  out.push({ set: `${set}+rim`, bytes: await rimmed(icon, 2 + Math.floor(4 * chance(hex + set))) });
  return out;
}

/** The symbols with one of the concept's names. */
async function symbolsOf(set, names) {
  const wanted = names.map(slug).filter((name) => !OTHER_MEANINGS['*'].includes(name) && !OTHER_MEANINGS[set]?.includes(name));
  const found = new Set(wanted.flatMap((name) => SYMBOLS[set].map((end) => name + end)).filter((name) => holds(sets[set], name)));
  return Promise.all([...found].map(async (name) => ({ set, name, ink: 1, bytes: await ofOneColour(thinned(iconOf(set, name), chance(set + name))) })));
}

/** Lines of another thickness. icon-park fills what its lines enclose: that is found again, so only the lines are wanted. */
function thinned(icon, by) {
  const body = icon.body.replace(/fill="#(2F88FF|43CCF8)"/gi, 'fill="none"');
  return { ...icon, body: body.replace(/stroke-width="([\d.]+)"/g, (_, width) => `stroke-width="${width * (0.45 + 0.6 * by)}"`) };
}

async function main() {
  const records = [];
  const buffers = [];
  const missing = [];
  const add = (record, pixels) => {
    let opaque = 0;
    for (let i = 3; i < pixels.length; i += 4) opaque += pixels[i] > 128 ? 1 : 0;
    if (opaque < SIZE) return false; // a drawing that the renderer can't show
    records.push(record);
    buffers.push(pixels);
    return true;
  };
  for (const [concept, { english, names, pictures }] of concepts().entries()) {
    for (const set of SETS) {
      let any = false;
      if (set in SYMBOLS) {
        for (const { bytes, ...kind } of await symbolsOf(set, names)) any = add({ concept, gender: 'n', tone: 0, ...kind }, bytes) || any;
      } else {
        for (const { hex, gender, tone } of pictures) {
          for (const { bytes, ...kind } of await picturesOf(set, hex, tone)) any = add({ concept, gender, tone, hex, ...kind }, bytes) || any;
        }
      }
      if (!any) missing.push(`${set}: ${english}`);
    }
  }
  fs.mkdirSync(path.join(here, 'cache'), { recursive: true });
  const file = fs.openSync(path.join(here, 'cache', 'icons.bin'), 'w');
  for (const buffer of buffers) fs.writeSync(file, buffer);
  fs.closeSync(file);
  fs.writeFileSync(path.join(here, 'cache', 'icons.json'), JSON.stringify(records));
  const count = {};
  for (const { set } of records) count[set] = (count[set] ?? 0) + 1;
  console.log(JSON.stringify({ pictures: records.length, ...count }));
  fs.writeFileSync(path.join(here, 'cache', 'missing.txt'), missing.join('\n'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
