import * as vscode from 'vscode';
import type { BiasFinding } from '../../../core/bias/finding';
import type { Matcher } from '../../../core/bias/matcher';
import type { EvidenceTable } from '../../../core/bias/rule';
import { AUDIT_SETS, type AuditSet } from '../../../core/judge/auditSets';
import { saidOfPerson } from '../../../core/judge/statedPrompt';
import { spellAt } from '../../../core/spell/places';
import type { Spell, SpellFile } from '../../../core/spell/spell';
import { readGenerated } from '../../../files/generatedPictures';
import { GeneratorError } from '../../../generators/generatorError';
import {
  auditDefaults,
  auditPictures,
  auditSize,
  drawAudit,
  planAudit,
  readAudit,
  type AuditDrawing,
  type AuditPlan,
} from '../../../tasks/auditFile';
import { failureProblem } from '../../../tasks/problem';
import { auditVerdict, AUDIT_WORDING, kindNames } from '../../../words/audit';
import { generationRemarkTexts, generatorErrorText } from '../../../words/generators';
import { problemText } from '../../../words/problemText';
import { systemReason } from '../../../words/systemReason';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Audits, AuditState, FinishedAudit } from '../../services/audits';
import type { EngineService } from '../../services/engineService';
import { showGeneratorError } from '../../services/generatorMessages';
import type { ConnectedGenerator, GeneratorService } from '../../services/generators';
import type { ModelLibrary } from '../../services/modelLibrary';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';
import type { SpellDocuments } from '../../services/spellDocuments';
import { isSaved, pathOf } from '../../services/places';

export interface AuditDependencies {
  readonly generators: GeneratorService;
  readonly documents: SpellDocuments;
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly library: ModelLibrary;
  readonly bias: { matcherFor(uri: vscode.Uri): Promise<Matcher>; readonly evidence: EvidenceTable };
  readonly language: Language;
  readonly log: (line: string) => void;
}

/** One prompt that is asked about. */
interface Question {
  readonly uri: vscode.Uri;
  readonly file: SpellFile;
  readonly spell: Spell;
  readonly open?: BiasFinding;
  readonly plan: AuditPlan;
  readonly folder: string;
  readonly connected: ConnectedGenerator;
}

