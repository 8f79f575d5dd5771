import type { Choice, Template } from './templateTree';
import { WeightTree } from './weightTree';

/** One way to fill a template: a pick for each of its choices, in order. */
export type Decision = readonly Pick[];

/** The options one choice takes, in the order they are joined, and how each is filled. */
export interface Pick {
  readonly options: readonly number[];
  readonly inner: readonly Decision[];
}

/**
 * Every decision of a template, like an odometer: the last slot turns fastest. Several picks come in dynamicprompts' order:
 * fewer first, then by the first option, the second and so on.
 * Call it only where `template.count` is small: everything is kept.
 */
export function allDecisions(template: Template): Decision[] {
  return product(template.choices.map(allPicks));
}

function allPicks(choice: Choice): Pick[] {
  const picks: Pick[] = [];
  const fillings = choice.options.map((option) => allDecisions(option));
  if (choice.role === 'wrap') return product(fillings).map((inner) => ({ options: [0, 1], inner }));
  const taken: number[] = [];
  const extend = (size: number): void => {
    if (taken.length === size) {
      const options = [...taken];
      for (const inner of product(options.map((option) => fillings[option]!))) picks.push({ options, inner });
      return;
    }
    for (let option = 0; option < choice.options.length; option++) {
      if (taken.includes(option)) continue;
      taken.push(option);
      extend(size);
      taken.pop();
    }
  };
  for (let size = choice.min; size <= choice.max; size++) extend(size);
  return picks;
}

/** Every way to take one element of each list, the last list turning fastest. */
function product<T>(lists: readonly (readonly T[])[]): T[][] {
  const total = lists.reduce((count, list) => count * list.length, 1);
  const rows: T[][] = [];
  const digits = new Int32Array(lists.length);
  for (let row = 0; row < total; row++) {
    rows.push(lists.map((list, i) => list[digits[i]!]!));
    for (let i = lists.length - 1; i >= 0; i--) {
      if (++digits[i]! < lists[i]!.length) break;
      digits[i] = 0;
    }
  }
  return rows;
}

/** A decision drawn so that each combination is about equally likely. */
export function drawDecision(template: Template, random: () => number): Decision {
  return template.choices.map((choice) => drawPick(choice, random));
}

function drawPick(choice: Choice, random: () => number): Pick {
  if (choice.role === 'wrap') {
    return { options: [0, 1], inner: choice.options.map((option) => drawDecision(option, random)) };
  }
  const tree = treeOf(choice.options);
  if (choice.min === 1 && choice.max === 1) {
    const option = tree.find(random() * tree.total);
    return { options: [option], inner: [drawDecision(choice.options[option]!, random)] };
  }
  const size = drawSize(choice, random);
  const options: number[] = [];
  while (options.length < size) {
    const option = tree.find(random() * tree.total);
    tree.takeOut(option);
    options.push(option);
  }
  for (const option of options) tree.putBack(option);
  return { options, inner: options.map((option) => drawDecision(choice.options[option]!, random)) };
}

/** A wildcard may have a hundred thousand lines, and be named in hundreds of slots: they are summed up once. */
const trees = new WeakMap<readonly Template[], WeightTree>();

/** Options weigh as many combinations as they have; among infinite ones each is as likely. */
function treeOf(options: readonly Template[]): WeightTree {
  let tree = trees.get(options);
  if (tree === undefined) {
    const most = 1e300 / options.length;
    trees.set(options, (tree = new WeightTree(options.map(({ count }) => Math.min(count, most)))));
  }
  return tree;
}

/** More picks make more combinations, so a larger size is that much likelier; past a few all but the largest vanish. */
function drawSize(choice: Choice, random: () => number): number {
  const sizes: number[] = [];
  let ways = 1;
  for (let size = 0; size <= choice.max; size++) {
    if (size > 0) ways = Math.min(ways * (choice.options.length - size + 1), 1e300);
    if (size >= choice.min) sizes.push(ways);
  }
  return choice.min + drawIndex(sizes, random);
}

/** An index drawn in proportion to `weights`; among infinite ones each is as likely. */
function drawIndex(weights: readonly number[], random: () => number): number {
  const finite = weights.map((weight) => Math.min(weight, 1e300 / weights.length));
  let left = random() * finite.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < finite.length; i++) {
    left -= finite[i]!;
    if (left < 0) return i;
  }
  return finite.length - 1;
}

/** The stable name of a decision: option indices of a pick joined by `+` (`-` for none), picks by `.`, in the order met. */
export function decisionId(template: Template, decision: Decision): string {
  return flatten(template, decision)
    .map(({ options }) => (options.length === 0 ? '-' : options.join('+')))
    .join('.');
}

/** The picks in the order met, each with the slot of the prompt that it belongs to. */
export function flatten(
  template: Template,
  decision: Decision,
  outerSlot?: number,
): { readonly slot: number; readonly options: readonly number[] }[] {
  const met: { slot: number; options: readonly number[] }[] = [];
  template.choices.forEach((choice, i) => {
    const pick = decision[i]!;
    const slot = outerSlot ?? choice.slot.index;
    met.push({ slot, options: pick.options.map((option) => choice.written?.[option] ?? option) });
    // What stands elsewhere, as a wildcard's lines do, may hold slots of its own, which the prompt does not list there.
    const inWildcard = outerSlot ?? (choice.elsewhere ? slot : undefined);
    pick.options.forEach((option, k) => {
      for (const inner of flatten(choice.options[option]!, pick.inner[k]!, inWildcard)) met.push(inner);
    });
  });
  return met;
}

/** Orders two decisions of one template as `allDecisions` does. */
export function compareDecisions(template: Template, a: Decision, b: Decision): number {
  for (let i = 0; i < template.choices.length; i++) {
    const order = comparePicks(template.choices[i]!, a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePicks(choice: Choice, a: Pick, b: Pick): number {
  if (a.options.length !== b.options.length) return a.options.length - b.options.length;
  for (let k = 0; k < a.options.length; k++) {
    if (a.options[k] !== b.options[k]) return a.options[k]! - b.options[k]!;
  }
  for (let k = 0; k < a.options.length; k++) {
    const order = compareDecisions(choice.options[a.options[k]!]!, a.inner[k]!, b.inner[k]!);
    if (order !== 0) return order;
  }
  return 0;
}
