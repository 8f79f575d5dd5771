import * as vscode from 'vscode';
import { checkpointLabel } from '../../../../core/score/export/exportedFile';
import { generatedFile } from '../../../../files/generatedPictures';
import type { PanelSearch, SearchMessage } from '../../../../protocol/panel/search';
import { worthTexts } from '../../../../words/search';
import { isSearching, type Search } from '../../../services/searches';
import { ownScore } from '../../../services/scores';
import { section } from '../../../services/settingValues';
import type { MakeSource, PanelHost } from '../panelSource';
import { drawingParts } from '../panelDependencies';

/** The search with the generator: begun, watched, ended and taken over from the page. It goes on when the panel is closed. */
export const searchSource: MakeSource = (host) => {
  const { searches, generators } = drawingParts(host.dependencies);
  const { uri } = host;
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.Disposable.from(
    searches.onDidChange((each) => {
      if (each.toString() === uri.toString()) changed.fire();
    }),
    generators.onDidChange(() => changed.fire()),
    host.onDidScore(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    folders: () => [generators.folder(uri)],
    message: (): SearchMessage => {
      const search = searches.get(uri);
      const { score } = host;
      return {
        kind: 'search',
        phase: search?.phase ?? 'idle',
        canStart:
          (!search || !isSearching(search)) &&
          score !== undefined &&
          (ownScore(score)?.images.length ?? 0) > 0,
        budget: searches.budget,
        ...(generators.address !== undefined && { generator: generators.address }),
        ...(search?.error !== undefined && { error: search.error }),
        ...(search?.subject &&
          search.beginning && { run: runOf(search, search.subject, search.beginning, host) }),
      };
    },
    obeys: {
      'search-start': () => vscode.commands.executeCommand('spellwright.searchWithGenerator', uri),
      'search-stop': () => searches.stop(uri),
      'search-take': async ({ how }) => {
        const outcome = await searches.take(uri, how);
        if (outcome === 'refused') host.tell('refused');
        else if (outcome === 'changed') host.notify('error', 'searchPromptChanged');
      },
      'search-settings': () =>
        vscode.commands.executeCommand('workbench.action.openSettings', `${section}.search`),
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function runOf(
  search: Search,
  { name, folder }: NonNullable<Search['subject']>,
  { from, freshSeeds, references }: NonNullable<Search['beginning']>,
  host: PanelHost,
): PanelSearch {
  const { looked, budget, rounds, closest, found, taken } = search;
  const best = found?.text ?? rounds.at(-1)?.best;
  const picture = found?.best ?? closest;
  const { language } = host.dependencies;
  const isTaken = taken !== undefined && (host.score?.file.text.includes(taken) ?? false);
  const checkpoint = found?.verdicts[0]?.checkpoint ?? host.score?.scored?.score?.checkpoint;
  return {
    name,
    looked,
    budget,
    freshSeeds,
    searched: references.search,
    heldOut: references.heldOut,
    checkpoint: checkpoint ? checkpointLabel(checkpoint) : '',
    from,
    ...(best !== undefined && { best }),
    rounds: rounds.map(({ bestCloseness, medianCloseness, startCloseness, pictures }) => ({
      ...{ best: bestCloseness, median: medianCloseness, start: startCloseness, pictures },
    })),
    ...(picture && {
      picture: {
        src: host.address(generatedFile(folder, picture.record)).toString(),
        closeness: picture.closeness,
        text: picture.text,
      },
    }),
    worth: found ? worthTexts(found, language, 'editor') : [],
    ...(found && { known: found.known }),
    canTake: !isSearching(search) && found !== undefined && found.text !== from && !isTaken,
    isTaken,
  };
}
