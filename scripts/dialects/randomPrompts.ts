/** Prompts at random, made of what the grammars of the generators are made of. The same seed makes the same ones. */
export class RandomPrompts {
  constructor(private readonly random: () => number) {}

  /** A short prompt that is mostly signs. */
  signs(parts: readonly string[]): string {
    let text = '';
    for (let left = 1 + this.below(14); left > 0; left--) text += this.one(parts);
    return text;
  }

  /** A prompt as people write them, of some 20 to 250 tokens. */
  long(phrases: readonly string[]): string {
    let text = '';
    for (let left = 8 + this.below(70); left > 0; left--) {
      text += this.one(phrases) + this.one([' ', ', ', ', ', ',', ' ', '. ', '']);
    }
    return text;
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }

  private one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }
}

const words = ['cat', 'dog', 'a', ' ', ' ', ' ', ', ', '猫', '青い', '\n', '0.5', '1', '10:30'];
const brackets = ['(', '(', ')', ')', '\\(', '\\)', ':', ':1.2)', ': .5 )', ':１.３)', ':-1)', '((b:1.3), c'];

export const SIGNS: Readonly<Record<'a1111' | 'comfyui', readonly string[]>> = {
  a1111: [
    ...words,
    ...brackets,
    ...[
      '[',
      ']',
      '[',
      ']',
      '\\[',
      '\\]',
      '\\\\',
      '\\',
      '\\:',
      '|',
      '|',
      '::',
      ':0.5]',
      ':1.0]',
      ':30]',
      ': 3 ]',
    ],
    ...[
      '[cat:dog:0.5]',
      '[cat:dog:1.0]',
      '[a:1e1]',
      '[a|b]',
      '[fe|]male',
      '[a::2]',
      '[(a:2):3]',
      '[a:[b:c]:0.5]',
    ],
    ...[
      'BREAK',
      ' BREAK ',
      ' AND ',
      'AND',
      ' :0.5 AND ',
      '_AND',
      'BREAKs',
      '<lora:x:1>',
      '<a:b',
      '<',
      '>',
      '<b>',
    ],
    ...['\u00a0', '\t', '\u3000', '🐟', '𝟏', '[[b]:2]', ':1e1]', ':+.5]', ':2.)', '+', '-', '.'],
  ],
  comfyui: [
    ...words,
    ...brackets,
    ...[
      'embedding:x',
      ' embedding:x',
      '\nembedding:a,',
      'embedding:EasyNegative,blurry',
      'embedding:',
      ',embedding:x',
    ],
    ...[
      ':1e1)',
      ':1_0)',
      ':inf)',
      ':0x1)',
      ': )',
      '[a:b:0.5]',
      '[',
      ']',
      'BREAK',
      ' AND ',
      '\\',
      '\\\\',
      '\u3000',
    ],
    ...[')', '(', ')(', '(((', ')))', '((a', 'b))', '🐟', '\t', ', ,', ' ,embedding:,,y,, z'],
  ],
};

export const PHRASES: readonly string[] = [
  ...[
    'a photograph of an astronaut',
    'riding a horse',
    'masterpiece',
    'best quality',
    'highly detailed',
    '8k',
  ],
  ...[
    '(intricate:1.2)',
    '((sharp focus))',
    '[out of frame]',
    'artstation',
    'by greg rutkowski',
    '青い猫',
    'two dogs',
  ],
  ...[
    'BREAK',
    'extraordinarily',
    'supercalifragilisticexpialidocious',
    '(a red (apple:1.3) on a table:0.8)',
    '🐟🐠',
  ],
  ...[
    'volumetric lighting',
    "it's 50mm",
    'f/1.8',
    '---',
    '!!!',
    'antidisestablishmentarianism',
    'c(a)t',
    'AND',
  ],
];
