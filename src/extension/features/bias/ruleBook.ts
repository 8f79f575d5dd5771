import { matcherSteps, type Matcher } from '../../../core/bias/matcher';
import type { RuleSet } from '../../../core/bias/rule';
import type { BiasSettings } from '../../../core/bias/settings';
import { paced } from '../../../core/steps';
import { loadBiasRules } from '../../../files/biasRules';
import { SlicedWork } from '../../services/slicedWork';

/** The rules that ship, read at the first need, and a matcher for each settings that documents have. */
export class RuleBook {
  #rules: RuleSet | undefined;
  readonly #matchers = new WeakMap<BiasSettings, Promise<Matcher>>();

  /** @param folder where the build left the compiled rules, absolute */
  constructor(private readonly folder: string) {}

  /** @throws when the build's file is missing: a broken installation */
  get rules(): RuleSet {
    return (this.#rules ??= loadBiasRules(this.folder));
  }

  matcher(settings: BiasSettings): Promise<Matcher> {
    let matcher = this.#matchers.get(settings);
    if (!matcher) {
      matcher = paced(matcherSteps(this.rules, settings), new SlicedWork().pause);
      this.#matchers.set(settings, matcher);
    }
    return matcher;
  }
}
