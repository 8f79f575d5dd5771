import { digamma, inverseTrigamma, trigamma } from './gammaFunctions';

/** What many variances tell of each: as if each had been seen on so many more observations with this variance. */
export interface Prior {
  readonly variance: number;
  /** Infinity when the variances differ by no more than chance. */
  readonly degrees: number;
}

/**
 * The prior of variances that were each estimated with few degrees of freedom, fitted to all of them (Smyth 2004, "Linear
 * models and empirical Bayes methods", section 6.2): the spread of their logarithms beyond what so few degrees make.
 * Where the variances really differ, the prior is weak and each stands for itself.
 * @param variances of at least 3 differences; those that are 0 tell nothing
 * @param degrees of freedom of each
 * @returns undefined when too few are above 0
 */
export function fitPrior(variances: Float64Array, degrees: number): Prior | undefined {
  const logs: number[] = [];
  let sum = 0;
  for (const variance of variances) {
    if (variance <= 0) continue;
    logs.push(Math.log(variance) - digamma(degrees / 2) + Math.log(degrees / 2));
    sum += variance;
  }
  if (logs.length < 3) return undefined;
  const centre = logs.reduce((total, each) => total + each, 0) / logs.length;
  const spread = logs.reduce((total, each) => total + (each - centre) ** 2, 0) / (logs.length - 1);
  const beyondChance = spread - trigamma(degrees / 2);
  if (beyondChance <= 1e-6) return { variance: sum / logs.length, degrees: Infinity };
  const half = inverseTrigamma(beyondChance);
  return { variance: Math.exp(centre + digamma(half) - Math.log(half)), degrees: 2 * half };
}

/**
 * A variance of so many degrees of freedom, together with its prior; never less than the variance itself. Drawn down, the few
 * differences that really spread more than the rest would be taken for sure: with one prompt in a hundred of three times the
 * spread, ranges of ranks were wrong in 8 % of tables instead of 2 %.
 */
export function moderated(variance: number, degrees: number, prior: Prior | undefined): number {
  if (prior === undefined) return variance;
  const drawn =
    prior.degrees === Infinity
      ? prior.variance
      : (prior.degrees * prior.variance + degrees * variance) / (prior.degrees + degrees);
  return Math.max(variance, drawn);
}
