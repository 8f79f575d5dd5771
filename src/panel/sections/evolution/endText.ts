import type { EvolutionMessage, PanelEvolution } from '../../../protocol/panel/evolution';
import { difference, differenceInterval } from '../../../words/numbers';
import type { Say } from '../../wording';

/** How a search ended; undefined while it goes on. */
export function endText({ phase, error, run }: EvolutionMessage, say: Say): string | undefined {
  if (phase === 'failed') return error;
  const round = run?.told.length ?? 0;
  if (phase === 'stopped')
    return round === 0
      ? say('evolveStoppedEarly')
      : [say('evolveStopped', { round }), ...worthTexts(run!, say)].join(' ');
  return phase === 'done' && run ? worthTexts(run, say).join(' ') : undefined;
}

/** What the best is worth on pictures that the search did not see, and how sure that is. */
export function worthTexts({ told, result, heldOut, best, from }: PanelEvolution, say: Say): string[] {
  const last = told.at(-1);
  if (!last) return [];
  const gain =
    result?.gainUnseen ?? (last.bestUnseen === undefined ? undefined : last.bestUnseen - last.startUnseen!);
  if (gain === undefined) return [say('evolveNoneHeldOut')];
  const { low, high } = result ?? {};
  const isKnown = low !== undefined && high !== undefined;
  const sure = isKnown ? say('evolveUnseenSure', { interval: differenceInterval({ low, high }) }) : '';
  const number = say('evolveUnseen', { gain: difference(gain), pictures: heldOut }) + sure;
  if (gain <= 0 || best === from) return [number, say('evolveNoBetter')];
  if (!isKnown) return result ? [number, say('evolveFew')] : [number];
  return low <= 0 ? [number, say('evolveChance')] : [number];
}
