import * as vscode from 'vscode';
import { checkpointLabel } from '../../../../core/score/export/exportedFile';
import type { LibraryPicture } from '../../../../core/score/library/libraryScorer';
import type { LibraryMessage, PanelFoundPicture } from '../../../../protocol/panel/library';
import { ownScore, type DocumentScore, type ShownScore } from '../../../services/scores';
import type { MakeSource, PanelHost } from '../panelSource';

/** Spells whose pictures are told, the best ones: each has some two dozen. */
const mostSpells = 256;

/** How the spells stand to a library: distributions, best and worst pictures. */
export const librarySource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  let known = resultOf(host.score);
  const listening = host.onDidScore((current) => {
    const isForgotten = current.score === undefined && current.phase !== 'stopped';
    const next = isForgotten ? undefined : (resultOf(current) ?? known);
    if (next?.score === known?.score) return;
    known = next;
    changed.fire();
  });
  return {
    onDidChange: changed.event,
    message: () => (known ? messageOf(known, host) : undefined),
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

interface Result {
  readonly score: ShownScore;
  readonly names: readonly (string | undefined)[];
}

function resultOf(current: DocumentScore | undefined): Result | undefined {
  const score = ownScore(current);
  return score && { score, names: current!.file.spells.map(({ name }) => name?.value) };
}

/** Nothing in it where the scores are of few pictures: the page may hold those of a library that was. */
function messageOf({ score, names }: Result, host: PanelHost): LibraryMessage {
  const { library } = score;
  const found = (library?.found ?? []).map((each) => ({ ...each, scored: score.spells[each.spell]! }));
  found.sort((a, b) => a.scored.rank - b.scored.rank || a.spell - b.spell);
  return {
    kind: 'library',
    checkpoint: checkpointLabel(score.checkpoint),
    pictures: library?.images.length ?? 0,
    different: library?.differentImages ?? 0,
    failed: library?.failed ?? 0,
    spells: found.slice(0, mostSpells).map(({ spell, scored, distribution, nearest, farthest }) => ({
      spell,
      name: names[spell] ?? host.say('unnamedSpell', { number: spell + 1 }),
      text: scored.best === undefined ? '' : score.prompts[scored.best]!.expansion.text,
      mean: scored.meanCosine,
      distribution,
      nearest: foundPictures(nearest, host, () => true),
      farthest: foundPictures(farthest, host, () => true),
    })),
  };
}

/** Pictures that the engine has read, as the page shows them. */
export function foundPictures(
  pictures: readonly LibraryPicture[],
  host: PanelHost,
  isReference: (path: string) => boolean,
): PanelFoundPicture[] {
  return pictures.map(({ path, cosine }) => ({
    path: host.shown(path),
    src: host.address(path).toString(),
    cosine,
    isReference: isReference(path),
  }));
}
