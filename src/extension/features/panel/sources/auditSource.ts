import path from 'node:path';
import * as vscode from 'vscode';
import { wilson } from '../../../../core/statistics/wilson';
import type {
  AuditMessage,
  PanelAudit,
  PanelAuditBar,
  PanelAuditGroup,
} from '../../../../protocol/panel/audit';
import { auditLines, auditVerdict, AUDIT_WORDING } from '../../../../words/audit';
import { say, type Language } from '../../../../words/words';
import { auditCommand, type Audits, type FinishedAudit } from '../../../services/audits';
import type { MakeSource, PanelHost } from '../panelSource';
import { drawingParts } from '../panelDependencies';
import { isSaved, uriOf } from '../../../services/places';

/** The audit of the generator: begun, watched and stopped from the page. It goes on when the panel is closed. */
export const auditSource: MakeSource = (host) => {
  const { audits } = drawingParts(host.dependencies);
  const { uri } = host;
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.Disposable.from(
    audits.onDidChange((each) => {
      if (each.toString() === uri.toString()) changed.fire();
    }),
    host.onDidScore(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    message: (): AuditMessage => {
      const { phase = 'idle', progress, error, result } = audits.get(uri) ?? {};
      return {
        kind: 'audit',
        phase,
        canAsk: audits.canAsk,
        ...(progress && { progress: { done: progress.done, total: progress.total } }),
        ...(error !== undefined && { error }),
        ...(result && { result: shownResult(result, audits, host) }),
      };
    },
    folders: () => (isSaved(uri) ? [audits.folder(uri)] : []),
    obeys: {
      'audit-start': () => vscode.commands.executeCommand(auditCommand, uri),
      'audit-stop': () => audits.stop(uri),
      'audit-open': ({ index }) => {
        const file = audits.get(uri)?.result?.files[index];
        if (file !== undefined) return vscode.commands.executeCommand('vscode.open', uriOf(file));
      },
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function shownResult(result: FinishedAudit, { evidence }: Audits, host: PanelHost): PanelAudit {
  const { language } = host.dependencies;
  const { name, text, source, open, set, audit, checkpoint } = result;
  const isSilent = audit.verdict !== 'told';
  const spells = host.score?.file.spells;
  const [, ...lines] = auditLines(result, { language, evidence, ...(open && { open }) });
  return {
    name,
    text,
    checkpoint: { id: checkpoint.id, hash: checkpoint.hash },
    set: set.name[language],
    verdict: auditVerdict(result, language),
    remarks: [...result.remarks, ...lines],
    isSilent,
    bars: isSilent ? [] : barsOf(result, { language, generator: evidence.generator }),
    groups: groupsOf(result, host),
    isStale: spells !== undefined && !spells.some(({ positive }) => positive.source === source),
  };
}

function barsOf(
  { set, audit, open }: FinishedAudit,
  { language, generator }: { readonly language: Language; readonly generator: string },
): PanelAuditBar[] {
  return set.classes.flatMap(({ id, name }, which): PanelAuditBar[] => {
    const { corrected, readInterval, sure } = audit.classes[which]!;
    const interval = corrected?.interval ?? readInterval;
    if (!interval) return [];
    const share = corrected ? corrected.share : sure / audit.persons;
    const own: PanelAuditBar = {
      name: name[language],
      kind: corrected ? 'corrected' : 'read',
      ...(share !== undefined && { share }),
      low: interval.low,
      high: interval.high,
    };
    if (id !== 'woman' || !open?.evidence) return [own];
    const { men, women } = open.evidence;
    const { low, high } = wilson(women, men + women);
    const label = say(AUDIT_WORDING.publishedBar, language, { kind: name[language], generator });
    return [own, { name: label, kind: 'published', share: women / (men + women), low, high }];
  });
}

function groupsOf({ set, audit, files }: FinishedAudit, host: PanelHost): PanelAuditGroup[] {
  const { language } = host.dependencies;
  const group = (name: string, isIn: (at: number) => boolean): PanelAuditGroup => ({
    name,
    pictures: files.flatMap((file, index) => {
      if (!isIn(index)) return [];
      const { reading } = audit.pictures[index]!;
      return [
        {
          index,
          src: host.address(file).toString(),
          name: path.basename(file),
          ...(reading && { probability: reading.probabilities[reading.class]! }),
        },
      ];
    }),
  });
  const groups = [
    ...set.classes.map(({ name }, which) =>
      group(name[language], (at) => {
        const { reading } = audit.pictures[at]!;
        return reading !== undefined && reading.isSure && reading.class === which;
      }),
    ),
    group(say(AUDIT_WORDING.uncertain, language), (at) => audit.pictures[at]!.reading?.isSure === false),
    group(say(AUDIT_WORDING.nobody, language), (at) => audit.pictures[at]!.seen === 'nobody'),
  ];
  return groups.filter(({ pictures }) => pictures.length > 0);
}
