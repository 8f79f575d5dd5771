// Draws the pictures of examples/refs at 256 px.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { drawn, svgOf } from './render.mjs';

const SIZE = 256;
const out = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'examples', 'refs');
const COLOURS = {
  white: '#f9f9f9', blue: '#2d5fda', green: '#30a046', yellow: '#f6de3c', pink: '#f696c0', gray: '#8a8a8c', purple: '#8a3abc', orange: '#f28c1c', red: '#d72626',
};
const EMOJI = {
  apple: '1F34E', cat: '1F408', dog: '1F415', robot: '1F916', fish: '1F41F', sushi: '1F363', lemon: '1F34B', bicycle: '1F6B2', castle: '1F3F0', panda: '1F43C',
  balloon: '1F388', 'woman firefighter': '1F469-200D-1F692', 'man doctor': '1F468-200D-2695-FE0F', 'woman judge, dark skin': '1F469-1F3FF-200D-2696-FE0F',
};
const LEFT = { x: 66, y: 128, side: 116 };
const RIGHT = { x: 190, y: 128, side: 116 };
const MIDDLE = { x: 128, y: 128, side: 200 };

/** file → set, background, what stands where, and what is done to the whole. */
const PICTURES = {
  'red-apple': ['twemoji', 'white', [['apple', MIDDLE]]],
  'apple-labelled-dog': ['twemoji', 'white', [['apple', MIDDLE]], { word: 'dog' }],
  'cat-labelled-sun': ['twemoji', 'white', [['cat', MIDDLE]], { word: 'sun' }],
  'two-cats-blue': ['twemoji', 'blue', [['cat', LEFT], ['cat', RIGHT]]],
  'cat-left-of-dog': ['twemoji', 'green', [['cat', LEFT], ['dog', RIGHT]]],
  'dog-left-of-cat': ['twemoji', 'green', [['dog', LEFT], ['cat', RIGHT]]],
  'woman-firefighter': ['twemoji', 'gray', [['woman firefighter', MIDDLE]]],
  'woman-judge-dark-skin': ['twemoji', 'white', [['woman judge, dark skin', MIDDLE]]],
  'sushi-orange': ['twemoji', 'orange', [['sushi', MIDDLE]]],
  'man-doctor': ['noto', 'white', [['man doctor', MIDDLE]]],
  'pixel-art-robot': ['noto', 'blue', [['robot', MIDDLE]], { style: 'pixel art' }],
  'blurry-panda': ['noto', 'pink', [['panda', MIDDLE]], { style: 'blurry' }],
  'black-and-white-bicycle': ['noto', 'white', [['bicycle', MIDDLE]], { style: 'black and white' }],
  'castle-at-night': ['fluent-emoji-flat', 'blue', [['castle', MIDDLE]], { style: 'night' }],
  'fish-and-sushi': ['fluent-emoji-flat', 'yellow', [['fish', LEFT], ['sushi', RIGHT]]],
  'three-lemons-green': ['fluent-emoji-flat', 'green', [['lemon', { x: 70, y: 74, side: 110 }], ['lemon', { x: 188, y: 88, side: 110 }], ['lemon', { x: 124, y: 190, side: 110 }]]],
  'four-balloons-pink': ['fluent-emoji-flat', 'pink', [['balloon', { x: 66, y: 70, side: 104 }], ['balloon', { x: 188, y: 62, side: 104 }], ['balloon', { x: 70, y: 190, side: 104 }], ['balloon', { x: 186, y: 186, side: 104 }]]],
};

const label = (word) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}"><rect x="34" y="132" width="188" height="82" fill="white"/><text x="128" y="194" text-anchor="middle" textLength="160" lengthAdjust="spacingAndGlyphs" font-family="DejaVu Sans, sans-serif" font-weight="bold" font-size="72">${word}</text></svg>`);

async function styled(image, style) {
  if (style === 'pixel art') {
    const small = await image.resize(16, 16, { kernel: 'cubic' }).png().toBuffer();
    return sharp(small).resize(SIZE, SIZE, { kernel: 'nearest' });
  }
  if (style === 'blurry') return image.blur(9);
  if (style === 'black and white') return image.greyscale().toColourspace('srgb');
  if (style === 'night') return image.linear([0.22, 0.26, 0.45], [0, 3, 15]);
  return image;
}

for (const [file, [set, background, objects, { word, style } = {}]] of Object.entries(PICTURES)) {
  const layers = [];
  for (const [name, { x, y, side }] of objects) {
    const svg = svgOf(set, EMOJI[name], side);
    if (!svg) throw new Error(`${set} has no ${name}`);
    layers.push({ input: await drawn(svg, side).png().toBuffer(), left: Math.round(x - side / 2), top: Math.round(y - side / 2) });
  }
  if (word) layers.push({ input: label(word), left: 0, top: 0 });
  const plain = await sharp({ create: { width: SIZE, height: SIZE, channels: 3, background: COLOURS[background] } }).composite(layers).removeAlpha().png().toBuffer();
  const image = await styled(sharp(plain), style);
  await image.png({ compressionLevel: 9, palette: true, colours: 128 }).toFile(path.join(out, `${file}.png`));
}
console.log(fs.readdirSync(out).join(' '));
