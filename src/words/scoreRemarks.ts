import type { ScoredSpell, Standings } from '../core/score/fileScore';
import { mostCompared } from '../core/score/pictureGroups';
import { fewestObservations } from '../core/statistics/pairedDifference';
import { CLI_WORDING } from './cli';
import { cosine } from './numbers';
import { say, type Language } from './words';

/** What a reader must know of the tables of a file, a sentence each. */
export function scoreRemarks(score: Standings, language: Language): string[] {
  const { images, differentImages, spells, prompts } = score;
  const words = (key: keyof typeof CLI_WORDING, parameters?: Record<string, number>): string =>
    say(CLI_WORDING[key], language, parameters);
  const remarks: string[] = [];
  if (images.length === 0) return remarks;
  if (differentImages < images.length)
    remarks.push(words('nearDuplicates', { pictures: images.length, different: differentImages }));
  if (images.length > mostCompared) remarks.push(words('onlySameFiles', { limit: mostCompared }));
  const several = spells.filter(({ best }) => best !== undefined).length > 1;
  const varied = spells.some(({ texts }) => texts > 1);
  if (!several && !varied) return remarks;
  if (differentImages < fewestObservations) remarks.push(words('fewPictures'));
  else if ([...spells, ...prompts].some(({ ranks }) => ranks)) remarks.push(words('ranges'));
  const ranked = spells.filter(({ ranks }) => ranks);
  const best = ranked.filter(({ ranks }) => ranks!.first === 1).length;
  if (best > 1) remarks.push(words('mayBeBest', { count: best, spells: ranked.length }));
  remarks.push(words('shares'));
  return remarks;
}

/** The heading over the texts of a spell: how many they are, and what its best owes to having been chosen here. */
export function variantsHeading(
  { texts, meanCosine, chosenCosine }: ScoredSpell,
  spell: string,
  { differentImages }: Standings,
  language: Language,
): string {
  const parameters = { spell, texts, chosen: cosine(chosenCosine), judged: cosine(meanCosine) };
  if (differentImages === 1) return say(CLI_WORDING.variantsOnePicture, language, parameters);
  const wording = parameters.chosen === parameters.judged ? CLI_WORDING.variants : CLI_WORDING.variantsChosen;
  return say(wording, language, parameters);
}