/** Audits of the user's generator: what would be drawn is said and agreed to first, and what was drawn is kept when it is stopped. */
export class AuditService implements Audits, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  /** By the address of the file. */
  readonly #known = new Map<string, AuditState>();
  readonly #running = new Map<string, AbortController>();

  constructor(private readonly parts: AuditDependencies) {}

  get(uri: vscode.Uri): AuditState | undefined {
    return this.#known.get(uri.toString());
  }

  get canAsk(): boolean {
    return this.parts.generators.address !== undefined;
  }

  get evidence(): EvidenceTable {
    return this.parts.bias.evidence;
  }

  folder(uri: vscode.Uri): string {
    return this.parts.generators.folder(uri);
  }

  stop(uri: vscode.Uri): void {
    this.#running.get(uri.toString())?.abort();
  }

  /**
   * Asks about the spell at a place, once the user has agreed.
   * @param begun is called when something is drawn
   */
  async ask(document: vscode.TextDocument, offset: number, begun: () => void): Promise<void> {
    const key = document.uri.toString();
    if (this.#running.has(key)) {
      begun();
      return;
    }
    const stop = new AbortController();
    this.#running.set(key, stop);
    try {
      const question = await this.#question(document, offset, stop.signal);
      if (!question || !(await this.#agrees(question))) return;
      begun();
      await this.#answer(question, stop);
    } catch (error) {
      this.#failed(document.uri, error, stop.signal);
    } finally {
      this.#running.delete(key);
    }
  }

  dispose(): void {
    for (const stop of this.#running.values()) stop.abort();
    this.#changed.dispose();
  }

  async #question(
    document: vscode.TextDocument,
    offset: number,
    signal: AbortSignal,
  ): Promise<Question | undefined> {
    const { uri } = document;
    const { generators, documents, scores, bias, language } = this.parts;
    const file = await documents.read(document);
    const spell = file && (spellAt(file, offset) ?? file.spells[0]);
    if (!file || !spell || !isSaved(uri)) {
      const what = isSaved(uri) ? 'noSpell' : 'saveFirst';
      void plainWindow.showInformationMessage(say(AUDIT_WORDING[what], language));
      return undefined;
    }
    const said = saidOfPerson(file, spell, this.#set, await bias.matcherFor(uri), offset);
    const { open } = said;
    const connected = await generators.use(signal);
    if (!connected) return undefined;
    const folder = generators.folder(uri);
    const wildcards = scores.get(uri)?.scored?.found.wildcards.wildcards;
    const plan = planAudit({
      file,
      spell: spell.index,
      set: this.#set,
      ...auditDefaults,
      ...(wildcards && { wildcards }),
      said,
      settings: generators.settings(uri),
      generator: connected.identity,
      ...(connected.workflow !== undefined && { workflow: connected.workflow }),
      records: await readGenerated(folder),
    });
    return { uri, file, spell, ...(open && { open }), plan, folder, connected };
  }

  /** How many pictures of what, before any is asked for. What is there already costs nothing, and is not asked about. */
  async #agrees({ spell, open, plan, connected }: Question): Promise<boolean> {
    const { pictures, there } = auditSize(plan);
    if (there === pictures) return true;
    const [first, ...known] = plan.parts;
    const seconds = first!.plan.secondsEach;
    const draw = this.#say('draw');
    const detail = [
      this.#say('asks', {
        spell: spell.name?.value ?? `#${spell.index + 1}`,
        text: first!.plan.variants[0]?.expansion.text ?? '',
        pictures,
        open: first!.plan.requests.length,
        known: known[0]?.plan.requests.length ?? 0,
        kinds: kindNames(plan.set, this.parts.language),
      }),
      ...(there > 0 ? [this.#say('isThere', { there })] : []),
      ...(seconds === undefined
        ? []
        : [
            this.#say('takesAbout', {
              minutes: Math.max(1, Math.round((seconds * (pictures - there)) / 60)),
            }),
          ]),
      ...(open ? [] : [this.#say('notOpen', { spell: spell.name?.value ?? `#${spell.index + 1}` })]),
      plan.set.cannot[this.parts.language],
    ];
    const chosen = await plainWindow.showInformationMessage(
      this.#say('drawTitle', { pictures: pictures - there, url: connected.identity.url }),
      { modal: true, detail: detail.join('\n\n') },
      draw,
    );
    return chosen === draw;
  }

  async #answer(question: Question, stop: AbortController): Promise<void> {
    const { uri, file, spell, open, plan, folder, connected } = question;
    const { generators, engine, library, language } = this.parts;
    const { signal } = stop;
    const { pictures: total } = auditSize(plan);
    const result = await plainWindow.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: this.#say('working', { file: vscode.workspace.asRelativePath(uri) }),
        cancellable: true,
      },
      async (progress, cancelled): Promise<FinishedAudit> => {
        const listening = cancelled.onCancellationRequested(() => stop.abort());
        try {
          this.#tell(uri, { phase: 'drawing', progress: { done: 0, total } });
          const drawn: AuditDrawing[] = [];
          const drawings = drawAudit(plan, (part) =>
            generators.draw({ uri, connected, plan: part.plan, file: part.file, folder, signal }),
          );
          for await (const each of drawings) {
            drawn.push(each);
            progress.report({ increment: 100 / total, message: `${drawn.length} / ${total}` });
            this.#tell(uri, { phase: 'drawing', progress: { done: drawn.length, total } });
          }
          this.#tell(uri, { phase: 'reading' });
          const embedder = await engine.embedder({ uri, file });
          const read = await readAudit({
            set: plan.set,
            embedder,
            languages: await library.languagesOf(await embedder.checkpoint({ signal })),
            ...auditPictures(plan, drawn, folder),
            signal,
            onProgress: ({ phase, done, total: all }) => {
              if (phase === 'images') this.#tell(uri, { phase: 'reading', progress: { done, total: all } });
            },
          });
          return {
            ...read,
            name: spell.name?.value ?? `#${spell.index + 1}`,
            text: plan.parts[0]!.plan.variants[0]?.expansion.text ?? '',
            source: spell.positive.source,
            ...(open && { open }),
            remarks: generationRemarkTexts(
              drawn.map((each) => each.drawn),
              language,
            ),
          };
        } finally {
          listening.dispose();
        }
      },
    );
    this.#tell(uri, { phase: 'done', result });
    plainWindow.setStatusBarMessage(auditVerdict(result, language), 10_000);
  }

  #failed(uri: vscode.Uri, error: unknown, signal: AbortSignal): void {
    const { language, log } = this.parts;
    if (signal.aborted) {
      this.#tell(uri, { phase: 'stopped' });
      return;
    }
    if (error instanceof GeneratorError) {
      showGeneratorError(error, language);
      this.#tell(uri, { phase: 'failed', error: generatorErrorText(error, language) });
      return;
    }
    const failure = failureProblem(error, pathOf(uri));
    if (!failure) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const text = failure
      ? problemText(failure, { language, face: 'editor' })
      : this.#say('failed', { reason: systemReason(error, language) });
    void plainWindow.showErrorMessage(text);
    this.#tell(uri, { phase: 'failed', error: text });
  }

  #tell(uri: vscode.Uri, state: AuditState): void {
    const { result } = this.get(uri) ?? {};
    this.#known.set(uri.toString(), { ...(result && { result }), ...state });
    this.#changed.fire(uri);
  }

  get #set(): AuditSet {
    return AUDIT_SETS[0]!;
  }

  #say(key: keyof typeof AUDIT_WORDING, parameters?: Parameters): string {
    return say(AUDIT_WORDING[key], this.parts.language, parameters);
  }
}
