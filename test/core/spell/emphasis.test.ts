import assert from 'node:assert/strict';
import { DIALECTS } from '../../../src/core/spell/frontMatter';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Dialect } from '../../../src/core/spell/spell';
import { expandText, weightsOf } from './expandText';

/** Source, the text that CLIP sees, and its words with their weights. */
type Case = readonly [source: string, text: string, weights: string];

const cases: Readonly<Record<Dialect, readonly Case[]>> = {
  a1111: [
    ['cat', 'cat', 'cat:1'],
    ['(cat)', 'cat', 'cat:1.1'],
    ['[cat]', 'cat', 'cat:0.9091'],
    ['(cat:1.2)', 'cat', 'cat:1.2'],
    ['( cat : 1.2 )', 'cat', 'cat:1.2'],
    ['(cat:.5) (dog:-1)', 'cat dog', 'cat:0.5 dog:-1'],
    ['((cat))', 'cat', 'cat:1.21'],
    ['((cat:1.2))', 'cat', 'cat:1.32'],
    ['(a (b:1.5) c:1.2)', 'a b c', 'a:1.2 b:1.8 c:1.2'],
    ['([cat])', 'cat', 'cat:1'],
    // The example in the web UI's own documentation.
    [
      'a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).',
      'a house on a hill, sun, sky.',
      'a:1 house:1.573 on:1 a:1.1 hill:0.55 sun:1.1 sky:1.4641',
    ],
    ['\\(cat\\) \\[dog\\]', '(cat) [dog]', 'cat:1 dog:1'],
    ['hatsune miku \\(cosplay\\)', 'hatsune miku (cosplay)', 'hatsune:1 miku:1 cosplay:1'],
    ['(a \\(b\\):1.3)', 'a (b)', 'a:1.3 b:1.3'],
    ['a \\\\ b', 'a \\ b', 'a:1 b:1'],
    ['a \\b', 'a b', 'a:1 b:1'],
    ['(unclosed cat', 'unclosed cat', 'unclosed:1.1 cat:1.1'],
    ['a [unclosed cat', 'a unclosed cat', 'a:1 unclosed:0.9091 cat:0.9091'],
    ['cat) dog', 'cat) dog', 'cat:1 dog:1'],
    ['cat] dog', 'cat] dog', 'cat:1 dog:1'],
    ['(cat:dog)', 'cat:dog', 'cat:1.1 dog:1.1'],
    ['cat:1.2)', 'cat:1.2)', 'cat:1 1.2:1'],
    ['[cat:dog:0.5]', 'dog', 'dog:1'],
    ['[cat::0.5] fish', 'fish', 'fish:1'],
    ['a [cat:10]', 'a cat', 'a:1 cat:1'],
    ['[(cat:2):3]', 'cat', 'cat:2'],
    ['a[b:[c:d:2]:1]e', 'ade', 'ade:1'],
    ['([cat:dog: .5 ]:1.5)', 'dog', 'dog:1.5'],
    ['[cat|dog] in a field', 'cat in a field', 'cat:1 in:1 a:1 field:1'],
    ['[fe|]male', 'female', 'female:1'],
    ['[a|b:0.5]', 'a|b:0.5', 'a:0.9091 b:0.9091 0.5:0.9091'],
    ['[a:b:c:0.5]', 'a:b:c:0.5', 'a:0.9091 b:0.9091 c:0.9091 0.5:0.9091'],
    ['a cat BREAK a dog', 'a cat, a dog', 'a:1 cat:1 a:1 dog:1'],
    ['a cat, BREAK, a dog BREAK', 'a cat, a dog', 'a:1 cat:1 a:1 dog:1'],
    ['a cat AND a dog', 'a cat, a dog', 'a:1 cat:1 a:1 dog:1'],
    ['a cat :0.5 AND a dog:.8', 'a cat, a dog', 'a:1 cat:1 a:1 dog:1'],
    // Without an AND, too, the number at the end is the weight of the whole prompt.
    ['at 10:30', 'at 10', 'at:1 10:1'],
    ['a cat:0.5, b:0.8', 'a cat:0.5, b', 'a:1 cat:1 0.5:1 b:1'],
    ['BREAKFAST AND', 'BREAKFAST', 'BREAKFAST:1'],
    ['SAND ANDES band', 'SAND ANDES band', 'SAND:1 ANDES:1 band:1'],
    ['cat, <lora:food:0.8>', 'cat', 'cat:1'],
    ['<lora:food:0.8>, cat', 'cat', 'cat:1'],
    ['cat, <lora:a>, <hypernet:b:1>, <lyco:c:1:0.5>, dog', 'cat, dog', 'cat:1 dog:1'],
    ['cat <lora:a:1> dog', 'cat dog', 'cat:1 dog:1'],
    ['cat, , dog,', 'cat, , dog,', 'cat:1 dog:1'],
    ['I <3 cats', 'I <3 cats', 'I:1 3:1 cats:1'],
    ['cat # (comment', 'cat', 'cat:1'],
    ['猫、(青い魚:1.3)', '猫、青い魚', '猫:1 青い魚:1.3'],
    ['（猫：1.2）［犬］', '（猫：1.2）［犬］', '猫:1 1.2:1 犬:1'],
    ['(🐟🐠:1.2) 𠮷野家', '🐟🐠 𠮷野家', '🐟🐠:1.2 𠮷野家:1'],
    ['a\t\tcat\r\non  a\u3000mat ', 'a cat on a mat', 'a:1 cat:1 on:1 a:1 mat:1'],
    ['c(a)t', 'cat', 'c:1 a:1.1 t:1'],
    // BREAK and AND inside of brackets
    ['(a cat BREAK a dog:1.2)', 'a cat BREAK a dog', 'a:1.2 cat:1.2 BREAK:-1.2 a:1.2 dog:1.2'],
    ['(a BREAK b), c', 'a BREAK b, c', 'a:1.1 BREAK:-1.1 b:1.1 c:1'],
    ['(a:0.5 AND b:0.7)', 'a, b:0.7)', 'a:1.1 b:1 0.7:1'],
    ['(a AND b) c', 'a, b) c', 'a:1.1 b:1 c:1'],
    ['BREAK[fast|] food', 'BREAKfast food', 'BREAKfast:1 food:1'],
    ['BREAK猫 猫BREAK _AND AND_', 'BREAK猫 猫BREAK _AND AND_', 'BREAK猫:1 猫BREAK:1 _AND:1 AND_:1'],
    // every <word:…>
    ['cat <wlr:x:1> dog', 'cat dog', 'cat:1 dog:1'],
    ['a <https://x.y/z> b', 'a b', 'a:1 b:1'],
    ['a <b c:d> <:e> <f:> g', 'a <b c:d> <:e> <f:> g', 'a:1 b:1 c:1 d:1 e:1 f:1 g:1'],
    ['a <b:c\nd> e', 'a e', 'a:1 e:1'],
    ['AN<x:1>D a', 'a', 'a:1'],
    // digits of every script
    ['(猫:１.３)', '猫', '猫:1.3'],
    ['(cat:٢) (dog: +.5 )', 'cat dog', 'cat:2 dog:0.5'],
    ['a dog :１.５', 'a dog', 'a:1 dog:1'],
    // schedules
    ['[cat:dog:1.0]', 'cat', 'cat:1'],
    ['[cat:dog:1]', 'dog', 'dog:1'],
    ['[cat:dog:20] [cat:dog:19]', 'cat dog', 'cat:1 dog:1'],
    ['[cat:dog:30]', 'cat', 'cat:1'],
    ['[cat:dog:-1] [cat:dog:.999]', 'dog dog', 'dog:1 dog:1'],
    ['[cat:1e1] [cat:2e1]', 'cat', 'cat:1'],
    ['[cat):dog:0.5]', 'cat):dog:0.5', 'cat:0.9091 dog:0.9091 0.5:0.9091'],
    ['[a:[b:c]:0.5]', 'a:b:c:0.5', 'a:0.9091 b:0.8264 c:0.8264 0.5:0.9091'],
    ['[a\\:b:cat:0.5]', 'cat', 'cat:1'],
    ['a | b, [cat:dog:0.5]', 'a | b, cat:dog:0.5', 'a:1 b:1 cat:0.9091 dog:0.9091 0.5:0.9091'],
    ['[cat|dog] a | b', 'cat|dog a | b', 'cat:0.9091 dog:0.9091 a:1 b:1'],
    ['[cat:dog:0.5] \\', 'cat:dog:0.5', 'cat:0.9091 dog:0.9091 0.5:0.9091'],
    ['[a|b] [[c|d]|e] [|f]g', 'a c g', 'a:1 c:1 g:1'],
    // brackets that cross
    ['(a [b) c]', 'a b c', 'a:1.1 b:1 c:0.9091'],
  ],
  comfyui: [
    // brackets that do not close
    ['a ((b:1.3), (c:1.2)', 'a b, (c', 'a:1 b:1.3 c:1.2'],
    ['((a:1.3)', '(a', 'a:1.3'],
    // what float() reads
    ['(猫:１.３)', '猫', '猫:1.3'],
    ['(cat:1_0) (dog:0x1)', 'cat dog:0x1', 'cat:10 dog:1.1 0x1:1.1'],
    // textual inversions end at a blank, and begin after one or with the text between weights
    ['embedding:EasyNegative,blurry', '', ''],
    ['embedding:EasyNegative, blurry', 'blurry', 'blurry:1'],
    ['cat,embedding:x', 'cat,embedding:x', 'cat:1 embedding:1 x:1'],
    ['(embedding:x:1.2) cat\nembedding:y', 'cat', 'cat:1'],
    // comments leave nothing behind
    ['cat/* x */fish', 'catfish', 'catfish:1'],
    ['ca/* (\n */t {d/*|*/og|fish}', 'cat dog', 'cat:1 dog:1'],
    ['(cat)', 'cat', 'cat:1.1'],
    ['((cat))', 'cat', 'cat:1.21'],
    ['(cat:1.2)', 'cat', 'cat:1.2'],
    ['((cat:1.2))', 'cat', 'cat:1.2'],
    ['(a (b:1.5) c:1.2)', 'a b c', 'a:1.2 b:1.5 c:1.2'],
    ['(a (b) c:1.2)', 'a b c', 'a:1.2 b:1.32 c:1.2'],
    ['(cat: 1e1 )', 'cat', 'cat:10'],
    ['(cat:dog)', 'cat:dog', 'cat:1.1 dog:1.1'],
    ['(cat:1.2 (dog))', 'cat:1.2 dog', 'cat:1.1 1.2:1.1 dog:1.21'],
    ['(:1.2)', ':1.2', '1.2:1.1'],
    ['[cat] [a:b:0.5] [c|d]', '[cat] [a:b:0.5] [c|d]', 'cat:1 a:1 b:1 0.5:1 c:1 d:1'],
    ['\\(cat\\) \\[dog\\]', '(cat) \\[dog\\]', 'cat:1 dog:1'],
    ['(cat (dog:1.2) x', '(cat (dog:1.2) x', 'cat:1 dog:1 1.2:1 x:1'],
    ['(a) (b', 'a (b', 'a:1.1 b:1'],
    // A stray ")" is counted against the brackets that follow, as in comfy/sd1_clip.py.
    ['a) (b) ((c))', 'a) (b) (c)', 'a:1 b:1 c:1.1'],
    ['cat BREAK dog AND fish', 'cat BREAK dog AND fish', 'cat:1 BREAK:1 dog:1 AND:1 fish:1'],
    ['cat ,embedding:x', 'cat ,embedding:x', 'cat:1 embedding:1 x:1'],
    ['cat, embedding:EasyNegative, dog', 'cat, dog', 'cat:1 dog:1'],
    ['(embedding:a:1.2) cat', 'cat', 'cat:1'],
    ['cat // a (comment\non a mat', 'cat on a mat', 'cat:1 on:1 a:1 mat:1'],
    ['cat /* (hidden\nlines */ mat', 'cat mat', 'cat:1 mat:1'],
    ['cat /* never closed', 'cat /* never closed', 'cat:1 never:1 closed:1'],
    ['C# #tag\n# comment', 'C# #tag', 'C:1 tag:1'],
  ],
  midjourney: [
    ['a cat --ar 3:2 --v 6', 'a cat', 'a:1 cat:1'],
    ['a cat —ar 3:2', 'a cat', 'a:1 cat:1'],
    ['hot:: dog', 'hot, dog', 'hot:1 dog:1'],
    ['hot::2 dog::-.5 --no rain', 'hot, dog', 'hot:2 dog:-0.5'],
    ['https://x.y/a.png https://x.y/b.png a cat', 'a cat', 'a:1 cat:1'],
    ['well-lit -- a (cat:1.2) [x]', 'well-lit -- a (cat:1.2) [x]', 'well-lit:1 a:1 cat:1 1.2:1 x:1'],
  ],
  novelai: [
    ['{cat} [dog]', 'cat dog', 'cat:1.05 dog:0.9524'],
    ['{{cat}}, [[dog]]', 'cat, dog', 'cat:1.1025 dog:0.907'],
    ['1.3::rain, night::, cat', 'rain, night, cat', 'rain:1.3 night:1.3 cat:1'],
    ['-1::hat:: 0.5::a {b}::', 'hat a b', 'hat:-1 a:0.5 b:0.525'],
    ['{never closed', 'never closed', 'never:1.05 closed:1.05'],
    ['1.5::to the end', 'to the end', 'to:1.5 the:1.5 end:1.5'],
    ['(cat:1.2) a} b]', '(cat:1.2) a} b]', 'cat:1 1.2:1 a:1 b:1'],
  ],
  invokeai: [
    ['a cat++ on a mat-', 'a cat on a mat', 'a:1 cat:1.21 on:1 a:1 mat:0.9'],
    ['(a cat)1.3, (dog)+ (fish)--', 'a cat, dog fish', 'a:1.3 cat:1.3 dog:1.1 fish:0.81'],
    ['(a (cat)1.2 b)1.5', 'a cat b', 'a:1.5 cat:1.8 b:1.5'],
    ['"a cat"0.5 (plain)', 'a cat plain', 'a:0.5 cat:0.5 plain:1'],
    ['("a cat", "a dog").and(1, 0.5)', 'a cat, a dog', 'a:1 cat:1 a:0.5 dog:0.5'],
    ['("a cat", "a dog").blend(1, 2)', 'a cat, a dog', 'a:1 cat:1 a:2 dog:2'],
    ['a (cat).swap(dog) on (x).swap(y, s_start=0.3)', 'a dog on y', 'a:1 dog:1 on:1 y:1'],
    ['a well-lit cat withLora(food, 0.8)', 'a well-lit cat', 'a:1 well-lit:1 cat:1'],
    ['("a cat", "a dog").and()', 'a cat, a dog', 'a:1 cat:1 a:1 dog:1'],
    ['a cat.swap(dog, s_start=0.3) on mats.attend(1.5)', 'a dog on mats', 'a:1 dog:1 on:1 mats:1.5'],
    ['(a).swap((b)+ c) (d).attend(++)', 'b c d', 'b:1.1 c:1 d:1.21'],
    ['a ++ b + c\\+', 'a ++ b + c\\+', 'a:1 b:1 c:1'],
    ['\\(cosplay\\)++ a', '(cosplay) a', 'cosplay:1.21 a:1'],
    ['\\(cosplay\\) (a).attend(1.5)', '(cosplay) a', 'cosplay:1 a:1.5'],
  ],
  plain: [
    ['((cat:1.2)) [dog]', '((cat:1.2)) [dog]', 'cat:1 1.2:1 dog:1'],
    ['\\(cat\\) <lora:a:1> BREAK', '\\(cat\\) <lora:a:1> BREAK', 'cat:1 lora:1 a:1 1:1 BREAK:1'],
    ['http://x // y', 'http://x // y', 'http:1 x:1 y:1'],
    ['# comment\n  #2\ncat #1', 'cat #1', 'cat:1 1:1'],
  ],
};

