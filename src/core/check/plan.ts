import { nearestWord } from '../spell/nearestWord';
import type { Spanned, Spell, SpellFile } from '../spell/spell';
import type { Expectation, ExpectationKind, ExpectProblem } from './expectation';
import { lockKeys, type LockedFile } from './lock';

/** Where an expectation stands: in the spell file, in the test file beside it, or nowhere, as the baseline asks for it. */
export type Origin = 'front-matter' | 'test-file' | 'baseline';

/** One expectation of one spell: what a run tests, and what a person sees pass or fail. */
export interface Check {
  /** Unique in its file, and the same while spells and expectations come and go: `Lantern/beats/Plain`. */
  readonly id: string;
  readonly kind: ExpectationKind;
  readonly expectation: Expectation;
  readonly origin: Origin;
  /** Index in `SpellFile.spells`. */
  readonly spell: number;
  /** The spell's key in the lock: its name, or `#2`. */
  readonly key: string;
  /** Of `beats`: index of the other. */
  readonly other?: number;
}

/** Expectations with where they stand. */
export interface StatedBy {
  readonly origin: Exclude<Origin, 'baseline'>;
  readonly expectations: readonly Expectation[];
}

export interface Plan {
  /** Spell by spell, those of each in the order of the expectations. */
  readonly checks: readonly Check[];
  /** Names that no spell has. */
  readonly problems: readonly (ExpectProblem & { readonly origin: Origin })[];
}

/**
 * What there is to test in a file: one check for each expectation and each spell that it speaks of. A file with a baseline
 * is held to it, spell by spell, unless its expectations say so themselves.
 */
export function planChecks(
  file: Pick<SpellFile, 'frontMatter' | 'spells'>,
  stated: readonly StatedBy[],
  baseline?: LockedFile,
): Plan {
  const planner = new Planner(file);
  for (const { origin, expectations } of stated)
    for (const expectation of expectations) planner.add(expectation, origin);
  const isStated = stated.some(({ expectations }) => expectations.some(({ kind }) => kind === 'keeps'));
  if (baseline && !isStated) {
    const span = file.frontMatter.span ?? { start: 0, end: 0 };
    planner.add({ kind: 'keeps', span, within: 0 }, 'baseline');
  }
  const { checks, problems } = planner;
  return { checks: checks.sort((a, b) => a.spell - b.spell), problems };
}

class Planner {
  readonly checks: Check[] = [];
  readonly problems: (ExpectProblem & { readonly origin: Origin })[] = [];
  private readonly keys: readonly string[];
  private readonly ids = new Map<string, number>();

  constructor(private readonly file: Pick<SpellFile, 'spells'>) {
    this.keys = lockKeys(file.spells.map(({ name }) => name?.value));
  }

  add(expectation: Expectation, origin: Origin): void {
    const spells = expectation.spell
      ? [this.find(expectation.spell, origin)]
      : this.file.spells.map(({ index }) => index);
    const other = expectation.kind === 'beats' ? this.find(expectation.other, origin) : undefined;
    if (expectation.kind === 'beats' && other === undefined) return;
    for (const spell of spells) {
      if (spell === undefined) continue;
      if (spell === other) {
        const { span } = (expectation as Extract<Expectation, { kind: 'beats' }>).other;
        const parameters = { spell: this.keys[spell]! };
        this.problems.push({ code: 'expect-beats-itself', span, parameters, origin });
        continue;
      }
      this.checks.push({
        id: this.idOf(`${this.keys[spell]!}/${expectation.kind}${operandOf(expectation)}`),
        kind: expectation.kind,
        expectation,
        origin,
        spell,
        key: this.keys[spell]!,
        ...(other !== undefined && { other }),
      });
    }
  }

  /** By name; by its place where no spell is called so. */
  private find({ value, span }: Spanned<string>, origin: Origin): number | undefined {
    const found =
      this.file.spells.find(({ name }) => name?.value === value) ?? spellAt(this.file.spells, value);
    if (found) return found.index;
    const names = this.file.spells.flatMap(({ name }) => name?.value ?? []);
    const meant = nearestWord(value, names.slice(0, 200));
    this.problems.push({
      code: 'expect-spell-unknown',
      span,
      parameters: { spell: value.slice(0, 80), known: namesText(meant, this.keys) },
      origin,
    });
    return undefined;
  }

  private idOf(id: string): string {
    const uses = (this.ids.get(id) ?? 0) + 1;
    this.ids.set(id, uses);
    return uses === 1 ? id : `${id}/${uses}`;
  }
}

const mostNames = 8;

/** What can be named, the likely one first. */
function namesText(meant: string | undefined, keys: readonly string[]): string {
  if (meant !== undefined) return meant;
  const shown = keys.slice(0, mostNames).join(', ');
  return keys.length > mostNames ? `${shown}, …` : shown;
}

function spellAt(spells: readonly Spell[], value: string): Spell | undefined {
  const place = /^#?([1-9]\d{0,5})$/.exec(value)?.[1];
  return place === undefined ? undefined : spells[Number(place) - 1];
}

function operandOf(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'beats':
      return `/${expectation.other.value}`;
    case 'first-for':
      return `/${expectation.pictures.map(({ value }) => value).join(' ')}`;
    case 'winner':
      return `/${expectation.slot?.value ?? ''}/${expectation.option.value}`;
    case 'bias-at-most':
    case 'keeps':
    case 'fits':
      return '';
  }
}
