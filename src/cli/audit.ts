import path from 'node:path';
import type { BiasFinding } from '../core/bias/finding';
import type { Matcher } from '../core/bias/matcher';
import type { EvidenceTable, RuleSet } from '../core/bias/rule';
import { FEWEST_KNOWN } from '../core/judge/audit';
import type { RecordedRemark } from '../core/judge/generationRecord';
import { AUDIT_SETS, auditSet, type AuditSet } from '../core/judge/auditSets';
import { saidOfPerson } from '../core/judge/statedPrompt';
import { INFOTEXT_NAMES } from '../core/judge/readParameters';
import type { ExportedFile } from '../core/score/export/exportedFile';
import { FileError } from '../files/fileError';
import { findPictureFiles } from '../files/findNamedFiles';
import { GENERATED_FOLDER, readGenerated } from '../files/generatedPictures';
import { commandLineReach } from '../files/reach';
import { isThisMachine, readAddress, shownUrl } from '../generators/address';
import { connect } from '../generators/connect';
import type { Generator } from '../generators/generator';
import { GeneratorError } from '../generators/generatorError';
import {
  auditPictures,
  auditSize,
  drawAudit,
  planAudit,
  readAudit,
  type AuditDrawing,
  type AuditPictures,
  type AuditPlan,
  type FileAudit,
} from '../tasks/auditFile';
import { drawPictures } from '../tasks/drawPictures';
import { workflowKey } from '../tasks/givenWorkflow';
import { auditLines, auditSummary, AUDIT_WORDING, kindNames } from '../words/audit';
import { GENERATE_WORDING } from '../words/generate';
import { generationRemarkTexts, generatorErrorText } from '../words/generators';
import { errorText } from '../words/problemText';
import { systemReason } from '../words/systemReason';
import { say, type Parameters } from '../words/words';
import { eachFile, exitCodes } from './commands';
import type { explainFormats } from './explain';
import { givenWorkflow, type WorkflowArguments } from './givenWorkflow';
import { settingsOf, type GenerateContext } from './generate';
import { environmentAddress } from '../generators/environmentAddress';
import { Matchers } from './matchers';
import { shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import { printable, tableLines } from './table';
import { noSuchSpell, wantedSpells, withTexts } from './wantedSpells';

export interface AuditArguments extends WorkflowArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  readonly spell?: string;
  readonly set: string;
  readonly pictures: number;
  /** Of each kind, drawn with the kind said. */
  readonly known: number | false;
  readonly generator?: string;
  /** Pictures that are there, instead of a generator; those of known kinds lie in a folder each of `knownFrom`. */
  readonly from?: string;
  readonly knownFrom?: string;
  readonly seed?: string;
  readonly plan?: boolean;
  readonly again?: boolean;
  readonly out?: string;
  readonly parameters?: string;
  readonly format: (typeof explainFormats)[number];
}

export interface AuditContext extends GenerateContext {
  readonly rules: RuleSet;
}

/** One spell, and what came of it. */
interface AuditedSpell {
  readonly exported: ExportedFile;
  readonly name: string;
  readonly text: string;
  readonly open?: BiasFinding;
  readonly plan?: AuditPlan;
  /** Of the generator, as it drew the pictures. */
  readonly remarks?: readonly RecordedRemark[];
  readonly found?: FileAudit;
}

/** The user's generator, with what tells pictures of the workflow that it was given. */
interface AskedGenerator {
  readonly generator: Generator;
  readonly workflow?: string;
}

/** What is wrong with the words of the command line, or the generator: said already. */
class Refused extends Error {}

/** `spellwright audit`: whom the user's own generator draws where a prompt leaves that open. */
export async function auditCommand(request: AuditArguments, context: AuditContext): Promise<number> {
  return new Auditing(request, context).run();
}

class Auditing {
  private isMissing = false;
  private readonly done: AuditedSpell[] = [];
  private readonly matchers: Matchers;

  constructor(
    private readonly request: AuditArguments,
    private readonly context: AuditContext,
  ) {
    this.matchers = new Matchers(context.rules, context.terminal);
  }