describe('emphasis', () => {
  for (const dialect of DIALECTS) {
    describe(dialect, () => {
      for (const [source, text, weights] of cases[dialect]) {
        it(JSON.stringify(source), () => {
          assert.equal(expandText(source, dialect).expansions[0]!.text, text);
          assert.equal(weightsOf(source, dialect), weights);
        });
      }
    });
  }
});

describe('arguments of networks', () => {
  const right = [
    ...['a', 'a:1', 'a:.5', 'a:-1', 'a: 0.8 ', 'a:0.8:0.6', 'a b (c):1', '画風:1'],
    ...['a:te=0.5:unet=1', 'a:unet=0.3', 'a:1:te=0.5', 'a:dyn=0.5'],
    ...['a:0.5@0,1@0.3', 'a:1:0.5@0,1@10', 'a:te=0@0,1@0.5:unet=1', 'a:hr=1@0:lr=0.5@0'],
    ...['a:1:1:lbw=OUTALL', 'a:1:lbw=1,0,0,0,1:stop=12', 'a:1:1:lbw=IN02:lbwe=OUT:start=5'],
  ];
  const wrong = ['a:', 'a:x', 'a:1.2.3', 'a:te=x', 'a:x@0', 'a:０'];
  const codes = (prompt: string, dialect: Dialect): string[] =>
    parseSpellFile(`a cat, ${prompt}`, { defaultDialect: dialect }).diagnostics.map(({ code }) => code);
  for (const dialect of ['a1111', 'comfyui'] as const) {
    for (const written of right) {
      it(`<lora:${written}> in ${dialect}`, () => {
        assert.deepEqual(codes(`<lora:${written}>`, dialect), []);
        assert.equal(expandText(`a cat, <lyco:${written}>`, dialect).expansions[0]!.text, 'a cat');
      });
    }
  }
  for (const written of wrong)
    it(`<lora:${written}> is reported`, () =>
      assert.deepEqual(codes(`<lora:${written}>`, 'a1111'), ['weight-invalid']));
  it('of anything else are nobody’s', () =>
    assert.deepEqual(codes('<dora:x:y>, <LORA:y:z>, <lora:a|b:1>', 'a1111'), []));
});
