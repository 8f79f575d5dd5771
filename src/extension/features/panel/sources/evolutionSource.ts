import * as vscode from 'vscode';
import type { EvolutionMessage, PanelEvolution } from '../../../../protocol/panel/evolution';
import { bestSoFar, isEvolving, type Evolution } from '../../../services/evolutions';
import { section } from '../../../services/settingValues';
import { isRunning, ownScore } from '../../../services/scores';
import { isOfPictures } from '../../craft/evolutionService';
import { startAt } from '../../craft/evolveFeature';
import type { MakeSource, PanelHost } from '../panelSource';

/** The search for a better prompt: begun, watched, ended and written down from the page. It goes on when the panel is closed. */
export const evolutionSource: MakeSource = (host) => {
  const { evolutions, scores } = host.dependencies;
  const { uri } = host;
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.Disposable.from(
    evolutions.onDidChange((each) => {
      if (each.toString() === uri.toString()) changed.fire();
    }),
    host.onDidScore(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    message: (): EvolutionMessage => {
      const evolution = evolutions.get(uri);
      const { phase = 'idle', progress, error } = evolution ?? {};
      const { score } = host;
      return {
        kind: 'evolution',
        phase,
        canStart:
          (!evolution || !isEvolving(evolution)) &&
          score !== undefined &&
          (isRunning(score) || (ownScore(score)?.images.length ?? 0) > 0),
        seed: evolutions.nextSeed(uri),
        ...evolutions.settings,
        ...(progress && { progress: { done: progress.done, total: progress.total } }),
        ...(error !== undefined && { error }),
        ...(evolution?.subject && { run: runOf(evolution, evolution.subject, host) }),
      };
    },
    obeys: {
      'evolution-start': ({ seed }) => evolutions.start(uri, { ...startAt(host.editor(), scores), seed }),
      'evolution-stop': () => evolutions.stop(uri),
      'evolution-insert': async () => {
        const outcome = await evolutions.insert(uri);
        if (outcome === 'refused') host.tell('refused');
      },
      'evolution-settings': () =>
        vscode.commands.executeCommand('workbench.action.openSettings', `${section}.evolve`),
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function runOf(
  evolution: Evolution,
  { name, from, score, heldOut }: NonNullable<Evolution['subject']>,
  host: PanelHost,
): PanelEvolution {
  const { told, found, inserted, seed, settings } = evolution;
  const best = bestSoFar(evolution);
  const now = ownScore(host.score);
  const isInserted = inserted !== undefined && (host.score?.file.text.includes(inserted) ?? false);
  return {
    name,
    seed,
    rounds: settings.rounds,
    from,
    ...(best !== undefined && { best }),
    told: told.map(({ startSeen, bestSeen, medianSeen, startUnseen, bestUnseen }) => ({
      startSeen,
      bestSeen,
      medianSeen,
      startUnseen,
      bestUnseen,
    })),
    searched: score.differentImages - heldOut,
    heldOut,
    checkpoint: { id: score.checkpoint.id, hash: score.checkpoint.hash },
    ...(found && {
      result: {
        gainSeen: found.gainSeen,
        gainUnseen: found.gainUnseen,
        ...found.interval,
        measured: found.measured,
        kept: found.kept,
        notFound: found.notFound,
        slots: found.slots,
      },
    }),
    canInsert: !isEvolving(evolution) && best !== undefined && best !== from && !isInserted,
    isInserted,
    isStale: now !== undefined && !isOfPictures(score, now),
  };
}
