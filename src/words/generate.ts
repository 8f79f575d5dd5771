import type { DecidedParameters, ParameterName, ParameterOrigin } from '../core/judge/generationParameters';
import type { GeneratorIdentity } from '../generators/generator';
import type { GenerationPlan, PlannedVariant } from '../tasks/planPictures';
import { generatorName } from './generators';
import { say, type Language, type Parameters, type Wording } from './words';

/** What is said where pictures are generated and judged. */
export const GENERATE_WORDING = {
  needsGenerator: {
    en: 'Say with --generator where your generator is, such as --generator http://127.0.0.1:7860, or in SPELLWRIGHT_GENERATOR. “spellwright generators” asks this machine’s usual addresses.',
    ja: '生成ツールの場所を --generator（例: --generator http://127.0.0.1:7860）または SPELLWRIGHT_GENERATOR で指定してください。「spellwright generators」は、このコンピューターのよく使われるアドレスに尋ねます。',
  },
  outside: {
    en: 'Prompts and parameters are sent to {host}, which is not this machine.',
    ja: 'プロンプトと生成の指定を、このコンピューターの外にある {host} へ送ります。',
  },
  parametersUnread: {
    en: '--parameters “{text}” is not understood. Write it as A1111 does: “Steps: 20, Sampler: Euler a, Size: 512x768”. Known: {known}.',
    ja: '--parameters の「{text}」を読めません。A1111の書き方で「Steps: 20, Sampler: Euler a, Size: 512x768」のように書いてください。使えるもの: {known}。',
  },
  bestNeedsPictures: {
    en: '{file}: which text of a spell is the best is not known without reference pictures. Give it some, or draw all without --best.',
    ja: '{file}: 参照画像がないため、どの文が最良か分かりません。参照画像を加えるか、--best を付けずにすべてを描いてください。',
  },
  tooMany: {
    en: '{file}: {pictures} pictures (variants: {variants}, seeds: {seeds}) are more than the {most} that are drawn at once. Take fewer seeds, one spell, or fewer options.',
    ja: '{file}: {pictures} 枚（{variants} 通り × シード {seeds} 個）は、一度に描ける {most} 枚を超えています。シード、呪文、選択肢のいずれかを減らしてください。',
  },
  found: { en: '{url}  {name}', ja: '{url}  {name}' },
  foundNone: {
    en: 'No generator answers at this machine’s usual addresses. Start yours; the web UIs of A1111’s family need --api.',
    ja: 'このコンピューターのよく使われるアドレスでは、生成ツールから応答がありません。起動してください（A1111系のweb UIには --api が必要です）。',
  },
  plan: {
    en: 'Pictures: {pictures} (variants: {variants}, seeds: {seeds}, from {first} to {last}), on {name} at {url}.',
    ja: '{url} の {name} で {pictures} 枚（{variants} 通り × シード {seeds} 個、{first}～{last}）。',
  },
  planKnown: { en: '{known} of them are there already.', ja: 'うち {known} 枚はすでにあります。' },
  planTime: {
    en: 'About {time}, as its pictures took {each} s each so far.',
    ja: 'およそ {time} かかります（これまでは 1 枚 {each} 秒）。',
  },
  parametersOf: { en: '{variant}: {parameters}', ja: '{variant}: {parameters}' },
  parameterFrom: { en: '{name} {value} ({origin})', ja: '{name} {value}（{origin}）' },
  defaults: { en: 'the generator’s own defaults', ja: '生成ツールの既定値' },
  defaultsForRest: { en: 'all else: the generator’s own defaults', ja: 'ほかは生成ツールの既定値' },
  unread: {
    en: '{spell}: {names}: not used, as this generator’s requests know no such thing.',
    ja: '{spell}: {names} は、生成の指定に対応するものがないため使いません。',
  },
  lost: {
    en: '{spell}: the generator has no counterpart for {lost}; without it, or with a comma or what the sampler ends on in its place, it is drawn.',
    ja: '{spell}: 生成ツールには {lost} に当たるものがありません。省くか、カンマや最後に使われる語に置き換えて描きます。',
  },
  binding: {
    en: 'workflow: {slot} goes to {input} of node {id} ({type})',
    ja: 'ワークフロー: {slot} → ノード {id}（{type}）の {input}',
  },
  bindingsWritten: {
    en: 'These places are written to {file}: correct them there.',
    ja: 'この割り当てを {file} に書きました。直すときはこのファイルを編集してください。',
  },
  misread: {
    en: '{spell}: it holds “#” as text, which A1111 cuts off as a comment: less is drawn than was scored.',
    ja: '{spell}: 文字としての「#」があります。A1111はコメントとして切り取るため、採点した文より短い文で描かれます。',
  },
  judging: { en: 'judging', ja: '判定中' },
  drawing: { en: 'drawing', ja: '生成中' },
  remark: { en: '{file}: {what}', ja: '{file}: {what}' },
  written: {
    en: 'Pictures in {folder}: {count}, of which {fresh} are new.',
    ja: '{folder} に {count} 枚（新しいもの {fresh} 枚）。',
  },
  stopped: {
    en: 'Stopped. Finished and kept in {folder}: {count}.',
    ja: '中止しました。できあがった {count} 枚は {folder} にあります。',
  },
  closer: {
    en: 'Closeness of the drawn pictures to the reference pictures (mean cosine; different references: {references}, seeds that all variants have: {seeds}):',
    ja: '生成画像と異なる参照画像 {references} 枚との近さ（平均コサイン、シード {seeds} 個で対にした比較）:',
  },
  columnCloseness: { en: 'closeness', ja: '近さ' },
  columnBehind: { en: 'behind the first (95 %)', ja: '1位との差（95 %）' },
  columnOwn: { en: 'own prompt', ja: '自分の文' },
  columnPictures: { en: 'pictures', ja: '枚数' },
  columnVariant: { en: 'variant', ja: '文' },
  tooFew: {
    en: 'Too few seeds to say which came out closer: 5 or more tell ({seeds} so far).',
    ja: 'どれが近いかを言うにはシードが足りません（5個以上必要、今は {seeds} 個）。',
  },
  noneBetter: {
    en: 'No variant came out closer beyond doubt.',
    ja: '確かに近いと言える文はありません。',
  },
  firstBetter: {
    en: '“{variant}” came out closest, beyond doubt.',
    ja: '「{variant}」が最も近いと、確かに言えます。',
  },
  noReferences: {
    en: 'The file names no readable reference pictures, so the drawn ones are compared with its prompts only.',
    ja: '読める参照画像がないため、生成画像はプロンプトとだけ比べます。',
  },
  foretold: {
    en: 'Did the score before tell which would come out closer? Spearman’s ρ {rho} [{low}, {high}] over {pairs} variants.',
    ja: '事前のスコアで近さを予想できたか: スピアマンのρ {rho}［{low}, {high}］（{pairs} 通り）。',
  },
  foretoldTooFew: {
    en: 'Did the score before tell which would come out closer? Too few variants to say: 6 or more tell ({pairs}).',
    ja: '事前のスコアで近さを予想できたか: 言うには文が足りません（6通り以上必要、今は {pairs} 通り）。',
  },
  sees: {
    en: 'This is what {checkpoint} sees. “Own prompt” is how surely it finds a picture’s own prompt among the variants.',
    ja: 'これは {checkpoint} の見え方です。「自分の文」は、並んだ文の中から元の文をどれだけ確かに選べるかを示します。',
  },
  unreadable: { en: '{file} cannot be read back as a picture.', ja: '{file} は画像として読み戻せません。' },
  folder: { en: '{folder}: {reason}', ja: '{folder}: {reason}' },
} as const satisfies Record<string, Wording>;