  async run(): Promise<number> {
    const { request, context } = this;
    const { terminal, signal, version } = context;
    let set: AuditSet;
    let generator: AskedGenerator | undefined;
    try {
      set = this.wantedSet();
      generator = await this.wantedGenerator();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Refused)) throw error;
      return exitCodes.wrong;
    }
    await eachFile({ ...request, needsNoPictures: true }, context, async (exported, further) => {
      const named = withTexts({ exported, ...(further && { further }) });
      const wanted = wantedSpells(named, request.spell);
      if (!wanted) terminal.writeError(noSuchSpell(named, request.spell!, terminal));
      if (!wanted || !further) this.isMissing = true;
      if (!wanted || !further) return;
      // One after the other, in the order of the file: each is a question of its own.
      for (const row of wanted.toSorted((a, b) => a.spell.spell - b.spell.spell)) {
        if (signal.aborted || this.isMissing) return;
        const one = await this.auditSpell(exported, row.name, row.spell.spell, further, set, generator);
        this.done.push(one);
        if (request.format === 'table') await this.show(one);
        if (request.from !== undefined) return; // the same pictures whatever the spell
      }
    });
    if (request.format === 'json')
      await terminal.write(auditJson(this.done, set, context.rules.evidence, version));
    if (signal.aborted) return exitCodes.stopped;
    return this.isMissing || this.matchers.hasProblems || this.done.length === 0
      ? exitCodes.wrong
      : exitCodes.done;
  }

  private wantedSet(): AuditSet {
    const set = auditSet(this.request.set);
    if (set) return set;
    this.tell('noSuchSet', { set: this.request.set, known: AUDIT_SETS.map(({ id }) => id).join(', ') });
    throw new Refused();
  }

  /** Undefined where pictures of a folder are asked about. */
  private async wantedGenerator(): Promise<AskedGenerator | undefined> {
    const { from, generator, parameters } = this.request;
    if (from !== undefined) {
      if (generator === undefined) return undefined;
      this.tell('needsOneFolder');
      throw new Refused();
    }
    const address = environmentAddress(this.context.environment, generator);
    if (!address) this.tellGeneration('needsGenerator');
    if (!address) throw new Refused();
    if (!settingsOf(parameters)) {
      this.tellGeneration('parametersUnread', { text: parameters!, known: INFOTEXT_NAMES.join(', ') });
      throw new Refused();
    }
    try {
      const { url } = readAddress(address);
      if (!isThisMachine(shownUrl(url))) this.tellGeneration('outside', { host: url.host });
      const given = await givenWorkflow(this.request, this.context.terminal);
      const generator = await connect(address, this.context.signal, given ? { comfyui: { given } } : {});
      return { generator, ...(given && { workflow: workflowKey(given) }) };
    } catch (error) {
      this.context.signal.throwIfAborted();
      if (error instanceof GeneratorError) this.writeError(generatorErrorText(error, this.language));
      else if (error instanceof FileError)
        this.writeError(errorText(error, { language: this.language, face: 'terminal' }));
      else throw error;
      throw new Refused();
    }
  }

  private async auditSpell(
    exported: ExportedFile,
    name: string,
    index: number,
    { scored, embedder }: NonNullable<ScoredOne['further']>,
    set: AuditSet,
    asked: AskedGenerator | undefined,
  ): Promise<AuditedSpell> {
    const { signal, terminal } = this.context;
    const spell = scored.file.spells[index]!;
    const text = scored.score?.spells[index]
      ? (scored.score.prompts.find((row) => row.spell === index)?.expansion.text ?? '')
      : '';
    let known: AuditedSpell = { exported, name, text };
    try {
      const said = saidOfPerson(scored.file, spell, set, await this.matcher(scored.path));
      known = { ...known, ...(said.open && { open: said.open }) };
      let pictures: AuditPictures | undefined;
      if (asked) {
        const { generator, workflow } = asked;
        const folder = path.resolve(
          this.request.out ?? path.join(path.dirname(scored.path), GENERATED_FOLDER),
        );
        const plan = planAudit({
          file: scored.file,
          wildcards: scored.found.wildcards.wildcards,
          spell: index,
          set,
          pictures: this.request.pictures,
          known: this.request.known || 0,
          said,
          ...(this.request.seed !== undefined && { firstSeed: this.request.seed }),
          settings: settingsOf(this.request.parameters)!,
          generator: generator.identity,
          ...(workflow !== undefined && { workflow }),
          records: await readGenerated(folder),
          ...(this.request.again && { again: true }),
        });
        known = { ...known, text: plan.parts[0]!.plan.variants[0]?.expansion.text ?? text, plan };
        this.tellPlan(known);
        if (this.request.plan) return known;
        const drawn = await this.draw(plan, scored.path, generator, folder);
        if (!drawn) return known;
        known = { ...known, remarks: drawn.flatMap(({ drawn: { remarks } }) => remarks) };
        pictures = auditPictures(plan, drawn, folder);
      } else pictures = await this.givenPictures(set);
      const progress = new ProgressBar(terminal, say(AUDIT_WORDING.reading, this.language));
      try {
        const found = await readAudit({
          set,
          embedder,
          languages: scored.languages,
          ...pictures,
          signal,
          onProgress: progress.update,
        });
        if (found.files.length === 0) this.isMissing = true;
        for (const file of found.unreadable) this.tell('unreadable', { file: shownPath(file) });
        return { ...known, found };
      } finally {
        progress.clear();
      }
    } catch (error) {
      signal.throwIfAborted();
      this.isMissing = true;
      if (error instanceof Refused) return known;
      if (error instanceof FileError) {
        this.writeError(errorText(error, { language: this.language, face: 'terminal' }));
        return known;
      }
      if (error instanceof GeneratorError) this.writeError(generatorErrorText(error, this.language));
      else if ((error as NodeJS.ErrnoException).code !== undefined)
        this.tellGeneration('folder', {
          folder: this.request.out ?? GENERATED_FOLDER,
          reason: systemReason(error, this.language),
        });
      else throw error;
      return known;
    }
  }

  /** Of the rules of the file's folder. */
  private async matcher(file: string): Promise<Matcher> {
    const folder = path.dirname(file);
    const reach = await commandLineReach(folder, {
      current: process.cwd(),
      allowed: (this.request.allow ?? []).map((each) => path.resolve(each)),
    });
    return this.matchers.in(folder, reach);
  }

  private async givenPictures(set: AuditSet): Promise<AuditPictures> {
    const { from, knownFrom } = this.request;
    const { signal } = this.context;
    const { paths: pictures, folder } = await findPictureFiles(from!, signal);
    if (folder === undefined) {
      this.tell('noSuchFolder', { folder: from! });
      throw new Refused();
    }
    if (knownFrom === undefined) return { pictures, known: set.classes.map(() => []) };
    const known: (readonly string[])[] = [];
    for (const { id } of set.classes) {
      try {
        const { paths, folder } = await findPictureFiles(path.join(knownFrom, id), signal);
        if (folder === undefined) throw new FileError('file-missing', path.join(knownFrom, id));
        known.push(paths);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.tell('noKnownFolder', {
          folder: knownFrom,
          kinds: set.classes.map((each) => each.id).join(', '),
        });
        throw new Refused();
      }
    }
    return { pictures, known };
  }

  /** Undefined where it was stopped. */
  private async draw(
    plan: AuditPlan,
    file: string,
    generator: Generator,
    folder: string,
  ): Promise<readonly AuditDrawing[] | undefined> {
    const { signal, terminal } = this.context;
    const total = auditSize(plan).pictures;
    const progress = new ProgressBar(terminal, say(AUDIT_WORDING.drawing, this.language));
    const drawn: AuditDrawing[] = [];
    const remarks = new Set<string>();
    try {
      const source = path.basename(file);
      const pictures = drawAudit(plan, (part) =>
        drawPictures({ plan: part.plan, file: part.file, source, generator, folder, signal }),
      );
      for await (const picture of pictures) {
        drawn.push(picture);
        progress.update({ phase: 'images', done: drawn.length, total });
        for (const what of generationRemarkTexts([picture.drawn], this.language)) {
          if (remarks.has(what)) continue;
          remarks.add(what);
          progress.clear();
          this.tellGeneration('remark', { file: picture.drawn.record.file, what });
        }
      }
      return drawn;
    } catch (error) {
      progress.clear();
      if (drawn.length > 0 || signal.aborted)
        this.tell('stopped', { count: drawn.length, folder: shownPath(folder) });
      if (!signal.aborted) throw error;
      return undefined;
    } finally {
      progress.clear();
    }
  }

  /** How many pictures, and of what, before any is asked for. */
  private tellPlan({ name: spell, text, plan, open }: AuditedSpell): void {
    const { set, parts } = plan!;
    const { pictures, there } = auditSize(plan!);
    const kinds = kindNames(set, this.language);
    const [first, ...known] = parts;
    const each = known[0]?.plan.requests.length ?? 0;
    if (!open) this.tell('notOpen', { spell });
    if (each === 0) this.tell('asksOpen', { spell, text, pictures });
    else
      this.tell('asks', {
        spell,
        text,
        pictures,
        open: first!.plan.requests.length,
        known: each,
        kinds,
      });
    for (const { class: which, plan: one } of known)
      this.tell('knownPrompt', {
        kind: set.classes[which!]!.name[this.language],
        prompt: one.variants[0]?.sent.prompt ?? '',
      });
    if (there > 0) this.tell('isThere', { there });
  }

  private async show({ text, open, found, exported }: AuditedSpell): Promise<void> {
    if (!found) return;
    const { language } = this;
    const { terminal, rules } = this.context;
    const { from } = this.request;
    const headline = say(
      from === undefined ? AUDIT_WORDING.headline : AUDIT_WORDING.headlineFolder,
      language,
      {
        set: found.set.name[language],
        pictures: found.files.length,
        text,
        folder: from ?? '',
      },
    );
    const { columns, rows } = auditSummary(found, language);
    const said = auditLines(found, { language, evidence: rules.evidence, ...(open && { open }) });
    const lines = [
      printable(exported.path),
      printable(headline),
      ...tableLines(
        columns.map((title, i) => ({ title, align: i === 0 ? ('left' as const) : ('right' as const) })),
        rows.map((row) => [...row]),
        terminal.width,
      ),
      ...said.map((line) => printable(line)),
    ];
    await terminal.write(lines.map((line) => `${line}\n`).join(''));
  }

  private tell(key: keyof typeof AUDIT_WORDING, parameters?: Parameters): void {
    this.writeError(say(AUDIT_WORDING[key], this.language, parameters));
  }

  private tellGeneration(key: keyof typeof GENERATE_WORDING, parameters?: Parameters): void {
    this.writeError(say(GENERATE_WORDING[key], this.language, parameters));
  }

  private writeError(text: string): void {
    this.context.terminal.writeError(`${printable(text)}\n`);
  }

  private get language(): AuditContext['terminal']['language'] {
    return this.context.terminal.language;
  }
}

