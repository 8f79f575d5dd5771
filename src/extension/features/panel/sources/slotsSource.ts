import * as vscode from 'vscode';
import { slotTests, type SlotTest } from '../../../../core/why/slotTest';
import type { PanelSlot, SlotsMessage } from '../../../../protocol/panel/slots';
import { isRunning, ownScore } from '../../../services/scores';
import type { MakeSource, PanelHost } from '../panelSource';
import { shownSpell } from '../shownSpell';

/** More pictures of a slot, and a matrix of more options, nobody reads in a panel. */
const mostPictures = 100;
const mostInMatrix = 8;

const none: SlotsMessage = { kind: 'slots', differentPictures: 0, sampled: false, slots: [] };

/** Which option of each slot every picture takes: read from the scores that are there. */
export const slotsSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.Disposable.from(
    host.onDidScore(() => changed.fire()),
    host.caret.onDidChange(() => changed.fire()),
  );
  // What is shown of an older text stays until there is another.
  let shown = none;
  let of: { readonly score: unknown; readonly spell: number } | undefined;
  return {
    onDidChange: changed.event,
    message: () => {
      const current = host.score;
      const score = ownScore(current);
      const spell = score && shownSpell(host, score);
      if (!current?.scored || !score || spell === undefined) {
        // Scores that are not on their way make what was shown never true again.
        if (current && !isRunning(current)) [shown, of] = [none, undefined];
        return shown;
      }
      if (of?.score === score && of.spell === spell) return shown;
      of = { score, spell };
      const { wildcards } = current.scored.found.wildcards;
      const { images, checkpoint, differentImages, spells } = score;
      const pathOf = (image: number): string => host.shown(images[image]!.path);
      shown = {
        kind: 'slots',
        spell,
        checkpoint: { id: checkpoint.id, hash: checkpoint.hash },
        differentPictures: differentImages,
        sampled: spells[spell]?.sampled ?? false,
        slots: slotTests(current.file, score, spell, wildcards).map((test) => panelSlot(test, pathOf)),
      };
      return shown;
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function panelSlot(
  { written, outcome, options, pictures, seconds, named }: SlotTest,
  pathOf: (image: number) => ReturnType<PanelHost['shown']>,
): PanelSlot {
  const isMatrix = options.length <= mostInMatrix;
  return {
    written,
    outcome,
    options: options.map(({ label, wins, interval, probability }) => ({
      label,
      wins,
      share: wins / pictures.length,
      ...interval,
      probability,
    })),
    pictures: pictures.slice(0, mostPictures).map(({ images, winner, second, probabilities }) => ({
      paths: images.map(pathOf),
      winner,
      second,
      probability: probabilities[winner]!,
      secondProbability: probabilities[second]!,
    })),
    ...(isMatrix && options.length > 2 && { seconds }),
    ...(named && {
      named: {
        pictures: named.pictures,
        right: named.right,
        ...named.interval,
        ...(isMatrix && { confusion: named.confusion }),
      },
    }),
  };
}