const ORIGINS: Readonly<Record<ParameterOrigin, Wording>> = {
  spell: { en: 'its own line', ja: '呪文の行' },
  'front-matter': { en: 'generate:', ja: 'generate:' },
  settings: { en: 'given', ja: '指定' },
};

const NAMES: Readonly<Record<ParameterName, string>> = {
  steps: 'steps',
  cfgScale: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  width: 'width',
  height: 'height',
  model: 'model',
  clipSkip: 'clip skip',
  seed: 'seed',
};

/**
 * What is said before anything is drawn, a sentence each: how many pictures, about how long, and what they are drawn with.
 * @param names of the file's spells, for people
 */
export function planSentences(
  plan: GenerationPlan,
  names: readonly string[],
  generator: GeneratorIdentity,
  language: Language,
): string[] {
  const { requests, variants, seeds, secondsEach } = plan;
  const known = requests.filter((each) => each.known).length;
  const told: string[] = [];
  const tell = (key: keyof typeof GENERATE_WORDING, parameters: Parameters): void =>
    void told.push(say(GENERATE_WORDING[key], language, parameters));
  tell('plan', {
    pictures: requests.length,
    variants: variants.length,
    seeds: seeds.length,
    first: seeds[0] ?? '',
    last: seeds.at(-1) ?? '',
    name: generatorName(generator),
    url: generator.url,
  });
  if (known > 0) tell('planKnown', { known });
  if (secondsEach !== undefined && known < requests.length) {
    const time = durationText(secondsEach * (requests.length - known), language);
    tell('planTime', { time, each: secondsEach.toFixed(1) });
  }
  for (const spell of new Set(variants.map((each) => each.spell))) {
    const variant = names[spell]!;
    const alike = variants.filter((each) => each.spell === spell) as [PlannedVariant, ...PlannedVariant[]];
    const [{ parameters, unread }] = alike;
    const lost = new Set(alike.flatMap((each) => each.lost));
    tell('parametersOf', { variant, parameters: parametersText(parameters, language) });
    if (lost.size > 0) tell('lost', { spell: variant, lost: [...lost].join(' · ') });
    if (unread.length > 0) tell('unread', { spell: variant, names: unread.join(', ') });
    if (alike.some(({ sent }) => sent.misread.length > 0)) tell('misread', { spell: variant });
  }
  return told;
}

/** What a variant is drawn with, and who says so. */
export function parametersText(decided: DecidedParameters, language: Language): string {
  const told = (
    Object.entries(decided) as [ParameterName, { value: string | number; origin: ParameterOrigin }][]
  )
    .filter(([name]) => name !== 'seed')
    .map(([name, { value, origin }]) =>
      say(GENERATE_WORDING.parameterFrom, language, {
        name: NAMES[name],
        value,
        origin: say(ORIGINS[origin], language),
      }),
    );
  if (told.length === 0) return say(GENERATE_WORDING.defaults, language);
  return [...told, say(GENERATE_WORDING.defaultsForRest, language)].join(language === 'ja' ? '、' : ', ');
}

/** A time for people: seconds up to two minutes, then minutes. */
export function durationText(seconds: number, language: Language): string {
  if (seconds < 120) return language === 'ja' ? `${Math.ceil(seconds)} 秒` : `${Math.ceil(seconds)} s`;
  return language === 'ja' ? `${Math.ceil(seconds / 60)} 分` : `${Math.ceil(seconds / 60)} min`;
}