function eachOnce(remarks: readonly RecordedRemark[]): RecordedRemark[] {
  return [...new Map(remarks.map((each) => [JSON.stringify(each), each])).values()];
}

function auditJson(
  done: readonly AuditedSpell[],
  set: AuditSet,
  { generator }: EvidenceTable,
  version: string,
): string {
  const written = {
    version,
    schema: 1,
    set: set.id,
    fewestKnown: FEWEST_KNOWN,
    spells: done.map(({ exported, name, text, open, plan, remarks, found }) => ({
      path: exported.path,
      spell: name,
      text,
      open: open ? { term: open.text, rule: open.ruleId } : null,
      published:
        open?.evidence && open.rule.evidence !== undefined
          ? { occupation: open.rule.evidence, generator, ...open.evidence }
          : null,
      asked: plan
        ? plan.parts.map(({ class: which, plan: part }) => ({
            class: which === undefined ? null : set.classes[which]!.id,
            prompt: part.variants[0]?.sent.prompt ?? null,
            seeds: part.seeds,
            there: part.requests.filter(({ known }) => known).length,
          }))
        : null,
      remarks: remarks ? eachOnce(remarks) : null,
      checkpoint: found ? { id: found.checkpoint.id, hash: found.checkpoint.hash } : null,
      languages: found?.languages ?? null,
      verdict: found?.audit.verdict ?? null,
      persons: found?.audit.persons ?? null,
      uncertain: found?.audit.uncertain ?? null,
      nobody: found?.audit.nobody ?? null,
      alike: found?.alike ?? null,
      unreadable: found?.unreadable ?? null,
      isCorrected: found?.audit.isCorrected ?? null,
      classes: found ? set.classes.map(({ id }, which) => ({ id, ...found.audit.classes[which]! })) : null,
      pictures: found
        ? found.files.map((file, i) => {
            const { seen, reading } = found.audit.pictures[i]!;
            return {
              file,
              seen,
              readAs: reading ? set.classes[reading.class]!.id : null,
              probabilities: reading?.probabilities ?? null,
              isSure: reading?.isSure ?? null,
            };
          })
        : null,
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
